/** Evidence in a viewer of ours: pictures, sound and papers are shown by elements of our page, and nothing that a file brings runs or is styled. */
import type { Page } from '@playwright/test'
import { demoFile } from '../../src/app/demo/media.ts'
import { fillInquiry } from './journey.ts'
import { findings } from './looking.ts'
import { expect, screenshot, test } from './registry.ts'

const files = (['photo', 'recording', 'letter'] as const).map((kind) => demoFile(kind, 7))
const mediaTypes = ['image/png', 'audio/wav', 'application/pdf']

/** Registers with the three files; the record is open afterwards. */
async function registerWithFiles(page: Page): Promise<void> {
  await fillInquiry(page, {
    caseTitle: '材料查看核对案',
    inquirerKind: '内部人员',
    inquirerName: '胡俊杰',
    exactWords: '问问进展。',
  })
  const draft = new URL(page.url()).pathname.replace(/\/sign$/, '')
  await page.goto(`${draft}/evidence`)
  await page
    .getByLabel('选择文件')
    .setInputFiles(
      files.map(({ name, bytes }, i) => ({ name, mimeType: mediaTypes[i] ?? '', buffer: Buffer.from(bytes) })),
    )
  await expect(page.getByText('SHA-256')).toHaveCount(3)
  await page.goto(`${draft}/sign`)
  await page.getByRole('checkbox', { name: '我声明' }).check()
  await page.getByRole('button', { name: '签名并登记' }).click()
  await expect(page.getByText('登记完成')).toBeVisible()
}

async function policyOf(page: Page, src: string): Promise<string | undefined> {
  const answer = await page.request.get(src)
  expect(answer.status()).toBe(200)
  return answer.headers()['content-security-policy']
}

test('R22, R37: a picture, a recording and a paper are looked at within our page', async ({ as }) => {
  const page = await as('顾嘉辉')
  await registerWithFiles(page)
  const record = page.url()
  for (const [i, { name }] of files.entries()) {
    await page.goto(record)
    await page.getByRole('link', { name: `查看 ${name}` }).click()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    const viewer = page.locator('.lh-viewer')
    if (i === 0) await expect(viewer).not.toHaveJSProperty('naturalWidth', 0)
    if (i === 1)
      await expect.poll(() => page.evaluate<number>('document.querySelector("audio").duration')).toBeGreaterThan(0)
    if (i === 2) await expect(viewer).toHaveAttribute('title', name)
    await page.waitForLoadState('networkidle')
    // Whoever opens the address by itself gets a file without scripts, styles or frames of its own.
    expect(await policyOf(page, (await viewer.getAttribute('src')) ?? '')).toBe(
      "default-src 'none'; frame-ancestors 'self'",
    )
    expect(await findings(page, name)).toEqual([])
    await screenshot(page, `evidence-${mediaTypes[i]?.replace('/', '-')}`)
  }
})
