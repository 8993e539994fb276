/** A new register: three administrators, and everybody else through the security administrator. */
import { expect, it } from 'vitest'
import { beginActivation, finishActivation } from '../../src/app/accounts/activation.ts'
import { parseTotpSecret, totpCode } from '../../src/app/accounts/totp.ts'
import { organisationInForce } from '../../src/app/people/organisation-in-force.ts'
import { setUpRegistry } from '../../src/app/set-up.ts'
import { accepted, anOfficer, aRegistry } from '../support/registry.ts'

const wanted = {
  bureau: '清源区综合执法局',
  units: [{ kind: 'disciplineOffice', name: '纪检监察室' }],
  administrators: {
    systemAdmin: { username: 'wang.hao', name: '王浩' },
    securityAdmin: { username: 'li.na', name: '李娜' },
    auditAdmin: { username: 'zhao.min', name: '赵敏' },
  },
} as const

it('R87: set-up makes the three administrators apart, once, with codes that activate', async () => {
  const registry = await aRegistry({ people: [] })
  try {
    const slips = accepted(await setUpRegistry(registry.context, wanted))
    expect(slips.map(({ role }) => role)).toEqual(['systemAdmin', 'securityAdmin', 'auditAdmin'])
    for (const { username, activationCode } of slips)
      expect((await beginActivation(registry.context, { username, activationCode })).ok).toBe(true)
    const { accounts } = await registry.context.store.organisation()
    expect(accounts.map(({ roles }) => roles.length)).toEqual([1, 1, 1])
    expect(await setUpRegistry(registry.context, wanted)).toEqual({ ok: false, refusal: { code: 'alreadySetUp' } })
  } finally {
    await registry.close()
  }
})

it('R42, R87: the first readers of set-up are confirmed with their activation, in their posts', async () => {
  const registry = await aRegistry({ people: [] })
  try {
    const firstReaders = [{ role: 'disciplineOfficeHead', username: 'tang.ke', name: '唐可' }] as const
    const slips = accepted(await setUpRegistry(registry.context, { ...wanted, firstReaders }))
    const { username, activationCode } =
      slips.find(({ role }) => role === 'disciplineOfficeHead') ?? slips[0] ?? ({} as never)
    const { secret } = accepted(await beginActivation(registry.context, { username, activationCode }))
    const totp = parseTotpSecret(secret) ?? new Uint8Array()
    const password = 'a quiet morning by the lake'
    const form = { username, activationCode, password, passwordAgain: password, totpSecret: secret }
    accepted(await finishActivation(registry.context, { ...form, totpCode: totpCode(totp, registry.clock.now()) }))
    const organisation = await organisationInForce(registry.context)
    expect(organisation.accounts.find((account) => account.username === 'tang.ke')?.confirmedRoles).toEqual([
      'disciplineOfficeHead',
    ])
    expect(organisation.posts).toMatchObject([{ title: '纪检监察室负责人', unitHead: true }])
  } finally {
    await registry.close()
  }
})

it('R87: a set-up with an unusable name makes nothing, and can be repeated', async () => {
  const registry = await aRegistry({ people: [] })
  try {
    const auditAdmin = { username: 'li.na', name: '赵敏' }
    const doubled = { ...wanted, administrators: { ...wanted.administrators, auditAdmin } }
    expect(await setUpRegistry(registry.context, doubled)).toMatchObject({
      ok: false,
      refusal: { code: 'administratorRefused', role: 'auditAdmin', because: 'usernameTaken' },
    })
    expect((await setUpRegistry(registry.context, wanted)).ok).toBe(true)
  } finally {
    await registry.close()
  }
})

it('R87: set-up touches no register that somebody uses', async () => {
  const registry = await aRegistry({ people: [anOfficer('songyilin', '宋怡林')] })
  try {
    expect(await setUpRegistry(registry.context, wanted)).toMatchObject({ ok: false })
    expect((await registry.context.store.organisation()).accounts).toHaveLength(1)
  } finally {
    await registry.close()
  }
})
