import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { administratorRoles, type Role, roles } from '../../domain/organisation/types.ts'
import { type TestRegistry, accepted, aRegistry, anAdministrator, anOfficer } from '../../../test/support/registry.ts'
import { createAccount, reactivateAccount, setRoles, suspendAccount } from './administration.ts'
import { beginActivation, finishActivation } from './activation.ts'
import { changePassword, renewTotp } from './credentials.ts'
import { resolveSession, signOut } from './sessions.ts'
import { signIn } from './sign-in.ts'
import { newTotpEnrolment, parseTotpSecret, totpCode } from './totp.ts'

let registry: TestRegistry

beforeAll(async () => {
  registry = await aRegistry({
    people: [
      anOfficer('songyilin', '宋怡林'),
      anOfficer('heming', '何铭'),
      anOfficer('weilan', '韦岚'),
      anOfficer('daizhen', '戴珍'),
      anAdministrator('securityAdmin'),
      anAdministrator('auditAdmin'),
    ],
  })
})
afterAll(() => registry.close())

const attempt = (username: string, password: string, code: string) =>
  signIn(registry.context, { username, password, code })

const eventTypes = async (username: string): Promise<string[]> => {
  const { accountId } = registry.account(username)
  const rows = await registry.context.store.securityEvents(null, 500)
  return rows.filter((row) => row.accountId === accountId).map(({ type }) => type)
}

describe('signing in', () => {
  it('takes the name as people type it, and answers a session', async () => {
    const { password } = registry.account('songyilin')
    const { cookie } = accepted(await attempt(' SongYilin ', password, registry.nextCode('songyilin')))
    expect(await resolveSession(registry.context, cookie)).toMatchObject({
      name: '宋怡林',
      username: 'songyilin',
      roles: ['enforcementOfficer'],
    })
  })

  it('refuses a code that was used, and a code older than it', async () => {
    const { password } = registry.account('songyilin')
    const older = registry.nextCode('songyilin')
    const code = registry.nextCode('songyilin')
    accepted(await attempt('songyilin', password, code))
    expect(await attempt('songyilin', password, code)).toEqual({ ok: false, refusal: { code: 'signInRefused' } })
    expect(await attempt('songyilin', password, older)).toEqual({ ok: false, refusal: { code: 'signInRefused' } })
  })

  it('lets a code work once even when it is sent twice at the same moment', async () => {
    const { password } = registry.account('heming')
    const code = registry.nextCode('heming')
    const both = await Promise.all([attempt('heming', password, code), attempt('heming', password, code)])
    expect(both.map(({ ok }) => ok)).toEqual([true, false])
  })

  it('answers an unknown name, a wrong password and a wrong code alike', async () => {
    const { password } = registry.account('songyilin')
    const code = registry.nextCode('songyilin')
    const answers = [
      await attempt('nobody', password, code),
      await attempt('songyilin', 'not the password', code),
      await attempt('songyilin', password, '000000'),
    ]
    for (const answer of answers) expect(answer).toEqual({ ok: false, refusal: { code: 'signInRefused' } })
  })

  it('locks after five failures for fifteen minutes, then for thirty, counting attempts made at once', async () => {
    const { password } = registry.account('weilan')
    await Promise.all(Array.from({ length: 5 }, () => attempt('weilan', 'wrong', '123456')))
    expect((await attempt('weilan', password, registry.nextCode('weilan'))).ok).toBe(false)
    registry.clock.advance({ minutes: 13 })
    expect((await attempt('weilan', password, registry.nextCode('weilan'))).ok).toBe(false)
    registry.clock.advance({ minutes: 1 })
    for (let failure = 0; failure < 5; failure += 1) await attempt('weilan', 'wrong', '123456')
    registry.clock.advance({ minutes: 20 })
    expect((await attempt('weilan', password, registry.nextCode('weilan'))).ok).toBe(false)
    registry.clock.advance({ minutes: 10 })
    expect((await attempt('weilan', password, registry.nextCode('weilan'))).ok).toBe(true)
    expect((await eventTypes('weilan')).filter((type) => type === 'accountLocked')).toHaveLength(2)
  })
})

