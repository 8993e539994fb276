/**
 * The edge cases 1 to 9 of the requirements, one story each, through the door and on both engines. What each of them touches in depth is in routes,
 * named-later, transfer, administrators, regrants and set-up stories; here each is told once from its beginning to its end.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../src/app/context.ts'
import { setRoles } from '../../src/app/accounts/administration.ts'
import * as handling from '../../src/app/inquiries/handling.ts'
import { tasksOf } from '../../src/app/inquiries/listing.ts'
import { nameFound, namingView } from '../../src/app/inquiries/naming.ts'
import { openRecord } from '../../src/app/inquiries/opening.ts'
import { askForPermit, ownPermits } from '../../src/app/inquiries/permit-requests.ts'
import { approvePermit, permitTasksOf } from '../../src/app/inquiries/permits.ts'
import { confirmReader, ownFingerprint } from '../../src/app/people/confirming.ts'
import { giveBatch } from '../../src/app/people/regranting.ts'
import { openActivity } from '../../src/app/people/sealed-activity.ts'
import type { PersonReference } from '../../src/domain/inquiry-record/content.ts'
import type { Role } from '../../src/domain/organisation/types.ts'
import { addDays, dayOf, day } from '../../src/kit/calendar.ts'
import { engines } from '../support/engines.ts'
import {
  type TestPerson,
  aDisciplineHandler,
  aDisciplineHead,
  aDisciplineLead,
  accepted,
  anAdministrator,
  anOfficer,
} from '../support/registry.ts'
import { type ServedRegistry, aServedRegistry } from '../support/served-registry.ts'
import { askedBy, implicating, registered, sayPurpose, type TypedFields } from '../support/story.ts'

const NO_SUCH_NUMBER = '2026-AAAAAA'
const aSecretary: TestPerson = {
  username: 'fanghong',
  name: '方泓',
  roles: ['partyGroupSecretary', 'leadingPartyGroup'],
  unit: '局领导班子',
  leadingCadre: true,
}
const aMember: TestPerson = { ...aSecretary, username: 'jiyun', name: '季云', roles: ['leadingPartyGroup'] }

const assessment = { to: 'generalInquiry', reason: '一般询问', redLinesCrossed: [], duty: '', procedure: '' } as const

/** A page without what differs from one answer to the next: the address asked for, tokens and the number of the request. */
const bare = (body: string, number: string): string =>
  body
    .replaceAll(number, '')
    .replaceAll(/value="[^"]*"/g, '')
    .replaceAll(/[0-9a-f]{12}/g, '')

