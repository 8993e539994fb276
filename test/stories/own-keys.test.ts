/** A person replaces the own keys, or a lost authenticator: nothing is lost, and the old keys open nothing any more (R42). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginActivation, finishActivation } from '../../src/app/accounts/activation.ts'
import { releaseAuthenticator } from '../../src/app/accounts/administration.ts'
import { resolveSession } from '../../src/app/accounts/sessions.ts'
import { signIn } from '../../src/app/accounts/sign-in.ts'
import { parseTotpSecret, totpCode } from '../../src/app/accounts/totp.ts'
import { checkRegistry } from '../../src/app/check/check-registry.ts'
import { draftsOf, startDraft } from '../../src/app/drafts.ts'
import { receiveRecord } from '../../src/app/inquiries/handling.ts'
import { openableRecords } from '../../src/app/inquiries/listing.ts'
import { openRecord } from '../../src/app/inquiries/opening.ts'
import { confirmReader } from '../../src/app/people/confirming.ts'
import { organisationInForce } from '../../src/app/people/organisation-in-force.ts'
import { outstandingGrants } from '../../src/app/people/regranting.ts'
import { rotateOwnKeys } from '../../src/app/people/rotating.ts'
import { readingPair } from '../../src/vault/account-keys.ts'
import { openGrantWith } from '../../src/vault/grants.ts'
import { engines } from '../support/engines.ts'
import { aSmallBureau } from '../support/bureau.ts'
import { type TestRegistry, aRegistry, accepted } from '../support/registry.ts'
import { headOfLists } from '../support/remembered.ts'
import { registered } from '../support/story.ts'
import { testVkeys } from '../support/trail-work.ts'

describe.each(engines)('own keys, $name', (engine) => {
  let registry: TestRegistry
  beforeAll(async () => {
    registry = await aRegistry({
      engine,
      people: aSmallBureau(),
    })
  })
  afterAll(() => registry.close())

  const allSlots = (): Promise<{ slot: Uint8Array }[]> => registry.context.store.slotsAfter(0, 10_000)

  it('R42: after a rotation the old secret opens no slot, and its holder everything as before', async () => {
    const { context } = registry
    const number = await registered(registry, await registry.viewer('songyilin'))
    const old = await registry.viewer('gaoming')
    accepted(await receiveRecord(context, old, number, {}, 'rotate-1'))
    const draft = accepted(await startDraft(context, old))
    const { password } = registry.account('gaoming')
    expect(await rotateOwnKeys(context, old, 'not the password')).toMatchObject({
      refusal: { code: 'currentPasswordWrong' },
    })
    accepted(await rotateOwnKeys(context, old, password))

    // The whole database, and the old secret.
    const pair = readingPair(old.secret)
    expect((await allSlots()).filter(({ slot }) => openGrantWith(slot, pair))).toEqual([])
    expect(await headOfLists(context, old.secret)).toBeNull()
    expect(await context.store.session(old.sessionIdHash)).toBeNull()

    const viewer = await registry.viewer('gaoming')
    expect(viewer.secret).not.toEqual(old.secret)
    const opened = await openRecord(context, viewer, number)
    // The event that the old key signed is still his.
    expect(opened?.record.handler?.personId).toBe(viewer.personId)
    expect((await openableRecords(context, viewer)).map(({ record }) => record.registerNumber)).toContain(number)
    expect((await draftsOf(context, viewer)).map(({ id }) => id)).toEqual([draft.id])
    // Still confirmed, and nobody has to give anything again.
    expect(await outstandingGrants(context, await registry.viewer('tangke'))).toEqual([])
    const next = await registered(registry, await registry.viewer('songyilin'))
    expect(await openRecord(context, await registry.viewer('gaoming'), next)).not.toBeNull()
  })

  it('R42: a second rotation goes on from the first, a recorder keeps the own records, and the registry is whole', async () => {
    const { context } = registry
    for (const username of ['gaoming', 'songyilin']) {
      const { password } = registry.account(username)
      accepted(await rotateOwnKeys(context, await registry.viewer(username), password))
    }
    const recorder = await registry.viewer('songyilin')
    const own = await openableRecords(context, recorder)
    expect(own.map(({ standing }) => standing)).toEqual(['recorder', 'recorder'])
    const { accounts } = await organisationInForce(context)
    const handler = accounts.find(({ id }) => id === registry.account('gaoming').accountId)
    expect(handler?.earlierSigningKeys).toHaveLength(2)
    expect(handler?.confirmedRoles).toEqual(['disciplineHandler'])
    expect(await checkRegistry(context, { vkeys: testVkeys })).toMatchObject({ ok: true })
  })

  it('R42: keys that somebody else writes into the trail as rotated count for nothing', async () => {
    const { context } = registry
    const { accountId } = registry.account('gaoming')
    const before = (await organisationInForce(context)).accounts.find(({ id }) => id === accountId)
    const other = before?.readingKey ?? new Uint8Array()
    const forged = { readingKey: Buffer.from(other).toString('base64'), signingKey: 'AAAA', signature: 'AAAA' }
    await context.store.appendSecurityEvent({ type: 'keysRotated', at: context.now(), accountId, data: forged })
    expect((await organisationInForce(context)).accounts.find(({ id }) => id === accountId)).toEqual(before)
    expect((await confirmReader(context, await registry.viewer('tangke'), accountId, '')).ok).toBe(false)
  })

  it('a lost authenticator is replaced with a code and the password; grants stay, and the code alone opens nothing', async () => {
    const { context, clock } = registry
    const username = 'gaoming'
    const { accountId, password } = registry.account(username)
    const before = await registry.viewer(username)
    const admin = await registry.viewer('securityadmin')
    const { activationCode } = accepted(await releaseAuthenticator(context, admin, accountId))
    const begun = accepted(await beginActivation(context, { username, activationCode }))
    expect(begun.keepsPassword).toBe(true)
    const totp = parseTotpSecret(begun.secret) ?? new Uint8Array()
    const form = { username, activationCode, totpSecret: begun.secret, totpCode: totpCode(totp, clock.now()) }
    const wrong = { password: 'a quiet morning', passwordAgain: 'a quiet morning' }
    expect(await finishActivation(context, { ...form, ...wrong })).toMatchObject({
      refusal: { code: 'currentPasswordWrong' },
    })
    accepted(await finishActivation(context, { ...form, password, passwordAgain: password }))
    expect(await context.store.session(before.sessionIdHash)).toBeNull()
    expect((await signIn(context, { username, password, code: registry.nextCode(username) })).ok).toBe(false)
    clock.advance({ seconds: 30 })
    const code = totpCode(totp, clock.now())
    const { cookie } = accepted(await signIn(context, { username, password, code }))
    const viewer = await resolveSession(context, cookie)
    expect(viewer?.secret).toEqual(before.secret)
    expect((await context.store.account(accountId))?.activationHash).toBeNull()
    expect(await beginActivation(context, { username, activationCode })).toMatchObject({ ok: false })
  })
})