describe('sessions', () => {
  it('keeps one session a user: a second sign-in ends the first', async () => {
    const { password } = registry.account('heming')
    const first = accepted(await attempt('heming', password, registry.nextCode('heming')))
    const second = accepted(await attempt('heming', password, registry.nextCode('heming')))
    expect(await resolveSession(registry.context, first.cookie)).toBeNull()
    expect(await resolveSession(registry.context, second.cookie)).not.toBeNull()
  })

  it('ends after half an hour without a request, and after twelve hours with many', async () => {
    const { password } = registry.account('heming')
    const idle = accepted(await attempt('heming', password, registry.nextCode('heming')))
    registry.clock.advance({ minutes: 29 })
    expect(await resolveSession(registry.context, idle.cookie)).not.toBeNull()
    registry.clock.advance({ minutes: 30 })
    expect(await resolveSession(registry.context, idle.cookie)).toBeNull()

    const busy = accepted(await attempt('heming', password, registry.nextCode('heming')))
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      registry.clock.advance({ minutes: 20 })
      expect(await resolveSession(registry.context, busy.cookie)).not.toBeNull()
    }
    registry.clock.advance({ minutes: 20 })
    expect(await resolveSession(registry.context, busy.cookie)).toBeNull()
  })

  it('opens nothing with another key, and nothing after signing out', async () => {
    const { password } = registry.account('songyilin')
    const { cookie } = accepted(await attempt('songyilin', password, registry.nextCode('songyilin')))
    const [id] = cookie.split('.')
    await expect(resolveSession(registry.context, `${id}.${'A'.repeat(43)}`)).rejects.toMatchObject({
      code: 'sealBroken',
    })
    expect(await resolveSession(registry.context, 'nonsense')).toBeNull()
    const viewer = await resolveSession(registry.context, cookie)
    if (!viewer) throw new Error('the session should be open')
    await signOut(registry.context, viewer)
    expect(await resolveSession(registry.context, cookie)).toBeNull()
    expect((await eventTypes('songyilin'))[0]).toBe('signedOut')
  })
})

const request = (username: string) => ({
  username,
  roles: ['enforcementOfficer'] as const,
  person: { name: '丁一', staffNumber: 'Q-9', post: null },
})

describe('activation', () => {
  it('needs the code, a good password, and a code of the new authenticator; then the code is void', async () => {
    const { context, clock } = registry
    const { activationCode } = accepted(await createAccount(context, 'setUp', request('dingyi')))
    const claim = { username: 'dingyi', activationCode }
    expect(await beginActivation(context, { ...claim, activationCode: 'AAAAA-AAAAA-AAAAA-AAAAA' })).toMatchObject({
      refusal: { code: 'activationRefused' },
    })
    const { secret, uri } = accepted(
      await beginActivation(context, { ...claim, activationCode: activationCode.toLowerCase() }),
    )
    expect(uri).toMatch(/^otpauth:\/\/totp\/.*dingyi.*secret=/)
    const code = totpCode(parseTotpSecret(secret) ?? new Uint8Array(), clock.now())
    const form = {
      ...claim,
      password: 'a quiet morning',
      passwordAgain: 'a quiet morning',
      totpSecret: secret,
      totpCode: code,
    }
    const refusals = [
      await finishActivation(context, { ...form, password: 'short' }),
      await finishActivation(context, { ...form, passwordAgain: 'another morning' }),
      await finishActivation(context, { ...form, totpCode: '000000' }),
    ]
    expect(refusals.map((answer) => !answer.ok && answer.refusal.code)).toEqual([
      'passwordTooShort',
      'passwordsDiffer',
      'totpCodeWrong',
    ])
    expect((await finishActivation(context, form)).ok).toBe(true)
    expect(await finishActivation(context, form)).toMatchObject({ refusal: { code: 'activationRefused' } })
    expect(await context.store.accountByUsername('dingyi')).toMatchObject({ status: 'active', activationHash: null })
  })

  it('ends after three days', async () => {
    const { activationCode } = accepted(await createAccount(registry.context, 'setUp', request('dinger')))
    registry.clock.advance({ hours: 72 })
    expect((await beginActivation(registry.context, { username: 'dinger', activationCode })).ok).toBe(false)
  })
})

