/**
 * People change while matters wait (R42, R43, edge case 5): somebody joins, leaves, is promoted into the route, begins anew. The route follows, grants
 * follow, nobody does it alone, and every step is an event. Grants themselves are in regrants.test.ts, one's own keys in own-keys.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginActivation, finishActivation } from '../../src/app/accounts/activation.ts'
import { reactivateAccount, resetAccount, setRoles, suspendAccount } from '../../src/app/accounts/administration.ts'
import { resolveSession } from '../../src/app/accounts/sessions.ts'
import { signIn } from '../../src/app/accounts/sign-in.ts'
import { parseTotpSecret, totpCode } from '../../src/app/accounts/totp.ts'
import { checkRegistry } from '../../src/app/check/check-registry.ts'
import type { Viewer } from '../../src/app/context.ts'
import * as handling from '../../src/app/inquiries/handling.ts'
import { openableMatters, tasksOf } from '../../src/app/inquiries/listing.ts'
import { openRecord, openStub } from '../../src/app/inquiries/opening.ts'
import { askForPermit } from '../../src/app/inquiries/permit-requests.ts'
import { approvePermit, permitTasksOf } from '../../src/app/inquiries/permits.ts'
import { handOnOwnStubs } from '../../src/app/inquiries/stub-grants.ts'
import { answerTransfer, proposeTransfer, sealTransfer } from '../../src/app/inquiries/transfer.ts'
import { confirmReader, ownFingerprint } from '../../src/app/people/confirming.ts'
import { giveBatch, outstandingGrants } from '../../src/app/people/regranting.ts'
import type { Role } from '../../src/domain/organisation/types.ts'
import { addDays, dayOf } from '../../src/kit/calendar.ts'
import { engines } from '../support/engines.ts'
import {
  type TestPerson,
  type TestRegistry,
  aDisciplineHandler,
  aDisciplineHead,
  aDisciplineLead,
  aRegistry,
  accepted,
  anAdministrator,
  anOfficer,
} from '../support/registry.ts'
import { askedBy, registered, type TypedFields } from '../support/story.ts'
import { aSuperior } from '../support/superior.ts'
import { testVkeys } from '../support/trail-work.ts'

const leaders = { unit: '局领导班子', leadingCadre: true } as const
const aSecretary: TestPerson = {
  username: 'fanghong',
  name: '方泓',
  roles: ['partyGroupSecretary', 'leadingPartyGroup'],
  ...leaders,
}
const aMember: TestPerson = { username: 'jiyun', name: '季云', roles: ['leadingPartyGroup'], ...leaders }
const assessment = { to: 'generalInquiry', reason: '一般询问', redLinesCrossed: [], duty: '', procedure: '' } as const

describe.each(engines.filter(({ available }) => available))('people who change, $name', (engine) => {
  let registry: TestRegistry
  let context: TestRegistry['context']
  beforeAll(async () => {
    registry = await aRegistry({
      engine,
      people: [
        anOfficer('songyilin', '宋怡林'),
        anOfficer('heming', '何铭'),
        anOfficer('xuning', '许宁'),
        aDisciplineHandler(),
        aDisciplineHandler('wenjing', '文静'),
        aDisciplineHead(),
        aDisciplineLead(),
        aSecretary,
        aMember,
        anAdministrator('securityAdmin'),
      ],
    })
    context = registry.context
    await aSuperior(registry)
  })
  afterAll(() => registry.close())

  let steps = 0
  const key = (): string => `people-${(steps += 1)}`
  const viewer = (username: string): Promise<Viewer> => registry.viewer(username)
  const idOf = (username: string) => registry.account(username).accountId
  const aRecord = async (by = 'songyilin', fields: TypedFields = {}): Promise<string> =>
    registered(registry, await viewer(by), fields)
  const become = async (username: string, roles: readonly Role[]): Promise<void> => {
    accepted(await setRoles(context, await viewer('securityadmin'), idOf(username), roles))
  }
  const confirmed = async (whom: Viewer, by = 'tangke'): Promise<void> => {
    accepted(await confirmReader(context, await viewer(by), whom.accountId, ownFingerprint(whom)))
  }
  const give = async (by = 'tangke'): Promise<void> => {
    while (((await giveBatch(context, await viewer(by), 25)) ?? 0) > 0);
  }
  const withTask = async (number: string, usernames: readonly string[]): Promise<readonly string[]> => {
    const holders: string[] = []
    for (const username of usernames)
      if ((await tasksOf(context, await viewer(username))).some(({ record }) => record.registerNumber === number))
        holders.push(username)
    return holders
  }
  const assessed = async (by = 'songyilin'): Promise<string> => {
    const number = await aRecord(by)
    accepted(await handling.receiveRecord(context, await viewer('gaoming'), number, {}, key()))
    accepted(await handling.assessClass(context, await viewer('gaoming'), number, assessment, key()))
    return number
  }

  it('R11, R43: a recorder who becomes the only leader does not sign on his own record; the secretary takes over, and gives back', async () => {
    const number = await assessed('heming')
    expect(await withTask(number, ['luzheng', 'fanghong'])).toEqual(['luzheng'])
    await become('luzheng', ['leadingPartyGroup'])
    await become('heming', ['enforcementOfficer', 'disciplineLead'])
    await confirmed(await viewer('heming'))
    expect(
      await handling.signOpinion(
        context,
        await viewer('heming'),
        number,
        { opinion: '同意', signature: { kind: 'typed' }, capacity: '', recusalReason: '' },
        key(),
      ),
    ).toMatchObject({ refusal: { code: 'recorderCannotDecide' } })
    await give()
    expect(await withTask(number, ['heming', 'luzheng', 'fanghong'])).toEqual(['fanghong'])
    const secretary = await openRecord(context, await viewer('fanghong'), number)
    expect(secretary).toMatchObject({ standing: 'signatory', identity: null })
    expect(secretary?.record.unfilledRoles).toEqual(['disciplineLead'])

    await become('heming', ['enforcementOfficer'])
    await become('luzheng', ['disciplineLead', 'leadingPartyGroup'])
    await confirmed(await viewer('luzheng'))
    // Not only by «give again»: whoever of the office looks at the record puts it right on the way.
    accepted(await handling.recordView(context, await viewer('gaoming'), number, { purpose: 'handling' }, key()))
    expect(await withTask(number, ['heming', 'luzheng', 'fanghong'])).toEqual(['luzheng'])
    expect(await openRecord(context, await viewer('fanghong'), number)).toBeNull()
  })

  it('R38, R43: what a handler leaves behind is the head’s to assign, once a colleague has put the grants right', async () => {
    const number = await aRecord()
    accepted(await handling.receiveRecord(context, await viewer('gaoming'), number, {}, key()))
    await become('gaoming', ['enforcementOfficer'])
    expect(await openRecord(context, await viewer('gaoming'), number)).toBeNull()
    await give()
    expect(await withTask(number, ['gaoming', 'wenjing', 'tangke'])).toEqual(['wenjing', 'tangke'])
    const assigned = { handlerId: registry.account('wenjing').personId }
    accepted(await handling.assignHandler(context, await viewer('tangke'), number, assigned, key()))
    expect(await withTask(number, ['wenjing', 'tangke'])).toEqual(['wenjing'])
    await become('gaoming', ['disciplineHandler'])
    await confirmed(await viewer('gaoming'))
    await give()
  })

  it('R42: somebody of the office gives again what he holds, though another handles it; a permit’s holder does not', async () => {
    const number = await aRecord()
    accepted(await handling.receiveRecord(context, await viewer('gaoming'), number, {}, key()))
    await become('xuning', ['enforcementOfficer', 'disciplineHandler'])
    await confirmed(await viewer('xuning'))
    const colleague = await viewer('wenjing')
    expect(await openRecord(context, colleague, number)).toBeNull()
    const outstanding = await outstandingGrants(context, colleague)
    expect(outstanding).toContainEqual({ number, lacking: ['许宁'], renews: false })
    await give('wenjing')
    expect(await outstandingGrants(context, await viewer('tangke'))).toEqual([])
    await become('xuning', ['enforcementOfficer'])
    await give()
    expect(await outstandingGrants(context, await viewer('xuning'))).toBeNull()
  })

  it('R37, R41: the secretary who reviews lets in by permit somebody who holds nothing yet, without learning who recorded', async () => {
    const number = await aRecord('songyilin', {
      ...askedBy(registry.account('luzheng')),
      implicated1PersonId: registry.account('tangke').personId,
      implicated1Name: '唐可',
      implicated1How: '转达了请托',
    })
    accepted(await handling.receiveRecord(context, await viewer('gaoming'), number, {}, key()))
    const today = dayOf(context.now())
    const asked = {
      number,
      reason: '专题会',
      purpose: '准备材料',
      wantedUntil: addDays(today, 3),
      wantsEvidence: false,
    }
    accepted(await askForPermit(context, await viewer('jiyun'), asked, key()))
    const secretary = await viewer('fanghong')
    const [task] = await permitTasksOf(context, secretary)
    expect(task?.record.registerNumber).toBe(number)
    const input = { permitId: task?.permit.id ?? '', untilDay: addDays(today, 2), withEvidence: false }
    accepted(await approvePermit(context, secretary, number, input, key()))
    const member = await openRecord(context, await viewer('jiyun'), number)
    expect(member).toMatchObject({ standing: 'permit', identity: null, keys: { identity: null } })
    expect((await openRecord(context, await viewer('gaoming'), number))?.record.granted).toHaveLength(4)
  })

  describe('a matter that was transferred', () => {
    let number = ''
    beforeAll(async () => {
      number = await aRecord('songyilin', askedBy(registry.account('heming')))
      accepted(await handling.receiveRecord(context, await viewer('gaoming'), number, {}, key()))
      accepted(await proposeTransfer(context, await viewer('tangke'), number, { reason: '涉及上级' }, key()))
      accepted(await answerTransfer(context, await viewer('luzheng'), number, { agreed: true, reason: '' }, key()))
      const { password } = registry.account('tangke')
      const input = { reason: '', password, vkey: testVkeys.register }
      accepted(await sealTransfer(context, await viewer('tangke'), number, input, key()))
    })

    const stubOf = async (username: string) => (await openStub(context, await viewer(username), number))?.stub ?? null
    const recorderLooks = async (): Promise<void> => {
      const recorder = await viewer('songyilin')
      await handOnOwnStubs(context, recorder, (await openableMatters(context, recorder)).stubs)
    }

    it('R44: a new handler sees the stub as those before him, the content is closed to all, and whoever was named gets nothing', async () => {
      for (const username of ['xuning', 'heming']) {
        await become(username, ['enforcementOfficer', 'disciplineHandler'])
        await confirmed(await viewer(username))
      }
      // A colleague cannot tell who was named, and gives it to nobody who came later.
      await give()
      expect(await stubOf('xuning')).toBeNull()
      await recorderLooks()
      await recorderLooks()
      expect(await stubOf('xuning')).toMatchObject({ status: 'transferred', registerNumber: number })
      expect(await stubOf('heming')).toBeNull()
      const opened = await openStub(context, await viewer('xuning'), number)
      expect(opened).toMatchObject({ recordedBy: null, keys: { identity: null } })
      expect(JSON.stringify(opened?.stub)).not.toContain(registry.account('heming').personId)
      expect(opened?.stub.granted.filter(({ accountId }) => accountId === idOf('xuning'))).toHaveLength(1)
      for (const username of ['songyilin', 'gaoming', 'tangke', 'luzheng', 'xuning'])
        expect(await openRecord(context, await viewer(username), number), username).toBeNull()
    })

    it('R44: whoever leaves the office does not see it any more; whoever begins anew gets it from a colleague', async () => {
      await become('xuning', ['enforcementOfficer'])
      expect(await stubOf('xuning')).toBeNull()
      expect((await openableMatters(context, await viewer('xuning'))).stubs).toEqual([])

      const anew = await begunAnew('wenjing')
      expect(await openStub(context, await anew(), number)).toBeNull()
      await confirmed(await anew())
      expect(await outstandingGrants(context, await viewer('tangke'))).toContainEqual({
        number,
        lacking: ['文静'],
        renews: false,
      })
      await give()
      expect((await openStub(context, await anew(), number))?.stub.registerNumber).toBe(number)
    })

    it('R26: the registry is whole, and each change of a person is an event that says by whom', async () => {
      const administrator = idOf('securityadmin')
      accepted(await suspendAccount(context, await viewer('securityadmin'), idOf('xuning')))
      accepted(await reactivateAccount(context, await viewer('securityadmin'), idOf('xuning')))
      const events = await context.store.securityEvents(null, 500)
      const by = (type: string): readonly unknown[] => [
        ...new Set(events.filter((event) => event.type === type).map(({ data }) => data.by)),
      ]
      for (const type of ['rolesChanged', 'accountReset', 'accountSuspended', 'accountReactivated'])
        expect(by(type), type).toEqual([administrator])
      // Never by the one who made the account, and never by its holder.
      expect(by('readerConfirmed')).toEqual([idOf('tangke')])
      expect(by('grantsRenewed')).toEqual(expect.arrayContaining([idOf('tangke'), idOf('wenjing')]))
      expect(await checkRegistry(context, { vkeys: testVkeys })).toMatchObject({ ok: true })
    })
  })

  /** Resets the account as its holder asked, and begins anew. */
  async function begunAnew(username: string): Promise<() => Promise<Viewer>> {
    const { activationCode } = accepted(await resetAccount(context, await viewer('securityadmin'), idOf(username)))
    const { secret } = accepted(await beginActivation(context, { username, activationCode }))
    const totp = parseTotpSecret(secret) ?? new Uint8Array()
    const password = 'a new morning by the lake'
    const form = { username, activationCode, password, passwordAgain: password, totpSecret: secret }
    accepted(await finishActivation(context, { ...form, totpCode: totpCode(totp, context.now()) }))
    return async () => {
      registry.clock.advance({ seconds: 30 })
      const code = totpCode(totp, context.now())
      const { cookie } = accepted(await signIn(context, { username, password, code }))
      const session = await resolveSession(context, cookie)
      if (!session) throw new Error('the session did not start')
      return session
    }
  }
})
