/**
 * Somebody becomes known only after the record went through his hands (R42, R43, edge cases 3, 5, 6 and 8): through the door, on both engines.
 * What renewing keys does below is in renewal.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeDraft, draftById, startDraft } from '../../src/app/drafts.ts'
import { beginUpload, continueUpload } from '../../src/app/evidence/uploads.ts'
import { assessClass, assignHandler, receiveRecord, recordView } from '../../src/app/inquiries/handling.ts'
import { openableRecords, tasksOf } from '../../src/app/inquiries/listing.ts'
import { confirmClearing, nameFound, namingView, proposeClearing } from '../../src/app/inquiries/naming.ts'
import { openRecord } from '../../src/app/inquiries/opening.ts'
import { registerDraft } from '../../src/app/inquiries/registering.ts'
import type { PersonReference } from '../../src/domain/inquiry-record/content.ts'
import { dayOf } from '../../src/kit/calendar.ts'
import type { TestBrowser } from '../support/browser.ts'
import { engines } from '../support/engines.ts'
import {
  aDisciplineHandler,
  aDisciplineHead,
  aDisciplineLead,
  accepted,
  anOfficer,
  type TestPerson,
} from '../support/registry.ts'
import { type ServedRegistry, aServedRegistry } from '../support/served-registry.ts'
import { registered, sayPurpose, typedToday } from '../support/story.ts'

const aSecretary: TestPerson = {
  username: 'fanghong',
  name: '方泓',
  roles: ['partyGroupSecretary', 'leadingPartyGroup'],
  unit: '局领导班子',
  leadingCadre: true,
}
const NO_SUCH_NUMBER = '2026-AAAAAA'

const assessment = { to: 'generalInquiry', reason: '一般询问', redLinesCrossed: [], duty: '', procedure: '' } as const

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

const hidden = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''

/** A page without what differs from one answer to the next: the address asked for, tokens and the number of the request. */
const bare = (body: string, path: string): string =>
  body
    .replaceAll(path, '')
    .replaceAll(/value="[^"]*"/g, '')
    .replaceAll(/[0-9a-f]{12}/g, '')