describe('credentials', () => {
  it('changes the password, so that the old one no longer opens and the keys stay', async () => {
    const { password } = registry.account('daizhen')
    const viewer = await registry.viewer('daizhen')
    const next = 'an evening by the lake'
    const change = { currentPassword: password, password: next, passwordAgain: next }
    expect(await changePassword(registry.context, viewer, { ...change, currentPassword: 'wrong' })).toMatchObject({
      refusal: { code: 'currentPasswordWrong' },
    })
    accepted(await changePassword(registry.context, viewer, change))
    expect((await attempt('daizhen', password, registry.nextCode('daizhen'))).ok).toBe(false)
    const { cookie } = accepted(await attempt('daizhen', next, registry.nextCode('daizhen')))
    const again = await resolveSession(registry.context, cookie)
    expect(again?.secret).toEqual(viewer.secret)

    const { secret } = newTotpEnrolment('daizhen')
    registry.clock.advance({ minutes: 1 })
    const bytes = parseTotpSecret(secret) ?? new Uint8Array()
    const code = totpCode(bytes, registry.clock.now())
    const renewal = { currentPassword: next, totpSecret: secret, totpCode: code }
    if (!again) throw new Error('the session should be open')
    accepted(await renewTotp(registry.context, again, renewal))
    expect((await attempt('daizhen', next, registry.nextCode('daizhen'))).ok).toBe(false)
    registry.clock.advance({ minutes: 1 })
    expect((await attempt('daizhen', next, totpCode(bytes, registry.clock.now()))).ok).toBe(true)
  })
})

describe('administration', () => {
  const pairs = administratorRoles.flatMap((one) =>
    roles.filter((other) => other !== one).map((other): [Role, Role] => [one, other]),
  )

  it.each(pairs)('R87: nobody holds %s together with %s', async (one, other) => {
    const { context } = registry
    const admin = await registry.viewer('securityadmin')
    const person = { name: '方二', staffNumber: 'Q-8', post: null }
    const created = await createAccount(context, admin, { username: 'fanger', roles: [one, other], person })
    expect(created.ok).toBe(false)
    const changed = await setRoles(context, admin, registry.account('songyilin').accountId, [one, other])
    expect(changed).toMatchObject({
      refusal: { code: expect.stringMatching(/^twoAdministrators|administratorWithContentRole$/) },
    })
    expect(await context.store.accountByUsername('fanger')).toBeNull()
  })

  it('R87: one person has one account, so no second administrator role comes in by a second name', async () => {
    const { personId } = registry.account('auditadmin')
    const admin = await registry.viewer('securityadmin')
    expect(
      await createAccount(registry.context, admin, {
        username: 'second',
        roles: ['systemAdmin'],
        person: { id: personId },
      }),
    ).toEqual({ ok: false, refusal: { code: 'personHasAccount' } })
  })

  it('R87: only the security administrator makes accounts and roles, and not for himself', async () => {
    const { context } = registry
    const { accountId } = registry.account('songyilin')
    for (const username of ['auditadmin', 'heming']) {
      const viewer = await registry.viewer(username)
      expect(await setRoles(context, viewer, accountId, ['disciplineLead'])).toMatchObject({
        refusal: { code: 'notFound' },
      })
      expect(await suspendAccount(context, viewer, accountId)).toMatchObject({ refusal: { code: 'notFound' } })
    }
    const admin = await registry.viewer('securityadmin')
    expect(await setRoles(context, admin, admin.accountId, ['auditAdmin'])).toMatchObject({
      refusal: { code: 'ownAccount' },
    })
  })

  it('changes roles from the next request on, and ends the session of whoever is suspended', async () => {
    const { context } = registry
    const { accountId, password } = registry.account('heming')
    const { cookie } = accepted(await attempt('heming', password, registry.nextCode('heming')))
    const admin = await registry.viewer('securityadmin')
    accepted(await setRoles(context, admin, accountId, ['enforcementOfficer', 'handlingUnitHead']))
    expect((await resolveSession(context, cookie))?.roles).toEqual(['enforcementOfficer', 'handlingUnitHead'])
    accepted(await suspendAccount(context, admin, accountId))
    expect(await resolveSession(context, cookie)).toBeNull()
    expect((await attempt('heming', password, registry.nextCode('heming'))).ok).toBe(false)
    accepted(await reactivateAccount(context, admin, accountId))
    expect((await attempt('heming', password, registry.nextCode('heming'))).ok).toBe(true)
    expect((await eventTypes('heming')).slice(0, 5)).toEqual([
      'signedIn',
      'accountReactivated',
      'signInFailed',
      'accountSuspended',
      'rolesChanged',
    ])
  })
})
