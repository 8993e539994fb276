/**
 * What every browser test stands on: the demonstration, made once, and for each worker a copy of it, served by the built product on a free
 * port of the loopback. Started as a newcomer would start it; stopped by its own process.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Page, test as base, expect } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'

const project = resolve(import.meta.dirname, '..', '..')
const program = join(project, 'bin', 'liuhen.mjs')
/** Made by the first worker that asks; the date keeps it from growing stale. */
const prepared = join(project, '.cache', `demo-${new Date().toISOString().slice(0, 10)}`)

export type DemoAccount = {
  readonly name: string
  readonly unit: string
  readonly roles: readonly string[]
  readonly username: string
  readonly password: string
  readonly totpSecret: string
}

export type ServedDemo = {
  readonly address: string
  readonly folder: string
  readonly accounts: readonly DemoAccount[]
  /** The first account with this role and, if asked, not this name. */
  someone(role: string, but?: string): DemoAccount
  signIn(page: Page, account: DemoAccount): Promise<void>
}

/** A code works once, and three time steps are good at any moment: each sign-in takes the next. */
const lastSteps = new Map<string, number>()

async function nextCode({ username, totpSecret }: DemoAccount): Promise<string> {
  const step = (): number => Math.floor(Date.now() / 30_000)
  const wanted = Math.max((lastSteps.get(username) ?? 0) + 1, step() - 1)
  while (step() + 1 < wanted) await new Promise((wake) => setTimeout(wake, 500))
  lastSteps.set(username, wanted)
  return new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate({ timestamp: wanted * 30_000 })
}

function prepare(): void {
  if (existsSync(join(prepared, 'demo-accounts.json'))) return
  const folder = `${prepared}.${process.pid}`
  mkdirSync(folder, { recursive: true })
  const made = spawnSync(process.execPath, [program, 'demo', '--prepare-only', '--data', folder], { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`the demonstration could not be prepared:\n${made.stdout}\n${made.stderr}`)
  // Two workers may have made one each: the first stays.
  if (existsSync(join(prepared, 'demo-accounts.json'))) rmSync(folder, { recursive: true })
  else cpSync(folder, prepared, { recursive: true })
  rmSync(folder, { recursive: true, force: true })
}

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => found(typeof address === 'object' && address ? address.port : 0))
    })
  })

async function untilReady(address: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`)
    const answer = await fetch(`${address}/healthz`).catch(() => null)
    if (answer?.status === 200) return
    await new Promise((wake) => setTimeout(wake, 100))
  }
  throw new Error('the server did not become ready')
}

export const test = base.extend<object, { demo: ServedDemo }>({
  demo: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures wanted from the pattern.
    async ({}, use) => {
      prepare()
      const folder = mkdtempSync(join(tmpdir(), 'liuhen-e2e-'))
      cpSync(prepared, folder, { recursive: true })
      const port = await freePort()
      const address = `http://127.0.0.1:${port}`
      mkdirSync(join(project, '.cache'), { recursive: true })
      const log = openSync(join(project, '.cache', `e2e-server-${port}.log`), 'w')
      const server = spawn(process.execPath, [program, 'serve', '--data', folder, '--port', String(port)], {
        stdio: ['ignore', 'ignore', log],
      })
      try {
        await untilReady(address, server)
        const accounts = JSON.parse(readFileSync(join(folder, 'demo-accounts.json'), 'utf8')) as DemoAccount[]
        await use({
          address,
          folder,
          accounts,
          someone(role, but) {
            const found = accounts.find((account) => account.roles.includes(role) && account.name !== but)
            if (!found) throw new Error(`nobody in the demonstration is ${role}`)
            return found
          },
          async signIn(page, account) {
            await page.context().clearCookies()
            await page.goto(`${address}/sign-in`)
            await page.getByLabel('用户名').fill(account.username)
            await page.getByLabel('密码', { exact: true }).fill(account.password)
            await page.getByLabel('验证码').fill(await nextCode(account))
            await page.getByRole('button', { name: '登录' }).click()
            await expect(page.getByRole('heading', { name: '待办事项' })).toBeVisible()
          },
        })
      } finally {
        server.kill('SIGTERM')
        await new Promise((ended) => (server.exitCode === null ? server.once('exit', ended) : ended(null)))
        closeSync(log)
        rmSync(folder, { recursive: true, force: true })
      }
    },
    { scope: 'worker', timeout: 180_000 },
  ],
})

export { expect } from '@playwright/test'

/** Kept to be looked at; nothing compares them. */
export const screenshot = async (page: Page, name: string): Promise<void> => {
  const folder = join(project, 'test-results', 'screens', test.info().project.name)
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
