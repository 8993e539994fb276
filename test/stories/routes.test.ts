/**
 * Who acts on a record when those who would are named in it: through the use cases, from the registration to the form (R42, R43). Whoever is
 * named sees no list, no task, no search result, no record and no form, and gets the answer of a number that does not exist.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  assessClass,
  assignHandler,
  closeForReference,
  receiveRecord,
  requestSupplement,
  signOpinion,
} from '../../src/app/inquiries/handling.ts'
import { openableRecords, tasksOf } from '../../src/app/inquiries/listing.ts'
import { openRecord } from '../../src/app/inquiries/opening.ts'
import { printRegistrationForm } from '../../src/app/inquiries/papers.ts'
import {
  type TestPerson,
  type TestRegistry,
  aDisciplineHandler,
  aDisciplineHead,
  aDisciplineLead,
  aRegistry,
  accepted,
  anOfficer,
} from '../support/registry.ts'
import { askedBy, implicating, registered, searchedFor } from '../support/story.ts'

const aSecretary: TestPerson = {
  username: 'fanghong',
  name: '方泓',
  roles: ['partyGroupSecretary', 'leadingPartyGroup'],
  unit: '局领导班子',
  leadingCadre: true,
}
const everybody = ['songyilin', 'hefei', 'gaoming', 'wenjing', 'tangke', 'luzheng', 'fanghong'] as const
type Username = (typeof everybody)[number]

let registry: TestRegistry
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liuhen-routes-'))
  registry = await aRegistry({
    people: [
      anOfficer('songyilin', '宋怡林'),
      anOfficer('hefei', '何飞'),
      aDisciplineHandler(),
      aDisciplineHandler('wenjing', '文静'),
      aDisciplineHead(),
      aDisciplineLead(),
      aSecretary,
    ],
  })
})
afterAll(async () => {
  await registry.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A record by 宋怡林 in which all of these are named: the first as inquirer, the others as implicated. */
async function naming(...usernames: readonly [Username, ...Username[]]): Promise<string> {
  const [first, ...others] = usernames
  const fields = { ...askedBy(registry.account(first)), ...implicating(others.map((name) => registry.account(name))) }
  return registered(registry, await registry.viewer('songyilin'), fields)
}

const openedBy = async (username: Username, number: string) =>
  openRecord(registry.context, await registry.viewer(username), number)

async function hasTask(username: Username, number: string): Promise<boolean> {
  const tasks = await tasksOf(registry.context, await registry.viewer(username))
  return tasks.some(({ record }) => record.registerNumber === number)
}

/** Everything that would tell somebody of a record. */
async function expectNothingFor(usernames: readonly Username[], number: string): Promise<void> {
  const { context } = registry
  for (const username of usernames) {
    const viewer = await registry.viewer(username)
    const listed = await openableRecords(context, viewer)
    expect(
      listed.filter(({ record }) => record.registerNumber === number),
      username,
    ).toEqual([])
    expect(await searchedFor(context, viewer, number), username).toEqual([])
    expect(await hasTask(username, number), username).toBe(false)
    const nobodys = { ok: false, refusal: { code: 'notFound' } }
    for (const asked of [number, '2026-000000']) {
      const key = `${username} ${asked}`
      expect(await openRecord(context, viewer, asked)).toBeNull()
      expect(await printRegistrationForm(context, viewer, asked, `form ${key}`)).toEqual(nobodys)
      expect(await receiveRecord(context, viewer, asked, {}, `receive ${key}`)).toEqual(nobodys)
      expect(await signOpinion(context, viewer, asked, anOpinion, `sign ${key}`)).toEqual(nobodys)
    }
  }
}

const assessment = { to: 'generalInquiry', reason: '一般询问', redLinesCrossed: [], duty: '', procedure: '' } as const
const anOpinion = {
  opinion: '情况属实，留存备查。',
  signature: { kind: 'typed' },
  capacity: '',
  recusalReason: '',
} as const

/** The form as text, without the blanks that typesetting puts in. */
async function formTextFor(username: Username, number: string): Promise<string> {
  const viewer = await registry.viewer(username)
  const { pdf } = accepted(await printRegistrationForm(registry.context, viewer, number, `form ${username} ${number}`))
  const file = join(folder, 'form.pdf')
  writeFileSync(file, pdf)
  return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).replaceAll(/\s/g, '')
}

async function receivedAndAssessed(username: Username, number: string): Promise<void> {
  const { context } = registry
  const viewer = await registry.viewer(username)
  accepted(await receiveRecord(context, viewer, number, {}, `receive ${number}`))
  accepted(await assessClass(context, viewer, number, assessment, `assess ${number}`))
}

