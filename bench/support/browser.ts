/** The browser that measures, and what comes over the wire to a page. */
import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from '@playwright/test'

export function chromiumHere(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] || '/usr/bin/chromium'
  return chromium.launch({
    ...(existsSync(executablePath) ? { executablePath } : {}),
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
}

/** Counts from now on; what is asked later is the sum so far, headers and compressed bodies. */
export async function bytesOf(page: Page): Promise<() => number> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  let bytes = 0
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength))
  return () => bytes
}
