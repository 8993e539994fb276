/**
 * Nobody becomes a reader by the security administrator's word alone: a colleague confirms the very keys that the holder made, and whatever the
 * database says beside the trail counts for nothing (R42, R87, edge case 5).
 */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createAccount,
  resetAccount,
  setRoles,
  suspendAccount,
  reactivateAccount,
} from '../../src/app/accounts/administration.ts'
import type { Viewer } from '../../src/app/context.ts'
import { openableRecords } from '../../src/app/inquiries/listing.ts'
import { openRecord } from '../../src/app/inquiries/opening.ts'
import { adoptAccounts } from '../../src/app/people/adopting.ts'
import { confirmReader, confirmWithRecoveryKey, readersKnownTo } from '../../src/app/people/confirming.ts'
import { fingerprintOf, keyTexts } from '../../src/app/people/key-statements.ts'
import { organisationInForce } from '../../src/app/people/organisation-in-force.ts'
import type { AccountId, Role } from '../../src/domain/organisation/types.ts'
import { accountPublic, newAccountSecret } from '../../src/vault/account-keys.ts'
import { engines } from '../support/engines.ts'
import { aSmallBureau } from '../support/bureau.ts'
import { type TestRegistry, aRegistry, accepted, anAdministrator, anOfficer } from '../support/registry.ts'
import { registered } from '../support/story.ts'

