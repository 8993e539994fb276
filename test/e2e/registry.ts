/**
 * What every browser test stands on: for each worker a copy of the demonstration, served by the built product on a free port of the loopback;
 * started as a newcomer would start it, stopped by its own process. People are signed in once a worker, because sign-ins are limited.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContextOptions, type Page, test as base, expect } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { PREPARED, program, project } from './prepare.ts'

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
  /** The account of a person of the demonstration, by name. */
  readonly account: (name: string) => DemoAccount
  /** From here on the person signs in with this; whatever was signed in before is forgotten. */
  readonly changed: (account: DemoAccount) => void
  /** Fills the sign-in page, wherever it leads afterwards. */
  readonly enter: (page: Page, account: DemoAccount) => Promise<void>
  /** What a browser keeps of a session that is still good, as far as this worker knows. */
  readonly sessions: Map<string, BrowserContextOptions['storageState']>
}

/** A code works once, and is good in its own time step, the one before and the one after: each sign-in takes the next. */
const lastSteps = new Map<string, number>()

export async function nextCode({
  username,
  totpSecret,
}: Pick<DemoAccount, 'username' | 'totpSecret'>): Promise<string> {
  const step = (): number => Math.floor(Date.now() / 30_000)
  const wanted = Math.max((lastSteps.get(username) ?? 0) + 1, step())
  while (step() + 1 < wanted) await new Promise((wake) => setTimeout(wake, 500))
  lastSteps.set(username, wanted)
  return new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate({ timestamp: wanted * 30_000 })
}

export const freePort = (): Promise<number> =>
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

type People = {
  /** A page of somebody who is signed in, in a window of their own. */
  readonly as: (name: string, options?: BrowserContextOptions) => Promise<Page>
  /** A page of nobody. */
  readonly visitor: (options?: BrowserContextOptions) => Promise<Page>
  /** What pages complained of: script errors and whatever the content policy kept from loading. Empty at the end of every test. */
  readonly complaints: string[]
}

export const test = base.extend<People, { demo: ServedDemo }>({
  demo: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures wanted from the pattern.
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'liuhen-e2e-'))
      cpSync(process.env[PREPARED] ?? '', folder, { recursive: true })
      const port = await freePort()
      const address = `http://127.0.0.1:${port}`
      mkdirSync(join(project, '.cache'), { recursive: true })
      const log = openSync(join(project, '.cache', `e2e-server-${port}.log`), 'w')
      const server = spawn(process.execPath, [program, 'serve', '--data', folder, '--port', String(port)], {
        stdio: ['ignore', log, log],
      })
      try {
        await untilReady(address, server)
        const accounts = JSON.parse(readFileSync(join(folder, 'demo-accounts.json'), 'utf8')) as DemoAccount[]
        const sessions: ServedDemo['sessions'] = new Map()
        await use({
          address,
          folder,
          sessions,
          account(name) {
            const found = accounts.find((account) => account.name === name)
            if (!found) throw new Error(`nobody in the demonstration is called ${name}`)
            return found
          },
          changed(account) {
            accounts.splice(
              accounts.findIndex(({ username }) => username === account.username),
              1,
              account,
            )
            sessions.delete(account.username)
          },
          async enter(page, account) {
            await page.getByLabel('用户名').fill(account.username)
            await page.getByLabel('密码', { exact: true }).fill(account.password)
            await page.getByLabel('验证码').fill(await nextCode(account))
            await page.getByRole('button', { name: '登录', exact: true }).click()
            await expect(page.getByRole('heading', { level: 1, name: '登录', exact: true })).toHaveCount(0)
          },
        })
      } finally {
        server.kill('SIGTERM')
        await new Promise((ended) => (server.exitCode === null ? server.once('exit', ended) : ended(null)))
        closeSync(log)
        rmSync(folder, { recursive: true, force: true })
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  // oxlint-disable-next-line no-empty-pattern -- see above.
  complaints: async ({}, use) => {
    const complaints: string[] = []
    await use(complaints)
    expect(complaints).toEqual([])
  },

  visitor: async ({ browser, demo, complaints }, use) => {
    const contexts: { close(): Promise<void> }[] = []
    await use(async (options = {}) => {
      const context = await browser.newContext({ baseURL: demo.address, ...options })
      contexts.push(context)
      const page = await context.newPage()
      page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
      page.on('console', (message) => {
        // A page that is «not found» is said so by the browser too.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
          complaints.push(`${page.url()}: ${message.text()}`)
      })
      return page
    })
    await Promise.all(contexts.map((context) => context.close()))
  },

  as: async ({ visitor, demo }, use) => {
    await use(async (name, options = {}) => {
      const account = demo.account(name)
      const storageState = demo.sessions.get(account.username)
      const page = await visitor({ ...options, ...(storageState && { storageState }) })
      await page.goto('/home')
      if (new URL(page.url()).pathname === '/sign-in') {
        await demo.enter(page, account)
        demo.sessions.set(account.username, await page.context().storageState())
      }
      await expect(page.getByRole('heading', { level: 1, name: '待办事项' })).toBeVisible()
      return page
    })
  },
})

export { expect } from '@playwright/test'

/** Kept to be looked at; nothing compares them. */
export const pictureFile = (name: string): string => {
  const folder = join(project, 'test-results', 'screens', test.info().project.name)
  mkdirSync(folder, { recursive: true })
  return join(folder, name)
}

export const screenshot = async (page: Page, name: string): Promise<void> => {
  // Playwright’s own style for pictures is kept out of Firefox by our content policy, of which the test would complain.
  if (test.info().project.use.browserName === 'firefox') return
  await page.screenshot({ path: pictureFile(`${name}.png`), fullPage: true })
}
