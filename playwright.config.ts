/** Browser tests: every worker starts its own registry on a free port of the loopback, so there is no server to start here. */
import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

const executablePath = process.env['CHROMIUM_PATH'] || '/usr/bin/chromium'
/** Set by scripts/other-browser.mjs. */
const firefox = process.env['FIREFOX_PATH']

const CHROMIUM_OPTIONS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/e2e/prepare.ts',
  outputDir: 'test-results/runs',
  // Generous: two browsers, two servers and axe share two cores.
  timeout: 240_000,
  expect: { timeout: 20_000 },
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  // A machine that hiccups once is not a defect; a test that fails twice is.
  retries: process.env['CI'] ? 1 : 0,
  use: {
    browserName: firefox ? 'firefox' : 'chromium',
    ...(firefox && { channel: 'moz-firefox' }),
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    // None in Firefox: see test/e2e/registry.ts.
    screenshot: firefox ? 'off' : 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(existsSync(firefox ?? executablePath) ? { executablePath: firefox ?? executablePath } : {}),
      // Native controls speak the browser's language, not the page's.
      env: { ...process.env, LANGUAGE: 'zh_CN' },
      ...(!firefox && { args: CHROMIUM_OPTIONS }),
    },
  },
  projects: [
    // Paper has one width, wherever it is printed from.
    { name: 'phone', testIgnore: /print\.spec/, use: { viewport: { width: 390, height: 844 }, hasTouch: true } },
    { name: 'desk', use: { viewport: { width: 1440, height: 900 } } },
  ],
})