describe.each(engines.filter(({ available }) => available))('edge cases on $name', (engine) => {
  let registry: ServedRegistry
  let context: ServedRegistry['context']
  beforeAll(async () => {
    registry = await aServedRegistry({
      engine,
      people: [
        anOfficer('songyilin', '宋怡林'),
        anOfficer('hefei', '何飞', { unitHead: true, roles: ['enforcementOfficer', 'handlingUnitHead'] }),
        anOfficer('heming', '何铭', { unit: '河西中队' }),
        aDisciplineHandler(),
        aDisciplineHandler('wenjing', '文静'),
        aDisciplineHead(),
        aDisciplineLead(),
        aSecretary,
        aMember,
        anAdministrator('systemAdmin'),
        anAdministrator('securityAdmin'),
        anAdministrator('auditAdmin'),
        { ...anAdministrator('auditAdmin'), username: 'secondaudit', name: '备用审计' },
      ],
    })
    context = registry.context
  })
  afterAll(() => registry.close())

  let steps = 0
  const key = (): string => `edge-case-${(steps += 1)}`
  const viewer = (username: string): Promise<Viewer> => registry.viewer(username)
  const aRecord = async (fields: TypedFields = {}, by = 'songyilin'): Promise<string> =>
    registered(registry, await viewer(by), fields)
  const opens = async (username: string, number: string) => openRecord(context, await viewer(username), number)
  const found = (username: string): { readonly person: PersonReference; readonly reason: string } => {
    const { personId, name } = registry.account(username)
    return { person: { kind: 'internal', personId, name, unit: '', post: '' }, reason: '通话记录显示由其转达' }
  }
  const rolesOf = async (username: string, roles: readonly Role[]): Promise<void> => {
    accepted(await setRoles(context, await viewer('securityadmin'), registry.account(username).accountId, roles))
  }
  const withTask = async (number: string, usernames: readonly string[]): Promise<readonly string[]> => {
    const holders: string[] = []
    for (const username of usernames)
      if ((await tasksOf(context, await viewer(username))).some(({ record }) => record.registerNumber === number))
        holders.push(username)
    return holders
  }
  const office = ['gaoming', 'wenjing', 'tangke', 'luzheng', 'fanghong']

  /** No page, list, count, search hit, task, or answer to a request differs from what somebody sees who made the number up. */
  async function seesNothing(username: string, number: string): Promise<void> {
    const browser = await registry.signIn(username)
    for (const rest of ['', '/form.pdf', '/named', '/transfer', '/receive']) {
      const [answer, nothing] = [
        await browser.get(`/records/${number}${rest}`),
        await browser.get(`/records/${NO_SUCH_NUMBER}${rest}`),
      ]
      expect([username, rest, answer.statusCode]).toEqual([username, rest, nothing.statusCode])
      expect(bare(answer.body, number)).toBe(bare(nothing.body, NO_SUCH_NUMBER))
    }
    for (const path of ['/home', '/records', `/records?q=${number}`]) {
      const page = await browser.get(path)
      expect(page.body.replace(`value="${number}"`, ''), `${username} ${path}`).not.toContain(number)
    }
  }

  describe.each([
    { who: 'the discipline lead', named: ['luzheng'], opens: ['gaoming', 'tangke'], signs: 'fanghong' },
    { who: 'the discipline office head', named: ['tangke'], opens: ['gaoming', 'wenjing'], signs: 'luzheng' },
    { who: 'the handler', named: ['gaoming'], opens: ['wenjing', 'tangke'], signs: 'luzheng' },
    { who: 'the Party secretary', named: ['fanghong'], opens: ['gaoming', 'tangke'], signs: 'luzheng' },
    { who: 'lead and head', named: ['luzheng', 'tangke'], opens: ['gaoming', 'wenjing'], signs: 'fanghong' },
  ])('edge case 1: the inquirer is $who', ({ named, opens: able, signs }) => {
    it('R42, R43: edge case 1: others carry it to the signature, and whoever is named sees nothing of it', async () => {
      const [inquirer = '', ...others] = named
      const fields = {
        ...askedBy(registry.account(inquirer)),
        ...implicating(others.map((each) => registry.account(each))),
      }
      const number = await aRecord(fields)
      for (const username of named) await seesNothing(username, number)
      for (const username of able) expect(await opens(username, number), username).not.toBeNull()
      const handler = able.find((username) => username !== 'tangke') ?? ''
      accepted(await handling.receiveRecord(context, await viewer(handler), number, {}, key()))
      accepted(await handling.assessClass(context, await viewer(handler), number, assessment, key()))
      expect(await withTask(number, office)).toEqual([signs])
      const opinion = { opinion: '同意', signature: { kind: 'typed' } as const }
      const alternate = signs === 'luzheng' ? {} : { capacity: '局党组书记', recusalReason: '分管领导涉及' }
      accepted(
        await handling.signOpinion(
          context,
          await viewer(signs),
          number,
          { ...opinion, capacity: '', recusalReason: '', ...alternate },
          key(),
        ),
      )
      for (const username of named) await seesNothing(username, number)
    })
  })

  it.each([
    ['lead and secretary', ['luzheng', 'fanghong']],
    ['all of them', ['gaoming', 'wenjing', 'tangke', 'luzheng']],
  ])('R43, R44: edge case 1: with %s named only the recorder is left, to send it up', async (_, named) => {
    const [inquirer = '', ...others] = named
    const number = await aRecord({
      ...askedBy(registry.account(inquirer)),
      ...implicating(others.map((each) => registry.account(each))),
    })
    expect(await withTask(number, [...office, 'songyilin'])).toEqual(['songyilin'])
    for (const username of office) await seesNothing(username, number)
    const page = await (await registry.signIn('songyilin')).get(`/records/${number}`)
    expect(page.body).toContain(`/records/${number}/transfer`)
  })

  it('R42: edge case 2: a Party group member who is the inquirer is told of it by nothing that the register gives out', async () => {
    const number = await aRecord(askedBy(registry.account('jiyun')))
    await seesNothing('jiyun', number)
    const asked = { number, reason: '准备年度汇总', purpose: '准备会议', wantedUntil: addDays(dayOf(context.now()), 3) }
    for (const wanted of [number, NO_SUCH_NUMBER])
      accepted(
        await askForPermit(context, await viewer('jiyun'), { ...asked, number: wanted, wantsEvidence: false }, key()),
      )
    // Nobody is offered to answer him, and both requests stay as they are.
    const head = await viewer('tangke')
    expect(await permitTasksOf(context, head)).toEqual([])
    const permitId = (await openRecord(context, head, number))?.record.permits[0]?.id ?? ''
    const input = { permitId, untilDay: addDays(dayOf(context.now()), 2), withEvidence: false }
    expect(await approvePermit(context, head, number, input, key())).toMatchObject({ refusal: { code: 'askerNamed' } })
    expect((await ownPermits(context, await viewer('jiyun'))).map(({ state }) => state)).toEqual(['waiting', 'waiting'])
    await seesNothing('jiyun', number)
  })

  it('R42: edge case 3: known only after he handled it: cut off at once, his past views stand for the superior', async () => {
    const number = await aRecord()
    const handler = await registry.signIn('gaoming')
    await sayPurpose(handler, number)
    expect((await handler.get(`/records/${number}`)).statusCode).toBe(200)
    accepted(await handling.receiveRecord(context, await viewer('gaoming'), number, {}, key()))
    const open = await registry.signIn('gaoming')
    accepted(
      await nameFound(context, await viewer('tangke'), number, { ...found('gaoming'), as: 'intermediary' }, key()),
    )
    expect((await open.get(`/records/${number}`)).statusCode).toBe(404)
    await seesNothing('gaoming', number)
    const head = await registry.signIn('tangke')
    await sayPurpose(head, number)
    const list = await head.get(`/records/${number}/past-views`)
    expect(list.body).toContain('高茗')
    expect(list.body).toContain('查看')
  })

  it('R42, R87: edge case 4: the named system administrator has no content, and leaves audit and operation to another', async () => {
    const number = await aRecord(implicating([registry.account('systemadmin'), registry.account('auditadmin')]))
    for (const username of ['systemadmin', 'auditadmin']) {
      const browser = await registry.signIn(username)
      expect((await browser.get(`/records/${number}`)).statusCode).toBe(404)
      expect((await browser.get('/records')).statusCode).toBe(404)
    }
    const head = await registry.signIn('tangke')
    for (const username of ['systemadmin', 'auditadmin']) {
      const { accountId } = registry.account(username)
      expect((await head.post('/readers/set-aside', { accountId, replaced: 'yes' })).statusCode).toBe(303)
    }
    const operator = await registry.signIn('systemadmin')
    expect((await operator.get('/admin/system')).statusCode).toBe(404)
    // What readers do from now on is sealed past the one who is set aside.
    await viewer('gaoming')
    const [newest] = await context.store.securityEvents(null, 1)
    const [aside, other] = [await viewer('auditadmin'), await viewer('secondaudit')]
    expect(newest && openActivity(newest, aside.secret)).toBeNull()
    expect(newest && openActivity(newest, other.secret)).toMatchObject({ type: 'signedIn' })
    for (const username of ['systemadmin', 'auditadmin'])
      await (await registry.signIn('tangke')).post(`/readers/${registry.account(username).accountId}/return`, {})
  })

  it('R42: edge case 5: a recorder who joins the discipline office reads what is others’, and decides nothing on what is his', async () => {
    const [own, other, naming] = [
      await aRecord({}, 'heming'),
      await aRecord(),
      await aRecord(askedBy(registry.account('heming'))),
    ]
    await rolesOf('heming', ['enforcementOfficer', 'disciplineHandler'])
    const joined = await viewer('heming')
    expect(await openRecord(context, joined, other)).toBeNull()
    accepted(await confirmReader(context, await viewer('tangke'), joined.accountId, ownFingerprint(joined)))
    await giveBatch(context, await viewer('tangke'), 100)
    const again = await viewer('heming')
    expect((await openRecord(context, again, other))?.standing).toBe('receiving')
    expect((await openRecord(context, again, own))?.standing).toBe('recorder')
    expect(await handling.receiveRecord(context, again, own, {}, key())).toMatchObject({
      refusal: { code: 'recorderCannotDecide' },
    })
    await seesNothing('heming', naming)
    await rolesOf('heming', ['enforcementOfficer'])
  })

  it('R42: edge case 5: a recorder who comes under the inquirer keeps the record, and the office is warned', async () => {
    const number = await aRecord(askedBy(registry.account('hefei')), 'heming')
    const seen = async () => {
      const opened = await opens('tangke', number)
      return opened && namingView(opened, dayOf(context.now()))?.aboveRecorder
    }
    expect(await seen()).toEqual([])
    const { personId } = registry.account('heming')
    const post = { title: '副中队长', leadingCadre: false, unitHead: false, from: day('2020-01-01'), to: null }
    await context.store.savePosts([{ id: 'promoted', personId, unitId: 'u-hedong' as never, ...post }])
    expect(await seen()).toEqual(['何飞'])
    expect((await opens('heming', number))?.standing).toBe('recorder')
    await seesNothing('hefei', number)
  })

  it('R42: edge case 6: a recorder who names himself is accepted, keeps what a recorder may do, and nothing else', async () => {
    const number = await aRecord(askedBy(registry.account('wenjing')), 'wenjing')
    const own = await viewer('wenjing')
    expect((await openRecord(context, own, number))?.standing).toBe('recorder')
    expect(await handling.receiveRecord(context, own, number, {}, key())).toMatchObject({
      refusal: { code: 'notFound' },
    })
    const supplement = { text: '补充说明', evidence: [], named: [] }
    accepted(await handling.addSupplement(context, await viewer('wenjing'), number, supplement, key()))
    expect(await withTask(number, office)).toEqual(['gaoming'])
    accepted(await handling.receiveRecord(context, await viewer('gaoming'), number, {}, key()))
  })

  it('R30: edge case 7: a letter without a person, signed by an organ outside, may be lawful assistance when it says on what', async () => {
    const letter: TypedFields = {
      inquirerKind: 'organisation',
      inquirerName: '',
      inquirerDescription: '某街道办事处来函',
      hasLetter: 'yes',
      letterOrgan: '某街道办事处',
      letterDocumentNumber: '函〔2026〕3号',
      letterDemandText: '请协助提供案件进展',
      letterNoScanReason: '原件已退回',
      redLineEvidenceAdmission: 'no',
      redLineFactFinding: 'no',
      redLineSpecificAct: 'no',
    }
    const number = await aRecord(letter)
    expect((await opens('gaoming', number))?.record.named).toEqual([])
    const handler = await viewer('gaoming')
    accepted(await handling.receiveRecord(context, handler, number, {}, key()))
    const lawful = { ...assessment, to: 'lawfulSupervision' } as const
    expect(await handling.assessClass(context, handler, number, lawful, key())).toMatchObject({
      refusal: { code: 'lawfulSupervisionUnproven', missing: ['duty', 'procedure'] },
    })
    const proven = { ...lawful, duty: '依法协助', procedure: '协助函，函〔2026〕3号' }
    accepted(await handling.assessClass(context, handler, number, proven, key()))

    // The letter of somebody of the bureau names him; one that decides on the facts is no assistance.
    const ordered = await aRecord({ ...letter, letterSignatory: '副局长 陆峥', redLineFactFinding: 'yes' })
    await seesNothing('luzheng', ordered)
    accepted(await handling.receiveRecord(context, await viewer('gaoming'), ordered, {}, key()))
    expect(await handling.assessClass(context, await viewer('gaoming'), ordered, proven, key())).toMatchObject({
      refusal: { code: 'redLineCrossed', redLines: ['factFinding'] },
    })
  })

  it('R31: edge case 8: a relative uses the leader’s name: he is named at once, and what he knew is found later', async () => {
    const { personId, name } = registry.account('luzheng')
    const relative: TypedFields = {
      inquirerKind: 'relative',
      inquirerName: '路人甲',
      claimedIdentity: '自称陆副局长的亲属',
      hasPrincipal: 'yes',
      principalPersonId: personId,
      principalName: name,
      principalRelation: '亲属',
      principalKnowledge: 'unknown',
    }
    const number = await aRecord(relative)
    // Whether he knew is unknown; that his name was used is enough to keep him out, and the secretary signs in his place.
    await seesNothing('luzheng', number)
    const handler = await viewer('gaoming')
    accepted(await handling.receiveRecord(context, handler, number, {}, key()))
    const knowledge = async (): Promise<readonly unknown[]> => {
      const opened = await opens('tangke', number)
      const view = opened && namingView(opened, dayOf(context.now()))
      return view?.persons.map((person) => [person.name, person.knowledge]) ?? []
    }
    expect(await knowledge()).toEqual([['陆峥', 'unknown']])

    const head = await registry.signIn('tangke')
    await sayPurpose(head, number)
    const page = await head.get(`/records/${number}/named`)
    const idempotencyKey = /name="idempotencyKey" value="([^"]*)"/.exec(page.body)?.[1] ?? ''
    const form = { personPersonId: personId, personName: name, as: 'principal', knowledge: 'connived' }
    const done = await head.post(`/records/${number}/named`, {
      ...form,
      reason: '本人短信：你去说一下',
      idempotencyKey,
    })
    expect(done.statusCode, done.body).toBe(303)
    expect(await knowledge()).toEqual([['陆峥', 'connived']])
    expect((await (await registry.signIn('tangke')).get(`/records/${number}/named`)).body).toContain('知情情况：纵容')
    // What the recorder wrote stays as it was registered.
    const record = (await opens('gaoming', number))?.record
    expect(record?.content.principal?.knowledge).toBe('unknown')
    await seesNothing('luzheng', number)
    accepted(await handling.assessClass(context, await viewer('gaoming'), number, assessment, key()))
    expect(await withTask(number, office)).toEqual(['fanghong'])
  })

  it('R32: edge case 9: the unit head who passed the pressure on, heads the officer and approves the case, finds no trace', async () => {
    const number = await aRecord({
      inquirerKind: 'outsideLeader',
      inquirerName: '外单位某领导',
      handlingUnit: '河东中队',
      pressureThroughUnitHead: 'yes',
    })
    const record = (await opens('tangke', number))?.record
    // Nobody wrote his name: he heads the handling unit, and that is enough.
    expect(record?.named).toEqual([registry.account('hefei').personId])
    await seesNothing('hefei', number)
    accepted(await handling.receiveRecord(context, await viewer('gaoming'), number, {}, key()))
    accepted(await nameFound(context, await viewer('tangke'), number, { ...found('hefei'), as: 'approver' }, key()))
    const opened = await opens('tangke', number)
    expect(opened && namingView(opened, dayOf(context.now()))).toMatchObject({
      aboveRecorder: ['何飞'],
      persons: [{ name: '何飞', as: ['approver'], by: 'registration' }],
    })
    accepted(await handling.assessClass(context, await viewer('gaoming'), number, assessment, key()))
    expect(await withTask(number, [...office, 'hefei'])).toEqual(['luzheng'])
    await seesNothing('hefei', number)
  })
})