describe('a record that names those who would act on it', () => {
  it('R43, R84: the leader named: the Party secretary signs, in which capacity and why stands on the form', async () => {
    const { context } = registry
    const number = await naming('luzheng')
    expect(await hasTask('gaoming', number)).toBe(true)
    await receivedAndAssessed('gaoming', number)
    expect(await hasTask('fanghong', number)).toBe(true)
    const secretary = await registry.viewer('fanghong')
    const bare = await signOpinion(context, secretary, number, anOpinion, 'bare')
    expect(bare).toEqual({ ok: false, refusal: { code: 'textMissing', text: 'capacity' } })
    const full = { ...anOpinion, capacity: '党组书记', recusalReason: '纪检分管领导涉及本事项，应当回避' }
    const signed = accepted(await signOpinion(context, secretary, number, full, 'full'))
    expect(signed.opinion).toMatchObject({ signatoryRole: 'partyGroupSecretary', by: { name: '方泓' } })
    accepted(await closeForReference(context, await registry.viewer('gaoming'), number, { reason: '留存' }, 'close'))

    for (const username of ['songyilin', 'gaoming', 'fanghong'] as const) {
      const text = await formTextFor(username, number)
      expect(text).toContain('党组书记：纪检分管领导涉及本事项，应当回避')
      expect(text).toContain('方泓')
    }
    await expectNothingFor(['luzheng', 'hefei'], number)
  })

  it('R41: the Party secretary who signs does not learn who recorded, neither from the record nor from the form', async () => {
    const number = await naming('luzheng')
    expect(await openedBy('fanghong', number)).toBeNull()
    await receivedAndAssessed('gaoming', number)
    const opened = await openedBy('fanghong', number)
    expect(opened).toMatchObject({ identity: null, isRecorder: false })
    expect(JSON.stringify(opened?.record)).not.toContain('宋怡林')
    expect(JSON.stringify(opened?.record)).not.toContain(registry.account('songyilin').personId)
    expect(await formTextFor('fanghong', number)).not.toContain('宋怡林')
    expect(await formTextFor('gaoming', number)).toContain('宋怡林')
  })

  it('R43: the office head named: a handler works, the leader reviews and signs', async () => {
    const { context } = registry
    const number = await naming('tangke')
    await receivedAndAssessed('gaoming', number)
    const wenjing = registry.account('wenjing')
    const other = await registry.viewer('wenjing')
    const notHers = await assessClass(context, other, number, assessment, 'not hers')
    expect(notHers).toEqual({ ok: false, refusal: { code: 'notFound' } })
    const lead = await registry.viewer('luzheng')
    const assigned = await assignHandler(context, lead, number, { handlerId: wenjing.personId }, 'assign')
    expect(accepted(assigned).handler).toEqual({ personId: wenjing.personId, name: '文静' })
    accepted(await requestSupplement(context, other, number, { question: '何时何地？' }, 'ask'))
    await expectNothingFor(['tangke', 'fanghong', 'hefei'], number)
  })

  it('R43: all handlers named: the office head works and the leader signs', async () => {
    const { context } = registry
    const number = await naming('gaoming', 'wenjing')
    expect(await hasTask('tangke', number)).toBe(true)
    await receivedAndAssessed('tangke', number)
    const signed = await signOpinion(context, await registry.viewer('luzheng'), number, anOpinion, 'lead signs')
    expect(accepted(signed).status).toBe('opinionSigned')
    await expectNothingFor(['gaoming', 'wenjing', 'fanghong', 'hefei'], number)
  })

  it('R43, R44: leader and secretary named: only the recorder opens it, and it says whose turn it is', async () => {
    const number = await naming('luzheng', 'fanghong')
    const opened = await openedBy('songyilin', number)
    expect(opened?.record).toMatchObject({ status: 'registered', next: { role: 'recorder' } })
    expect(await formTextFor('songyilin', number)).toContain(number)
    await expectNothingFor(['luzheng', 'fanghong', 'tangke', 'gaoming', 'wenjing', 'hefei'], number)
    // The plain half does not tell that the way is another one.
    const ordinary = await registered(registry, await registry.viewer('songyilin'))
    const facts = async (of: string) => {
      const row = (await openedBy('songyilin', of))?.row
      return [row?.owner, row?.dueOn, row?.sequence]
    }
    expect((await facts(number)).slice(0, 2)).toEqual((await facts(ordinary)).slice(0, 2))
  })

  it('R42: a record that names the recorder himself stays open to him, and he does nothing on it but add', async () => {
    const { context } = registry
    const fields = askedBy(registry.account('gaoming'))
    const number = await registered(registry, await registry.viewer('gaoming'), fields)
    const self = await registry.viewer('gaoming')
    expect((await openRecord(context, self, number))?.isRecorder).toBe(true)
    expect(await receiveRecord(context, self, number, {}, 'own')).toMatchObject({ ok: false })
    expect(await hasTask('gaoming', number)).toBe(false)
    await receivedAndAssessed('wenjing', number)
    const signed = await signOpinion(context, await registry.viewer('luzheng'), number, anOpinion, 'own signed')
    expect(accepted(signed).opinion?.by).toMatchObject({ name: '陆峥' })
    await expectNothingFor(['hefei', 'fanghong'], number)
  })

  it('R11, R43: the only leader recorded it himself: the Party secretary signs in his place', async () => {
    const { context } = registry
    const number = await registered(registry, await registry.viewer('luzheng'))
    await receivedAndAssessed('gaoming', number)
    const own = await signOpinion(context, await registry.viewer('luzheng'), number, anOpinion, 'own opinion')
    expect(own).toEqual({ ok: false, refusal: { code: 'recorderCannotDecide' } })
    expect(await hasTask('luzheng', number)).toBe(false)
    const alternate = { ...anOpinion, capacity: '党组书记', recusalReason: '纪检分管领导不能审签本人的登记' }
    const secretary = await registry.viewer('fanghong')
    expect(accepted(await signOpinion(context, secretary, number, alternate, 'alternate')).status).toBe('opinionSigned')
  })
})
