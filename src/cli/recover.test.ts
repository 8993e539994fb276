/** `liuhen recover`, with a real register in a folder and two sheets typed into the command. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { activated, accepted, aDisciplineHead } from '../../test/support/registry.ts'
import { testUnits } from '../../test/support/registry.ts'
import { finishActivation, beginActivation } from '../app/accounts/activation.ts'
import { resetAccount } from '../app/accounts/administration.ts'
import { parseTotpSecret, totpCode } from '../app/accounts/totp.ts'
import { organisationInForce } from '../app/people/organisation-in-force.ts'
import { makeRecoveryKey } from '../app/recovery-files.ts'
import { openRegistry } from '../main.ts'
import { main } from './main.ts'

let folder = ''
let sheets: readonly string[] = []
const printed: string[] = []
const place = () => ({ dataFolder: folder, passwordCost: { passes: 1, memoryMiB: 1 } })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liuhen-recover-'))
  printed.length = 0
  const print = (...words: unknown[]): void => void printed.push(words.join(' '))
  vi.spyOn(console, 'log').mockImplementation(print)
  vi.spyOn(console, 'error').mockImplementation(print)
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  vi.stubEnv('LC_ALL', 'C.UTF-8')
  vi.stubEnv('DATABASE_URL', '')
  await makeRecoveryKey(folder, async (made) => void (sheets = made))
})

afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

/** A register whose only reader forgot the password and has begun anew. */
async function withNobodyLeft(): Promise<void> {
  const registry = await openRegistry(place())
  const { context } = registry
  await context.store.saveBureau('清源区综合执法局')
  await context.store.saveUnits(testUnits)
  const { accountId, username } = await activated(context, aDisciplineHead())
  const { activationCode } = accepted(await resetAccount(context, 'setUp', accountId))
  const { secret } = accepted(await beginActivation(context, { username, activationCode }))
  const password = 'a new morning by the lake'
  const code = totpCode(parseTotpSecret(secret) ?? new Uint8Array(), context.now())
  const typed = { username, activationCode, password, passwordAgain: password, totpSecret: secret, totpCode: code }
  accepted(await finishActivation(context, typed))
  await registry.close()
}

async function confirmedRoles(): Promise<readonly string[]> {
  const registry = await openRegistry(place())
  const { accounts } = await organisationInForce(registry.context)
  await registry.close()
  return accounts.flatMap((account) => account.confirmedRoles)
}

const recover = (lines: readonly string[], ...args: readonly string[]): Promise<number> => {
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from(lines.map((line) => `${line}\n`)) as never)
  return main(['recover', '--data', folder, ...args])
}

it('R42, R87: two sheets confirm the account that waits, and give the grants of every record', async () => {
  await withNobodyLeft()
  expect(await confirmedRoles()).toEqual([])
  expect(await recover(sheets.slice(0, 2), '--confirm', 'nobody')).toBe(1)
  expect(await recover(sheets.slice(1), '--confirm', 'tangke')).toBe(0)
  expect(printed.at(-1)).toBe('tangke is confirmed.')
  expect(await confirmedRoles()).toEqual(['disciplineOfficeHead'])
  expect(await recover(sheets.slice(1), '--confirm', 'tangke')).toBe(1)
  expect(await recover([sheets[0] ?? '', '', sheets[2] ?? ''], '--grants')).toBe(0)
  expect(printed.at(-1)).toBe('The grants of 0 records were given again.')
})

it('R42: one sheet, a mistyped one, and sheets of another register do nothing, and what was typed is not said again', async () => {
  await withNobodyLeft()
  const mistyped = (sheets[1] ?? '').replace(/.$/, 'U')
  for (const lines of [sheets.slice(0, 1), [sheets[0] ?? '', sheets[0] ?? ''], [sheets[0] ?? '', mistyped]])
    expect(await recover(lines, '--confirm', 'tangke')).not.toBe(0)
  const own = sheets
  await rm(join(folder, 'recovery.pub'))
  await makeRecoveryKey(folder, async (made) => void (sheets = made))
  expect(await recover(own.slice(0, 2), '--grants')).not.toBe(0)
  expect(await confirmedRoles()).toEqual([])
  const groups = own.flatMap((sheet) => sheet.match(/(?<=-)[0-9A-Z]{4}-[0-9A-Z]{4}(?=-)/g) ?? [])
  expect(groups.length).toBeGreaterThan(10)
  expect(groups.filter((group) => printed.join('\n').includes(group))).toEqual([])
})

it('says what it wants', async () => {
  expect(await recover([], '--confirm', 'tangke', '--grants')).toBe(2)
  expect(await recover([])).toBe(2)
})
