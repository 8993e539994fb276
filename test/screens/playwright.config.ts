/** `npm run screens`: the pictures of docs/screens, taken anew from a demonstration made for them. No test: nothing is compared. */
import base from '../../playwright.config.ts'

export default {
  ...base,
  testDir: '.',
  globalSetup: '../e2e/prepare.ts',
  outputDir: '../../test-results/screens-run',
  workers: 1,
  projects: [{ name: 'screens' }],
}
