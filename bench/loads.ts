/**
 * What a first visit loads, as it goes over the wire: every kind of page that a role of the demonstration reaches by links, each in a
 * browser that has nothing cached.
 *
 *     npm run bench -- loads [--data a folder where the demonstration was made before]
 *
 * The reference is the largest page a visitor may load (60 KiB).
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { bytesOf, chromiumHere } from './support/browser.ts'
import { demonstration } from './support/demonstration.ts'
import { print, printMachine, ratio, short } from './support/figures.ts'
import { built, serve } from './support/process.ts'

const AIM_KIB = 60
const VISITORS = ['/sign-in', '/activate', '/check', '/api/docs', '/trail/']

type Account = {
  readonly roles: readonly string[]
  readonly username: string
  readonly password: string
  readonly totpSecret: string
}

/** One kind of page, whatever record, account or draft it shows. */
const kindOf = (path: string): string =>
  (path.split('?')[0] as string)
    .replaceAll(/\d{4}-[0-9A-Z]{6}/g, '…')
    .replaceAll(/\/(?:\d+\.)?(?=[^/]*\d)[A-Za-z0-9_-]{16,}/g, '/…')
    .replaceAll(/\/[a-z]+-[0-9a-f]{8,}[0-9a-f-]*/g, '/…')

printMachine('loads')
await built()
const folder = await demonstration()
const server = await serve(folder)
const browser = await chromiumHere()
const accounts = JSON.parse(readFileSync(join(folder, 'demo-accounts.json'), 'utf8')) as Account[]
const largest = new Map<string, number>()

async function measure(path: string, from: BrowserContext | null): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    ...(from && { storageState: await from.storageState() }),
  })
  try {
    const page = await context.newPage()
    const bytes = await bytesOf(page)
    const answer = await page.goto(server.address + path, { waitUntil: 'networkidle' })
    if (answer?.ok()) largest.set(kindOf(path), Math.max(bytes(), largest.get(kindOf(path)) ?? 0))
  } finally {
    await context.close()
  }
}

async function signedIn({ username, password, totpSecret }: Account): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: server.address })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByLabel('验证码').fill(new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate())
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.waitForURL('**/home')
  await page.close()
  return context
}

/** Along the links, once for each kind of page; where a purpose is asked for, it is given. */
async function walk(context: BrowserContext): Promise<void> {
  const page = await context.newPage()
  const seen = new Set<string>()
  const queue = ['/home']
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (seen.has(kindOf(path))) continue
    seen.add(kindOf(path))
    const head = await context.request.get(server.address + path, { headers: { accept: 'text/html' } })
    if (!head.ok() || !String(head.headers()['content-type']).startsWith('text/html')) continue
    await page.goto(server.address + path)
    if (page.url().endsWith('/purpose')) {
      await measure(`${path}/purpose`, context)
      await page.getByRole('radio', { name: '办理本件' }).check()
      await page.getByRole('button', { name: '查看记录' }).click()
      await page.waitForURL(/\/records\/\d{4}-[0-9A-Z]{6}$/)
    }
    await measure(path, context)
    const links = await page.evaluate<string[]>('[...document.querySelectorAll("a[href]")].map((link) => link.href)')
    for (const link of links.map((href) => new URL(href)))
      if (link.origin === server.address) queue.push(link.pathname + link.search)
  }
}

for (const path of VISITORS) await measure(path, null)
const roles = new Set<string>()
for (const account of accounts) {
  if (account.roles.every((role) => roles.has(role))) continue
  for (const role of account.roles) roles.add(role)
  const context = await signedIn(account)
  await walk(context)
  await context.close()
}
const sorted = [...largest].toSorted(([, a], [, b]) => b - a)
for (const [path, bytes] of sorted.slice(0, 15)) print(`${short(bytes / 1024).padStart(6)} KiB  ${path}`)
print(
  `\n${sorted.length} kinds of page in ${roles.size} roles; the largest first load is ${ratio((sorted[0]?.[1] ?? 0) / 1024, AIM_KIB, `the aim of ${AIM_KIB} KiB`)}`,
)
await browser.close()
await server.stop()
