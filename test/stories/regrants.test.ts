/**
 * People change (R42, edge case 5): a new head, a recorder who joins the discipline office, a forgotten password, somebody who leaves. Grants are given
 * again from a colleague's session or with two recovery sheets, never by one person, and never to anybody named.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { finishActivation, beginActivation } from '../../src/app/accounts/activation.ts'
import { resetAccount, setRoles, suspendAccount } from '../../src/app/accounts/administration.ts'
import { signIn } from '../../src/app/accounts/sign-in.ts'
import { resolveSession } from '../../src/app/accounts/sessions.ts'
import { parseTotpSecret, totpCode } from '../../src/app/accounts/totp.ts'
import { checkRegistry } from '../../src/app/check/check-registry.ts'
import type { Viewer } from '../../src/app/context.ts'
import { openRecord } from '../../src/app/inquiries/opening.ts'
import { addSupplement, receiveRecord } from '../../src/app/inquiries/handling.ts'
import { confirmReader, confirmWithRecoveryKey, ownFingerprint } from '../../src/app/people/confirming.ts'
import { withSheets } from '../../src/app/people/recovery-sheets.ts'
import { giveBatch, giveGrantsAgain, giveWithRecoveryKey, outstandingGrants } from '../../src/app/people/regranting.ts'
import { makeRecoveryKey, recoveryPublic } from '../../src/app/recovery-files.ts'
import type { AccountId, Role } from '../../src/domain/organisation/types.ts'
import { readingPair } from '../../src/vault/account-keys.ts'
import { openGrantWith } from '../../src/vault/grants.ts'
import { engines } from '../support/engines.ts'
import { aSmallBureau } from '../support/bureau.ts'
import { type TestRegistry, aRegistry, accepted, anOfficer } from '../support/registry.ts'
import { askedBy, registered } from '../support/story.ts'
import { testVkeys } from '../support/trail-work.ts'

describe.each(engines)('grants given again, $name', (engine) => {
  let registry: TestRegistry
  let context: TestRegistry['context']
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-sheets-'))
  let sheets: readonly string[] = []
  beforeAll(async () => {
    registry = await aRegistry({
      engine,
      people: aSmallBureau(anOfficer('heming', '何铭')),
    })
    await makeRecoveryKey(folder, async (made) => void (sheets = made))
    const recovery = await recoveryPublic(folder)
    context = {
      ...registry.context,
      recoveryKey: recovery?.readingKey ?? null,
      recoverySigningKey: recovery?.signingKey ?? null,
    }
  })
  afterAll(async () => {
    await registry.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const idOf = (username: string): AccountId => registry.account(username).accountId
  const become = async (username: string, roles: readonly Role[]): Promise<void> => {
    accepted(await setRoles(context, await registry.viewer('securityadmin'), idOf(username), roles))
  }
  const confirm = async (by: string, whom: Viewer): Promise<void> => {
    accepted(await confirmReader(context, await registry.viewer(by), whom.accountId, ownFingerprint(whom)))
  }
  const register = (fields = {}): Promise<string> =>
    registry.viewer('songyilin').then((viewer) => registered({ ...registry, context }, viewer, fields))

  /** Resets the account as its holder asked, and begins anew. */
  async function begunAnew(username: string): Promise<{ viewer: () => Promise<Viewer> }> {
    const admin = await registry.viewer('securityadmin')
    const { activationCode } = accepted(await resetAccount(context, admin, idOf(username)))
    const { secret } = accepted(await beginActivation(context, { username, activationCode }))
    const totp = parseTotpSecret(secret) ?? new Uint8Array()
    const password = 'a new morning by the lake'
    const form = { username, activationCode, password, passwordAgain: password, totpSecret: secret }
    accepted(await finishActivation(context, { ...form, totpCode: totpCode(totp, registry.clock.now()) }))
    return {
      async viewer() {
        registry.clock.advance({ seconds: 30 })
        const code = totpCode(totp, registry.clock.now())
        const { cookie } = accepted(await signIn(context, { username, password, code }))
        const viewer = await resolveSession(context, cookie)
        if (!viewer) throw new Error('the session did not start')
        return viewer
      },
    }
  }

  it('R42: a recorder who joins the office gets the matters of others from a colleague, and none that names him', async () => {
    const [open, own, naming] = [
      await register(),
      await registered({ ...registry, context }, await registry.viewer('heming')),
      await register(askedBy(registry.account('heming'))),
    ]
    await become('heming', ['enforcementOfficer', 'disciplineHandler'])
    expect((await outstandingGrants(context, await registry.viewer('tangke')))?.length).toBe(0)
    await confirm('tangke', await registry.viewer('heming'))
    const head = await registry.viewer('tangke')
    const outstanding = await outstandingGrants(context, head)
    // Of his own record he has the recorder's grant already.
    expect(outstanding).toEqual([{ number: open, lacking: ['何铭'], renews: false }])
    expect(await giveBatch(context, head, 25)).toBe(1)
    const joined = await registry.viewer('heming')
    expect((await openRecord(context, joined, open))?.standing).toBe('receiving')
    expect((await openRecord(context, joined, own))?.standing).toBe('recorder')
    expect(await openRecord(context, joined, naming)).toBeNull()
    expect(await giveGrantsAgain(context, joined, naming)).toBe(false)
    const events = await context.store.securityEvents(null, 5)
    expect(events.find(({ type }) => type === 'grantsRenewed')?.data).toEqual({ by: head.accountId })
  })

  it('R42: many matters are looked through and put right some at a time', async () => {
    await become('heming', ['enforcementOfficer'])
    while (((await giveBatch(context, await registry.viewer('tangke'), 25)) ?? 0) > 0);
    const several = [await register(), await register(), await register()]
    await become('heming', ['enforcementOfficer', 'disciplineHandler'])
    await confirm('tangke', await registry.viewer('heming'))
    const head = await registry.viewer('tangke')
    const all = ((await outstandingGrants(context, head)) ?? []).map(({ number }) => number)
    expect(all).toEqual(expect.arrayContaining(several))
    expect(await outstandingGrants(context, head, { most: 2 })).toHaveLength(2)
    expect(await giveBatch(context, head, 2)).toBe(2)
    expect(await outstandingGrants(context, head)).toHaveLength(all.length - 2)
    expect(await giveBatch(context, head, all.length)).toBe(all.length - 2)
    expect(await giveBatch(context, head, 2)).toBe(0)
  })

  it('R42: who leaves loses list and page at once, and the keys with the next colleague who looks', async () => {
    const number = await register()
    const leaver = await registry.viewer('heming')
    expect(await openRecord(context, leaver, number)).not.toBeNull()
    await become('heming', ['enforcementOfficer'])
    const after = await registry.viewer('heming')
    expect(await openRecord(context, after, number)).toBeNull()
    const head = await registry.viewer('tangke')
    expect((await outstandingGrants(context, head))?.find((each) => each.number === number)?.renews).toBe(true)
    while (((await giveBatch(context, head, 25)) ?? 0) > 0);
    const row = await context.store.dossierByNumber(number as never)
    const pair = readingPair(after.secret)
    const slots = await context.store.slotsOf(row?.id ?? ('' as never))
    expect(slots.filter(({ slot }) => openGrantWith(slot, pair))).toEqual([])
    expect(await openRecord(context, await registry.viewer('gaoming'), number)).not.toBeNull()
  })

  it('R42: after a forgotten password nothing opens, until a colleague has confirmed the new keys and given the grants', async () => {
    const number = await register()
    const before = await registry.viewer('gaoming')
    accepted(await receiveRecord(context, before, number, {}, `r-${number}`))
    const again = await begunAnew('gaoming')
    expect(await resolveSession(context, 'gone')).toBeNull()
    expect(await openRecord(context, await again.viewer(), number)).toBeNull()
    await confirm('tangke', await again.viewer())
    expect(await openRecord(context, await again.viewer(), number)).toBeNull()
    const head = await registry.viewer('tangke')
    while (((await giveBatch(context, head, 25)) ?? 0) > 0);
    const opened = await openRecord(context, await again.viewer(), number)
    // What the old keys signed still stands.
    expect(opened?.record.handler?.name).toBe('高茗')
    expect(opened?.standing).toBe('handler')
  })

  it('R42: a recorder who forgot the password gets the own records back, once the new keys were compared', async () => {
    const number = await registered({ ...registry, context }, await registry.viewer('heming'))
    const again = await begunAnew('heming')
    const head = await registry.viewer('tangke')
    // Before anybody has compared the keys the account gets nothing of before, though it may record anew.
    await giveBatch(context, head, 100)
    expect(await openRecord(context, await again.viewer(), number)).toBeNull()
    const anew = await registered({ ...registry, context }, await again.viewer())
    expect((await openRecord(context, await again.viewer(), anew))?.standing).toBe('recorder')
    await confirm('tangke', await again.viewer())
    expect((await outstandingGrants(context, await registry.viewer('tangke')))?.map((each) => each.number)).toContain(
      number,
    )
    while (((await giveBatch(context, await registry.viewer('tangke'), 25)) ?? 0) > 0);
    const own = await openRecord(context, await again.viewer(), number)
    expect(own?.standing).toBe('recorder')
    accepted(
      await addSupplement(context, await again.viewer(), number, { text: '补充一点', evidence: [], named: [] }, 's1'),
    )
  })

  it('R42, R35: with nobody left two recovery sheets confirm and give; one sheet does not', async () => {
    const number = await register()
    const admin = await registry.viewer('securityadmin')
    const headAnew = await begunAnew('tangke')
    accepted(await suspendAccount(context, admin, idOf('gaoming')))
    accepted(await resetAccount(context, admin, idOf('luzheng')))
    const head = await headAnew.viewer()
    expect(await openRecord(context, head, number)).toBeNull()
    await expect(withSheets(context, sheets.slice(0, 1))).rejects.toMatchObject({ code: 'sharesUnusable' })
    const recovery = await withSheets(context, sheets.slice(1))
    accepted(await confirmWithRecoveryKey(recovery.context, recovery.secret, idOf('tangke')))
    expect((await giveWithRecoveryKey(recovery.context, recovery.secret)).done).toBeGreaterThan(0)
    expect((await giveWithRecoveryKey(recovery.context, recovery.secret)).done).toBe(0)
    const opened = await openRecord(context, await headAnew.viewer(), number)
    expect(opened?.standing).toBe('reviewer')
    expect(opened?.record.granted?.map(({ accountId }) => accountId)).toEqual([idOf('tangke')])
    // Somebody who knows the public keys and not the sheets cannot say so.
    const other = { ...context, recoverySigningKey: registry.context.hostSecret }
    await expect(openRecord(other, await headAnew.viewer(), number)).rejects.toMatchObject({ code: 'registryBroken' })
    expect(await checkRegistry(context, { vkeys: testVkeys })).toMatchObject({ ok: true })
  })
})