describe.each(engines.filter(({ available }) => available))('named later, on $name', (engine) => {
  let registry: ServedRegistry
  beforeAll(async () => {
    registry = await aServedRegistry({
      engine,
      people: [
        anOfficer('songyilin', '宋怡林'),
        anOfficer('hefei', '何飞', { unitHead: true, roles: ['enforcementOfficer', 'handlingUnitHead'] }),
        aDisciplineHandler(),
        aDisciplineHandler('wenjing', '文静'),
        aDisciplineHead(),
        aDisciplineLead(),
        aSecretary,
      ],
    })
  })
  afterAll(() => registry.close())

  const internal = (username: string): PersonReference => {
    const { personId, name } = registry.account(username)
    return { kind: 'internal', personId, name, unit: '', post: '' }
  }
  const naming = (username: string, as: 'intermediary' | 'approver' = 'intermediary') => ({
    person: internal(username),
    as,
    reason: '通话记录显示由其转达',
  })
  const hasTask = async (username: string, number: string): Promise<boolean> =>
    (await tasksOf(registry.context, await registry.viewer(username))).some(
      ({ record }) => record.registerNumber === number,
    )

  /** Taken up and assessed by 文静: from then on the signatory knows it. */
  async function assessedRecord(): Promise<string> {
    const { context } = registry
    const number = await registered(registry, await registry.viewer('songyilin'))
    const handler = await registry.viewer('wenjing')
    accepted(await receiveRecord(context, handler, number, {}, `a1-${number}`))
    accepted(await assessClass(context, handler, number, assessment, `a2-${number}`))
    return number
  }

  /** With one piece of evidence; answers its address. */
  async function withEvidence(): Promise<{ number: string; evidence: string }> {
    const { context } = registry
    const officer = await registry.viewer('songyilin')
    const draft = accepted(await startDraft(context, officer))
    accepted(await changeDraft(context, officer, draft.id, draft.version, { fields: typedToday(registry) }))
    const bytes = Buffer.from('一段通话的文字整理')
    const begun = { draftId: draft.id, name: '通话.txt', length: bytes.length }
    const { id } = accepted(await beginUpload(context, officer, begun))
    const { evidence } = accepted(await continueUpload(context, officer, id, 0, once(bytes)))
    const version = (await draftById(context, officer, draft.id))?.version ?? 0
    const signing = { declaredTruthful: true, signature: { kind: 'typed' } as const }
    const input = { draftId: draft.id, version, ...signing }
    const { number } = accepted(await registerDraft(context, officer, input, `evidence-${draft.id}`))
    return { number, evidence: `/records/${number}/evidence/${evidence?.id}` }
  }

  async function act(browser: TestBrowser, path: string, form: Record<string, string>) {
    const number = path.split('/')[2] ?? ''
    let page = await browser.get(path)
    if (page.headers.location?.toString().includes('/purpose')) {
      await sayPurpose(browser, number)
      page = await browser.get(path)
    }
    return browser.post(path, { ...form, idempotencyKey: hidden(page.body, 'idempotencyKey') })
  }

  it('R42: a handler who opened and printed yesterday finds nothing today, in a session that is open (edge case 3)', async () => {
    const { number, evidence } = await withEvidence()
    const yesterday = await registry.signIn('gaoming')
    await act(yesterday, `/records/${number}/receive`, {})
    expect((await yesterday.get(`/records/${number}`)).statusCode).toBe(200)
    expect((await yesterday.get(`/records/${number}/form.pdf`)).statusCode).toBe(200)
    expect((await yesterday.get(evidence)).statusCode).toBe(200)

    registry.clock.advance({ hours: 24 })
    const open = await registry.signIn('gaoming')
    await sayPurpose(open, number)
    const opinion = await open.get(`/records/${number}/assess`)
    expect(opinion.statusCode).toBe(200)
    const tasksBefore = (await open.get('/home')).body

    const head = await registry.signIn('tangke')
    const { personId, name } = registry.account('gaoming')
    const named = await act(head, `/records/${number}/named`, {
      personPersonId: personId,
      personName: name,
      as: 'intermediary',
      reason: '通话记录显示由其转达',
    })
    expect(named.statusCode, named.body).toBe(303)

    expect(tasksBefore).toContain(number)
    for (const path of ['/home', '/records', `/records?q=${number}`, '/records?q=%E5%8D%A0%E9%81%93'])
      expect((await open.get(path)).body, path).not.toContain(`/records/${number}`)
    for (const rest of [
      '',
      '/form.pdf',
      '/proof.svg',
      '/assess',
      '/opinion',
      '/named',
      '/past-views',
      '/proof.tlog-proof',
    ]) {
      const path = `/records/${number}${rest}`
      const [answer, nothing] = [await open.get(path), await open.get(`/records/${NO_SUCH_NUMBER}${rest}`)]
      expect(answer.statusCode, path).toBe(404)
      expect(bare(answer.body, path)).toBe(bare(nothing.body, `/records/${NO_SUCH_NUMBER}${rest}`))
    }
    expect((await open.get(evidence)).statusCode).toBe(404)
    // What he had begun to write before.
    const late = await open.post(`/records/${number}/assess`, {
      to: 'generalInquiry',
      reason: '一般询问',
      idempotencyKey: hidden(opinion.body, 'idempotencyKey'),
    })
    expect(late.statusCode).toBe(404)

    const page = await head.get(`/records/${number}/named`)
    expect(page.body).toContain('此前查看')
    for (const use of ['查看', '打印', '导出']) expect(page.body).toContain(`<td data-label="行为">${use}</td>`)
    const list = await head.get(`/records/${number}/past-views`)
    expect(list.body).toContain(name)
    expect(list.body).toContain('登记表')
  })

  it('R43: his task goes to the others, the head may assign, and the recorder is shown no names', async () => {
    const { context } = registry
    const number = await registered(registry, await registry.viewer('songyilin'))
    accepted(await receiveRecord(context, await registry.viewer('gaoming'), number, {}, `t1-${number}`))
    expect(await hasTask('gaoming', number)).toBe(true)
    expect(await hasTask('wenjing', number)).toBe(false)
    expect(await hasTask('tangke', number)).toBe(false)
    accepted(await nameFound(context, await registry.viewer('tangke'), number, naming('gaoming'), `t2-${number}`))
    expect(await hasTask('gaoming', number)).toBe(false)
    expect(await hasTask('wenjing', number)).toBe(true)
    expect(await hasTask('tangke', number)).toBe(true)
    // The recorder sees that somebody looked, by role, and no page of names (R40).
    const recorder = await registry.signIn('songyilin')
    expect((await recorder.get(`/records/${number}`)).body).not.toContain('高茗')
    expect((await recorder.get(`/records/${number}/named`)).statusCode).toBe(404)
  })

  it('R42: a handler may name himself, and is led away from a page that is no longer his', async () => {
    const number = await registered(registry, await registry.viewer('songyilin'))
    const handler = await registry.signIn('wenjing')
    await act(handler, `/records/${number}/receive`, {})
    const { personId, name } = registry.account('wenjing')
    const form = { personPersonId: personId, personName: name, as: 'approver', reason: '本人曾审批此案' }
    const done = await act(handler, `/records/${number}/named`, form)
    expect(done.headers.location).toBe('/home?stoodAside=1')
    expect((await handler.get('/home?stoodAside=1')).body).toContain('不再向您显示')
    expect((await handler.get(`/records/${number}`)).statusCode).toBe(404)
  })

  it('R42: the recorder types a name in a supplement; whoever bears it is shut out', async () => {
    const number = await registered(registry, await registry.viewer('songyilin'))
    const recorder = await registry.signIn('songyilin')
    const form = { text: '后来得知是其转达', named1Name: '高 茗', named2Name: '外单位某人' }
    expect((await act(recorder, `/records/${number}/supplement`, form)).statusCode).toBe(303)
    expect((await recorder.get(`/records/${number}`)).body).toContain('外单位某人')
    const { context } = registry
    expect(await openRecord(context, await registry.viewer('gaoming'), number)).toBeNull()
    expect((await openRecord(context, await registry.viewer('wenjing'), number))?.record.supplements).toHaveLength(1)
  })

  it('R42: a form that misses something says so at its field, and keeps what was typed', async () => {
    const number = await registered(registry, await registry.viewer('songyilin'))
    const head = await registry.signIn('tangke')
    const refused = await act(head, `/records/${number}/named`, { personName: '方泓', reason: '写了一半的理由' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('请选择查明的身份')
    expect(refused.body).toContain('写了一半的理由')
    const empty = await act(head, `/records/${number}/named`, { as: 'approver' })
    expect(empty.body).toMatch(/请填写姓名/)
  })

  it('R41, R42: the secretary, who is not told who recorded, is told who can name somebody', async () => {
    const { context } = registry
    const number = await assessedRecord()
    accepted(await nameFound(context, await registry.viewer('tangke'), number, naming('luzheng'), `s1-${number}`))
    const secretary = await registry.viewer('fanghong')
    expect(await nameFound(context, secretary, number, naming('gaoming'), `s2-${number}`)).toEqual({
      ok: false,
      refusal: { code: 'identityNeeded' },
    })
    const browser = await registry.signIn('fanghong')
    expect((await browser.get(`/records/${number}/named`)).headers.location).toContain('next=named')
    await sayPurpose(browser, number)
    const page = await browser.get(`/records/${number}/named`)
    expect(page.statusCode).toBe(200)
    expect(page.body).toMatch(/请转告：[^<]*唐可/)
    expect(page.body).not.toContain('宋怡林')
  })

  it('R42: a wrongly named handler comes back by two persons, and reads all of it', async () => {
    const { context } = registry
    const number = await assessedRecord()
    const { personId } = registry.account('gaoming')
    const head = await registry.viewer('tangke')
    accepted(await nameFound(context, head, number, naming('gaoming'), `c1-${number}`))
    const proposal = { personId, reason: '系同名的另一人' }
    accepted(await proposeClearing(context, head, number, proposal, `c2-${number}`))
    expect(await openRecord(context, await registry.viewer('gaoming'), number)).toBeNull()
    expect(
      await confirmClearing(context, await registry.viewer('tangke'), number, { personId }, `c3-${number}`),
    ).toEqual({
      ok: false,
      refusal: { code: 'secondPersonNeeded' },
    })
    accepted(await confirmClearing(context, await registry.viewer('luzheng'), number, { personId }, `c4-${number}`))
    const assigned = { handlerId: personId }
    accepted(await assignHandler(context, await registry.viewer('tangke'), number, assigned, `c5-${number}`))
    const back = await openRecord(context, await registry.viewer('gaoming'), number)
    expect(back?.record.content.exactWords).toBe('能不能少罚一点')
    expect(back?.record.clearings[0]?.reason).toBe('系同名的另一人')
    expect(back?.record.namings).toHaveLength(1)
  })

  it('R42: a recorder who names himself keeps the own record as recorder only (edge case 6)', async () => {
    const { context } = registry
    const handler = await registry.viewer('wenjing')
    const number = await registered(registry, handler)
    const browser = await registry.signIn('wenjing')
    const form = { text: '本人也曾打听此案', named1PersonId: handler.personId, named1Name: handler.name }
    expect((await act(browser, `/records/${number}/supplement`, form)).statusCode).toBe(303)
    expect((await browser.get(`/records/${number}`)).statusCode).toBe(200)
    expect((await act(browser, `/records/${number}/receive`, {})).statusCode).toBe(404)
    accepted(await receiveRecord(context, await registry.viewer('gaoming'), number, {}, `o-${number}`))
  })

  it('R42: the office is told when a named person heads the unit of the recorder today (edge case 5)', async () => {
    const { context } = registry
    const number = await registered(registry, await registry.viewer('songyilin'))
    const today = dayOf(context.now())
    const seen = async () => {
      const opened = await openRecord(context, await registry.viewer('tangke'), number)
      return opened && namingView(opened, today)
    }
    expect((await seen())?.aboveRecorder).toEqual([])
    accepted(await nameFound(context, await registry.viewer('tangke'), number, naming('hefei'), `l-${number}`))
    expect((await seen())?.aboveRecorder).toEqual(['何飞'])
    const head = await registry.signIn('tangke')
    await sayPurpose(head, number)
    const page = await head.get(`/records/${number}`)
    expect(page.body).toContain('何飞现在是登记人所在单位的负责人')
    expect((await (await registry.signIn('songyilin')).get(`/records/${number}`)).body).not.toContain('何飞')
  })
})

describe('the route as tasks move', () => {
  let registry: ServedRegistry
  const columns = [['gaoming', 'wenjing'], ['tangke'], ['luzheng'], ['fanghong']] as const
  const office = columns.flat()
  const rows = Array.from({ length: 16 }, (_, bits) => columns.map((_, i) => (bits >> (3 - i)) & 1).join(''))
  beforeAll(async () => {
    registry = await aServedRegistry({
      people: [
        anOfficer('songyilin', '宋怡林'),
        aDisciplineHandler(),
        aDisciplineHandler('wenjing', '文静'),
        aDisciplineHead(),
        aDisciplineLead(),
        aSecretary,
      ],
    })
  })
  afterAll(() => registry.close())

  const withTask = async (number: string): Promise<readonly string[]> => {
    const found: string[] = []
    for (const username of office) {
      const tasks = await tasksOf(registry.context, await registry.viewer(username))
      if (tasks.some(({ record }) => record.registerNumber === number)) found.push(username)
    }
    return found.toSorted()
  }

  /** Who has the task of taking the record up, and who that of signing, read off the requirement (R43) and not off our table. */
  function expected(row: string): { readonly handles: readonly string[]; readonly signs: readonly string[] } {
    const isNamed = (column: number): boolean => row.charAt(column) === '1'
    if ((isNamed(0) && isNamed(1)) || (isNamed(2) && isNamed(3))) return { handles: [], signs: [] }
    const handles = isNamed(0) ? ['tangke'] : ['gaoming', 'wenjing']
    return { handles, signs: [isNamed(2) ? 'fanghong' : 'luzheng'] }
  }

  it.each(rows)(
    'R43: with %s named later (handlers, head, lead, secretary) tasks move, and nobody named keeps one',
    async (row) => {
      const { context } = registry
      const named = columns.flatMap((usernames, i) => (row.charAt(i) === '1' ? usernames : []))
      const recorder = await registry.viewer('songyilin')
      const [fresh, assessed] = [await registered(registry, recorder), await registered(registry, recorder)]
      const handler = await registry.viewer('gaoming')
      accepted(await receiveRecord(context, handler, assessed, {}, `m1-${assessed}`))
      accepted(await recordView(context, handler, assessed, { purpose: '办理' }, `m2-${assessed}`))
      const assessment = {
        to: 'generalInquiry',
        reason: '一般询问',
        redLinesCrossed: [],
        duty: '',
        procedure: '',
      } as const
      accepted(await assessClass(context, handler, assessed, assessment, `m3-${assessed}`))
      expect(await withTask(fresh)).toEqual(['gaoming', 'wenjing'])
      expect(await withTask(assessed)).toEqual(['luzheng'])

      for (const number of [fresh, assessed]) {
        const browser = await registry.signIn('songyilin')
        const page = await browser.get(`/records/${number}/correct`)
        const persons = Object.fromEntries(
          named.slice(0, 3).flatMap((username, i) => {
            const { personId, name } = registry.account(username)
            return [
              [`named${i + 1}PersonId`, personId],
              [`named${i + 1}Name`, name],
            ]
          }),
        )
        const form = { field: '涉及人员', text: '现已查明', reason: '补充查明', ...persons }
        const sent = { ...form, idempotencyKey: hidden(page.body, 'idempotencyKey') }
        expect((await browser.post(`/records/${number}/correct`, sent)).statusCode).toBe(303)
        // The form has three rows; whoever else is known comes in the next correction.
        for (const username of named.slice(3)) {
          const again = await browser.get(`/records/${number}/correct`)
          const rest = {
            named1PersonId: registry.account(username).personId,
            named1Name: registry.account(username).name,
          }
          const more = { ...form, ...rest, named2PersonId: '', named2Name: '', named3PersonId: '', named3Name: '' }
          const key = { idempotencyKey: hidden(again.body, 'idempotencyKey') }
          expect((await browser.post(`/records/${number}/correct`, { ...more, ...key })).statusCode).toBe(303)
        }
      }

      const { handles, signs } = expected(row)
      expect(await withTask(fresh)).toEqual(handles)
      // The head is asked for another handler when his own was named.
      const assigns = named.includes('gaoming') && signs.length > 0 ? (row.charAt(1) === '1' ? [] : assigning(row)) : []
      expect(await withTask(assessed)).toEqual([...new Set([...signs, ...assigns])].toSorted())
      for (const username of named) {
        const listed = await openableRecords(context, await registry.viewer(username))
        expect(listed.map(({ record }) => record.registerNumber)).not.toContain(fresh)
        expect(listed.map(({ record }) => record.registerNumber)).not.toContain(assessed)
      }
    },
  )

  /** With all handlers named the head handles, and whoever reviews in his place assigns. */
  const assigning = (row: string): readonly string[] => [row.charAt(2) === '1' ? 'fanghong' : 'luzheng']
})
