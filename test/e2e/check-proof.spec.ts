/** The page that checks a proof, before its script has come (R26). */
import { numberOf } from './journey.ts'
import { expect, test } from './registry.ts'

test('R26: a file that was chosen before the script came is checked all the same, and not sent', async ({
  as,
  visitor,
}) => {
  const recorder = await as('段瑞峰')
  await recorder.goto('/records')
  await recorder
    .getByRole('main')
    .getByRole('link', { name: /^\d{4}-/ })
    .first()
    .click()
  const proof = await recorder.request.get(`/records/${numberOf(recorder)}/proof.tlog-proof`)

  const page = await visitor()
  const posted: string[] = []
  page.on('request', (request) => request.method() === 'POST' && posted.push(request.url()))
  const { promise: chosen, resolve: letScriptsCome } = Promise.withResolvers<void>()
  let held = 0
  await page.route('**/*.js', async (route) => {
    held += 1
    await chosen
    await route.continue()
  })
  await page.goto('/check', { waitUntil: 'commit' })
  await page.getByLabel('选择证明文件').setInputFiles({
    name: 'mine.tlog-proof',
    mimeType: 'text/plain',
    buffer: await proof.body(),
  })
  await expect.poll(() => held).toBeGreaterThan(0)
  await expect(page.getByText('登记证明有效')).toHaveCount(0)
  letScriptsCome()
  await expect(page.getByText('登记证明有效')).toBeVisible()
  expect(posted).toEqual([])
})