describe.each(engines)('confirming readers, $name', (engine) => {
  let registry: TestRegistry
  beforeAll(async () => {
    registry = await aRegistry({
      engine,
      people: aSmallBureau(anOfficer('heming', '何铭')),
    })
  })
  afterAll(() => registry.close())

  const admin = (): Promise<Viewer> => registry.viewer('securityadmin')
  const fingerprint = (secret: Viewer['secret']): string => fingerprintOf(keyTexts(accountPublic(secret)))
  const confirmedRoles = async (accountId: AccountId): Promise<readonly Role[]> =>
    (await organisationInForce(registry.context)).accounts.find(({ id }) => id === accountId)?.confirmedRoles ?? []
  const eventsOf = async (type: string) =>
    (await registry.context.store.securityEvents(null, 200)).filter((event) => event.type === type)

  it('R42, R87: an account that the security administrator makes a reader reads nothing until a colleague confirms its keys', async () => {
    const { context } = registry
    const { accountId } = registry.account('heming')
    accepted(await setRoles(context, await admin(), accountId, ['enforcementOfficer', 'disciplineHandler']))
    const first = await registered(registry, await registry.viewer('songyilin'))
    const accomplice = await registry.viewer('heming')
    expect(await openRecord(context, accomplice, first)).toBeNull()
    expect(await openableRecords(context, accomplice)).toEqual([])

    // Nobody confirms himself, and neither does an administrator.
    const shown = fingerprint(accomplice.secret)
    expect((await confirmReader(context, accomplice, accountId, shown)).ok).toBe(false)
    expect((await confirmReader(context, await admin(), accountId, shown)).ok).toBe(false)
    expect(await readersKnownTo(context, accomplice)).toBeNull()

    const colleague = await registry.viewer('tangke')
    const line = (await readersKnownTo(context, colleague))?.find((reader) => reader.accountId === accountId)
    expect(line).toMatchObject({ name: '何铭', waiting: ['disciplineHandler'], fingerprint: shown, mayConfirm: true })
    expect(await confirmReader(context, colleague, accountId, `${shown}0`)).toEqual({
      ok: false,
      refusal: { code: 'fingerprintDiffers' },
    })
    accepted(await confirmReader(context, colleague, accountId, shown))
    const second = await registered(registry, await registry.viewer('songyilin'))
    expect(await openRecord(context, await registry.viewer('heming'), second)).not.toBeNull()
    expect((await eventsOf('readerConfirmed'))[0]).toMatchObject({
      accountId,
      data: { by: colleague.accountId, roles: ['disciplineHandler'] },
    })
  })

  it('R42: the lead confirms only when the discipline office has nobody who can', async () => {
    const { context } = registry
    const { accountId, personId } = registry.account('heming')
    const lead = await registry.viewer('luzheng')
    accepted(await setRoles(context, await admin(), accountId, ['enforcementOfficer']))
    accepted(await setRoles(context, await admin(), accountId, ['disciplineHandler']))
    const shown = fingerprint((await registry.viewer('heming')).secret)
    expect((await confirmReader(context, lead, accountId, shown)).ok).toBe(false)

    const head = registry.account('tangke').accountId
    const handler = registry.account('gaoming').accountId
    for (const id of [head, handler]) accepted(await suspendAccount(context, await admin(), id))
    accepted(await confirmReader(context, lead, accountId, shown))
    expect(await confirmedRoles(accountId)).toEqual(['disciplineHandler'])
    // Who was away comes back unconfirmed: a suspension ends what was said about the keys.
    for (const id of [head, handler]) {
      accepted(await reactivateAccount(context, await admin(), id))
      expect(await confirmedRoles(id)).toEqual([])
      const account = (await organisationInForce(context)).accounts.find((each) => each.id === id)
      const { readingKey, signingKey } = account ?? {}
      if (!readingKey || !signingKey) throw new Error('the account has keys')
      const confirmer = await registry.viewer('heming')
      expect(confirmer.personId).toBe(personId)
      accepted(await confirmReader(context, confirmer, id, fingerprintOf(keyTexts({ readingKey, signingKey }))))
    }
  })

  it('R42: a role that is taken and given again must be confirmed again', async () => {
    const { context } = registry
    const { accountId } = registry.account('heming')
    accepted(await setRoles(context, await admin(), accountId, ['enforcementOfficer']))
    expect(await confirmedRoles(accountId)).toEqual([])
    accepted(await setRoles(context, await admin(), accountId, ['enforcementOfficer', 'disciplineHandler']))
    expect(await confirmedRoles(accountId)).toEqual([])
  })

  it('R42: keys or roles that somebody writes into the database receive nothing', async () => {
    const { context } = registry
    const { accountId } = registry.account('gaoming')
    const row = await context.store.account(accountId)
    const swapped = accountPublic(newAccountSecret())
    await context.store.changeAccount(accountId, swapped)
    expect(await confirmedRoles(accountId)).toEqual([])
    const number = await registered(registry, await registry.viewer('songyilin'))
    await context.store.changeAccount(accountId, {
      readingKey: row?.readingKey ?? null,
      signingKey: row?.signingKey ?? null,
    })
    expect(await confirmedRoles(accountId)).toEqual(['disciplineHandler'])
    expect(await openRecord(context, await registry.viewer('gaoming'), number)).toBeNull()

    const officer = registry.account('songyilin')
    await context.store.changeAccount(officer.accountId, { roles: ['enforcementOfficer', 'disciplineLead'] })
    expect(await confirmedRoles(officer.accountId)).toEqual([])
    await context.store.changeAccount(officer.accountId, { roles: ['enforcementOfficer'] })
  })

  it('R87: who made the account at set-up is confirmed with the first activation, and with no later one', async () => {
    const { context } = registry
    const person = { name: '方舟', staffNumber: 'Q-77', post: null }
    const made = accepted(
      await createAccount(context, 'setUp', { username: 'fangzhou', roles: ['disciplineHandler'], person }),
    )
    const rows = (await context.store.accountEvents(-1)).filter((event) => event.accountId === made.accountId)
    expect(rows).toMatchObject([{ type: 'accountCreated', data: { by: 'setUp' } }])
    const { accountId } = registry.account('gaoming')
    accepted(await resetAccount(context, await admin(), accountId))
    expect(await confirmedRoles(accountId)).toEqual([])
    expect(await context.store.account(accountId)).toMatchObject({ status: 'awaitingActivation', readingKey: null })
  })

  it('R87: two recovery sheets confirm when nobody else can, and another key does not', async () => {
    const { accountId } = registry.account('heming')
    const recovery = newAccountSecret()
    const context = { ...registry.context, recoverySigningKey: accountPublic(recovery).signingKey }
    accepted(await confirmWithRecoveryKey(context, newAccountSecret(), accountId))
    const inForce = async () => (await organisationInForce(context)).accounts.find(({ id }) => id === accountId)
    expect((await inForce())?.confirmedRoles).toEqual([])
    accepted(await confirmWithRecoveryKey(context, recovery, accountId))
    expect((await inForce())?.confirmedRoles).toEqual(['disciplineHandler'])
    expect(await confirmWithRecoveryKey(context, recovery, accountId)).toMatchObject({ refusal: { code: 'notFound' } })
  })

  it('R42: nothing is adopted in a register whose trail knows keys', async () => {
    expect(await adoptAccounts(registry.context)).toBe(0)
  })

  it('R42: a register of 0.1.0 takes over its accounts once, with an event, and notices a swap from then on', async () => {
    const older = await aRegistry({ engine, people: [anAdministrator('securityAdmin')] })
    try {
      const { store } = older.context
      // As 0.1.0 wrote it: no keys in the trail.
      const secret = newAccountSecret()
      const made = accepted(
        await createAccount(older.context, 'setUp', {
          username: 'laoren',
          roles: ['disciplineHandler'],
          person: { name: '劳仁', staffNumber: 'Q-1', post: null },
        }),
      )
      await store.changeAccount(made.accountId, {
        status: 'active',
        ...accountPublic(secret),
        sealedSecret: randomBytes(80),
      })
      await store.appendSecurityEvent({
        type: 'accountActivated',
        at: older.context.now(),
        accountId: made.accountId,
        data: {},
      })
      const asBefore = {
        ...older.context,
        store: {
          ...store,
          accountEvents: async (after: number) =>
            (await store.accountEvents(after)).map((event) =>
              event.type === 'accountActivated' ? { ...event, data: {} } : event,
            ),
        },
      }
      const roles = async () =>
        (await organisationInForce(asBefore)).accounts.find(({ id }) => id === made.accountId)?.confirmedRoles
      expect(await roles()).toEqual([])
      expect(await adoptAccounts(asBefore)).toBe(2)
      expect(await roles()).toEqual(['disciplineHandler'])
      expect(await adoptAccounts(asBefore)).toBe(0)
      await store.changeAccount(made.accountId, accountPublic(newAccountSecret()))
      expect(await roles()).toEqual([])
    } finally {
      await older.close()
    }
  })
})
