/**
 * How soon the record form is ready on a slow phone.
 *
 *     npm run bench -- pages
 *
 * 390 px wide, processor slowed four times, slow 4G (1.6 Mbit/s, 150 ms). The reference is a page of one paragraph from a bare server.
 */
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { Browser } from '@playwright/test'
import { benchBureau, readyDraft, type SignedIn } from './support/bureau.ts'
import { chromiumHere } from './support/browser.ts'
import { median, numberOption, print, printMachine, ratio, short } from './support/figures.ts'
import { built, freePort, serve, temporaryFolder } from './support/process.ts'

const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 }
const SLOWER = 4

/** Milliseconds until a first visit is ready: a context of its own, with an empty cache. */
async function visit(browser: Browser, url: string, cookie: string | null): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
  try {
    if (cookie) {
      const [name = '', value = ''] = cookie.split('=', 2)
      await context.addCookies([{ name, value, url }])
    }
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    await devtools.send('Network.emulateNetworkConditions', SLOW_4G)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    await page.goto(url, { waitUntil: 'networkidle' })
    return await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
      const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0
      return Math.max(navigation?.loadEventEnd ?? 0, painted)
    })
  } finally {
    await context.close()
  }
}

printMachine('pages')
await built()
const folder = temporaryFolder()
const bureau = await benchBureau(folder, 2)
const officer = bureau.officers[0] as SignedIn
const draft = await readyDraft(bureau, officer, 1)
const server = await serve(folder)
const browser = await chromiumHere()

const bare = createServer((_request, response) =>
  response.setHeader('content-type', 'text/html; charset=utf-8').end('<!doctype html><title>-</title><p>-</p>'),
).listen(await freePort(), '127.0.0.1')
await once(bare, 'listening')
const place = bare.address() as { readonly port: number }
const ready = { form: [] as number[], bare: [] as number[] }
for (let round = 0; round < numberOption('rounds', 7); round += 1) {
  const form = await visit(browser, `${server.address}/drafts/${draft.id}/said`, officer.cookie)
  const reference = await visit(browser, `http://127.0.0.1:${place.port}/`, null)
  ready.form.push(form)
  ready.bare.push(reference)
}
print(
  `record form ready on a slow phone: ${short(median(ready.form))} ms = ` +
    ratio(median(ready.form), median(ready.bare), `a bare page (${short(median(ready.bare))} ms)`),
)
bare.close()
await browser.close()
await server.stop()
await bureau.close()
