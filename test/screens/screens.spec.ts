/**
 * Takes the pictures that README shows: one inquiry on an officer's phone, the office that handles it, the printed form, a proof checked, the
 * trails whole. Every name is invented (src/app/demo); the address and the passwords of the demonstration stand in none of them.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { fillInquiry, numberOf, sayPurpose } from '../e2e/journey.ts'
import { project } from '../e2e/prepare.ts'
import { expect, test } from '../e2e/registry.ts'

const folder = join(project, 'docs', 'screens')
const phone = { viewport: { width: 390, height: 844 } }
const desk = { viewport: { width: 1440, height: 900 } }

/** What a program makes of a picture; a program that is not there is said by name. */
function piped(program: string, packageName: string, args: readonly string[], input: Buffer): Buffer {
  const { status, stdout } = spawnSync(program, args, { input, maxBuffer: 64 * 1024 ** 2 })
  if (status !== 0 || stdout.length === 0) throw new Error(`${program} (package ${packageName}) is needed and failed`)
  return stdout
}

/** Few colours are enough for pages and papers, and keep the repository small. */
const keep = (name: string, picture: Buffer): void =>
  writeFileSync(
    join(folder, `${name}.png`),
    piped('convert', 'imagemagick', ['-', '-dither', 'None', '-colors', '48', '-strip', 'PNG8:-'], picture),
  )

/** What a window of this size shows. */
async function take(page: Page, name: string): Promise<void> {
  await page.evaluate('document.activeElement?.blur()')
  keep(name, await page.screenshot({ animations: 'disabled', caret: 'hide' }))
}

test('the pictures of README', async ({ as, visitor }) => {
  mkdirSync(folder, { recursive: true })
  const officer = await as('林晓雨', phone)
  await take(officer, 'tasks-of-an-officer-390')
  await fillInquiry(officer, {
    caseTitle: '锦绣花园3号楼顶层违法搭建案',
    inquirerKind: '科室、分局、中队负责人',
    inquirerName: '周建国',
    exactWords: '这个案子先放一放，大家都是熟人。',
  })
  const draft = new URL(officer.url()).pathname.replace(/\/[a-z]+$/, '')
  for (const page of ['said', 'check']) {
    await officer.goto(`${draft}/${page}`)
    await take(officer, `registering-${page}-390`)
  }
  await officer.goto(`${draft}/sign`)
  await officer.getByRole('checkbox', { name: '我声明' }).check()
  await officer.getByRole('button', { name: '签名并登记' }).click()
  await expect(officer.getByText('登记完成')).toBeVisible()
  await take(officer, 'registered-390')
  const number = numberOf(officer)

  const proof = await officer.request.get(`/records/${number}/proof.tlog-proof`)
  const anybody = await visitor(phone)
  await anybody.goto('/check')
  await anybody.getByLabel('选择证明文件').setInputFiles({
    name: `${number}.tlog-proof`,
    mimeType: 'text/plain',
    buffer: await proof.body(),
  })
  await expect(anybody.getByText('登记证明有效')).toBeVisible()
  await take(anybody, 'check-a-proof-390')

  const handler = await as('苏婉清', desk)
  await take(handler, 'tasks-of-the-handler-1440')
  await handler.goto('/records?state=closedForReference')
  await handler
    .getByRole('main')
    .getByRole('link', { name: /^\d{4}-/ })
    .first()
    .click()
  await sayPurpose(handler)
  await take(handler, 'record-1440')
  const form = await handler.request.get(`/records/${numberOf(handler)}/form.pdf`)
  const pdf = await form.body()
  keep('registration-form', piped('pdftoppm', 'poppler-utils', ['-png', '-r', '96', '-singlefile', '-'], pdf))

  const audit = await as('郝学文', desk)
  await audit.goto('/admin/audit')
  await expect(audit.getByText(/^完整，共 \d+ 条$/)).toHaveCount(2)
  await take(audit, 'audit-1440')
})
