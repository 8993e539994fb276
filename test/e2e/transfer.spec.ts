/** Sending up, sealed, in the browser (R44): the demonstration's recorder who asked that nobody in the bureau receive it. */
import { readFile } from 'node:fs/promises'
import { expect, screenshot, test } from './registry.ts'

test('R44: the recorder sends it up, downloads the package, and keeps a stub', async ({ as, demo }) => {
  const recorder = await as('陈一鸣')
  await recorder.getByRole('link', { name: '密封上送', exact: true }).click()
  await recorder.getByRole('link', { name: '密封上送上级机关' }).click()
  await expect(recorder.getByRole('main')).toContainText('接收公钥指纹')
  await screenshot(recorder, 'transfer')
  await recorder.getByLabel('上送原因').fill('对方称会与局里打招呼')
  await recorder.getByLabel('当前密码').fill(demo.account('陈一鸣').password)
  await recorder.getByRole('button', { name: '密封上送' }).click()
  await expect(recorder.getByText('已经密封上送。')).toBeVisible()
  await expect(recorder.getByRole('main')).not.toContainText('翠屏山庄')
  await screenshot(recorder, 'transfer-stub')
  const downloading = recorder.waitForEvent('download')
  await recorder.getByRole('link', { name: '下载移送包' }).click()
  const file = await readFile(await (await downloading).path())
  expect(file.subarray(0, 21).toString()).toBe('age-encryption.org/v1')
})
