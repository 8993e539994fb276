/** The main job, as people do it in a browser: an officer registers, the office works, the lead signs, the proof is checked. */
import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, screenshot, test } from './registry.ts'

const program = resolve(import.meta.dirname, '..', '..', 'bin', 'liuhen.mjs')
const liuhen = (...args: readonly string[]) => spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' })

const goOn = (page: Page) => page.getByRole('button', { name: '保存并继续' }).click()
const onPage = (page: Page, title: string) => expect(page.getByRole('heading', { name: title })).toBeVisible()

/** Draws a few strokes on the field. */
async function drawSignature(page: Page): Promise<void> {
  await page.getByRole('button', { name: '改为手写签名' }).click()
  const box = await page.getByRole('img', { name: '在框内书写签名' }).boundingBox()
  if (!box) throw new Error('there is no field to draw on')
  for (const [from, to] of [
    [0.2, 0.5],
    [0.5, 0.8],
  ] as const) {
    await page.mouse.move(box.x + box.width * from, box.y + box.height * 0.3)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * to, box.y + box.height * 0.7, { steps: 8 })
    await page.mouse.up()
  }
}

test('R18, R22, R84: from the officer’s phone to a signed form and a trail that outsiders can check', async ({
  page,
  demo,
}) => {
  test.setTimeout(240_000)
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-story-'))
  const officer = demo.someone('enforcementOfficer')
  await demo.signIn(page, officer)
  await screenshot(page, '01-home')

  await page.getByRole('main').getByRole('button', { name: '登记一次过问' }).first().click()
  await onPage(page, '是哪个案件？')
  await page.getByLabel('案件名称').fill('沿河路商铺占道经营案')
  await page.getByText('案号、办案机构、案件状态').click()
  await page.getByLabel('办案机构').fill('城东分局')
  await goOn(page)

  await onPage(page, '什么时候，以什么方式？')
  await page.getByLabel('过问日期').fill('2026-11-20')
  await expect(page.getByText('2026年11月20日 星期五')).toBeVisible()
  await page.getByLabel('大约几点').fill('15:20')
  await page.getByLabel('电话').check()
  await goOn(page)

  await onPage(page, '是谁过问的？')
  await page.getByLabel('内部人员').check()
  const colleague = demo.someone('enforcementOfficer', officer.name)
  const name = page.getByRole('combobox').first()
  await name.pressSequentially(colleague.username.slice(0, 6))
  await expect(page.getByRole('option', { name: colleague.name }).first()).toBeVisible()
  await name.press('ArrowDown')
  await name.press('Enter')
  await expect(name).not.toHaveValue(colleague.username.slice(0, 6))
  await screenshot(page, '02-who')
  await goOn(page)

  await onPage(page, '说了什么，要求什么？')
  await page.getByLabel('发生了什么，对方原话怎么说').fill('那家店是熟人开的，能不能少罚一点')
  await page.getByLabel('要求做什么或者不做什么').fill('从轻处罚')
  await page.getByRole('group', { name: '罚不罚、怎么罚、许不许可' }).getByLabel('否').check()
  await goOn(page)

  await onPage(page, '您当时怎样答复？')
  await page.getByLabel('予以拒绝').check()
  await goOn(page)

  await onPage(page, '有照片、录音或其他材料吗？')
  const recording = join(folder, '通话录音.bin')
  writeFileSync(recording, randomBytes(6 * 1024 ** 2))
  await page.getByLabel('选择文件').setInputFiles(recording)
  await expect(page.getByText('通话录音.bin').first()).toBeVisible()
  await expect(page.getByText('SHA-256').first()).toBeVisible({ timeout: 30_000 })
  await screenshot(page, '03-evidence')
  await goOn(page)

  await onPage(page, '核对过问情况，提出建议')
  await expect(page.getByLabel('过问情况（印在登记表上）')).toHaveValue(/2026年11月20日15时20分/)
  await page.getByLabel('相关建议').fill('建议由原办案人员继续依法办理。')
  await goOn(page)

  await onPage(page, '提交前请核对')
  await expect(page.getByText('沿河路商铺占道经营案').first()).toBeVisible()
  await expect(page.getByText('建议由原办案人员继续依法办理。').first()).toBeVisible()
  await screenshot(page, '04-check')
  await page.getByRole('button', { name: '核对无误，去签名' }).click()

  await onPage(page, '声明并签名')
  await page.getByRole('button', { name: '签名并登记' }).click()
  await expect(page.getByRole('alert')).toContainText('请勾选如实记录声明。')
  await page.getByRole('checkbox', { name: /我声明/ }).check()
  await drawSignature(page)
  await screenshot(page, '05-sign')
  await page.getByRole('button', { name: '签名并登记' }).click()
  await expect(page.getByText('登记完成')).toBeVisible()
  await screenshot(page, '06-registered')
  const number = /records\/([0-9A-Z-]+)/.exec(page.url())?.[1] ?? ''
  expect(number).toMatch(/^\d{4}-[0-9A-Z]{6}$/)

  // The proof: as a file, in the browser, and without us.
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载证明文件' }).click()
  const proof = join(folder, 'mine.tlog-proof')
  await (await downloading).saveAs(proof)
  const vkey = (await (await page.request.get(`${demo.address}/trail/vkey`)).text()).trim()
  expect(liuhen('check-proof', proof, '--vkey', vkey).status).toBe(0)
  const forged = join(folder, 'forged.tlog-proof')
  writeFileSync(
    forged,
    readFileSync(proof, 'utf8').replace(/^index (\d+)$/m, (_, index) => `index ${Number(index) - 1}`),
  )
  expect(liuhen('check-proof', forged, '--vkey', vkey).status).not.toBe(0)
  await page.goto(`${demo.address}/check`)
  await page.getByLabel('证明文件').setInputFiles(proof)
  await expect(page.getByRole('main').getByRole('status')).toHaveClass(/holds/)
  await screenshot(page, '07-proof')
  await page.getByLabel('证明文件').setInputFiles(forged)
  await expect(page.getByRole('main').getByRole('status')).not.toHaveClass(/holds/)

  // The form on paper.
  const form = await page.request.get(`${demo.address}/records/${number}/form.pdf`)
  const pdf = join(folder, 'form.pdf')
  writeFileSync(pdf, await form.body())
  const printed = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' })
  expect(printed).toContain(number)
  expect(printed).toContain('沿河路商铺占道经营案')

  // The office.
  const handler = demo.someone('disciplineHandler')
  await demo.signIn(page, handler)
  await page.goto(`${demo.address}/records/${number}`)
  await page.getByRole('button', { name: '接收', exact: true }).click()
  await expect(page.getByText('已接收。')).toBeVisible()
  await page.getByRole('link', { name: '要求补充' }).click()
  await page.getByLabel('需要补充的问题').fill('当时是否有旁人在场？')
  await page.getByRole('button', { name: '发出补充要求' }).click()
  await expect(page.getByText('已向登记人提出补充要求。')).toBeVisible()

  await demo.signIn(page, officer)
  await page.getByRole('link', { name: '补充说明' }).first().click()
  await expect(page.getByText('当时是否有旁人在场？').first()).toBeVisible()
  await screenshot(page, '08-asked')
  await page.getByRole('main').getByRole('link', { name: '补充说明' }).first().click()
  await page.getByLabel('内容').fill('无旁人在场。')
  await page.getByRole('button', { name: '提交补充' }).click()
  await expect(page.getByText('补充已追加，原登记内容没有改动。')).toBeVisible()
  // R40: by role, with the time, without a name.
  await expect(page.getByText('纪检监察室经办人').first()).toBeVisible()
  await expect(page.getByText(handler.name)).toHaveCount(0)

  await demo.signIn(page, handler)
  await page.goto(`${demo.address}/records/${number}/assess`)
  await page.getByLabel('一般过问').check()
  await page.getByLabel('理由').fill('仅口头询问，未影响办理。')
  await page.getByRole('button', { name: '提交评估' }).click()
  await expect(page.getByText('类别已评估。')).toBeVisible()

  await demo.signIn(page, demo.someone('disciplineLead'))
  await page.goto(`${demo.address}/records/${number}/opinion`)
  await page.getByLabel('意见').fill('情况属实，留存备查。')
  await drawSignature(page)
  await screenshot(page, '09-opinion')
  await page.getByRole('button', { name: '签署意见' }).click()
  await expect(page.getByText('意见已签署。')).toBeVisible()

  await demo.signIn(page, handler)
  await page.goto(`${demo.address}/records/${number}/close`)
  await page.getByLabel('理由').fill('留存备查。')
  await page.getByRole('button', { name: '存查办结' }).click()
  await expect(page.getByText('存查办结。')).toBeVisible()
  await screenshot(page, '10-closed')

  const checked = liuhen('check', '--data', demo.folder)
  expect(checked.status, checked.stdout + checked.stderr).toBe(0)
})

test('R32, R42: whoever is named finds no row, no task and no page, and cannot tell it from a number that does not exist', async ({
  page,
  demo,
}) => {
  const handler = demo.someone('disciplineHandler')
  const other = demo.someone('disciplineHandler', handler.name)
  await demo.signIn(page, demo.someone('enforcementOfficer'))
  await page.getByRole('main').getByRole('button', { name: '登记一次过问' }).first().click()
  await page.getByLabel('案件名称').fill('回避核对案')
  await goOn(page)
  await page.getByLabel('过问日期').fill('2026-11-20')
  await goOn(page)
  await page.getByLabel('内部人员').check()
  // Only typed, not picked: the name alone shuts its bearer out.
  await page.getByRole('combobox').first().fill(handler.name)
  await page.keyboard.press('Escape')
  await goOn(page)
  await page.getByLabel('发生了什么，对方原话怎么说').fill('询问进展')
  for (let step = 0; step < 4; step += 1) await goOn(page)
  await page.getByRole('button', { name: '核对无误，去签名' }).click()
  await page.getByRole('checkbox', { name: /我声明/ }).check()
  await page.getByRole('button', { name: '签名并登记' }).click()
  await expect(page.getByText('登记完成')).toBeVisible()
  const number = /records\/([0-9A-Z-]+)/.exec(page.url())?.[1] ?? ''

  await demo.signIn(page, handler)
  expect(await page.content()).not.toContain(number)
  const seen = async (path: string): Promise<string> => {
    await page.goto(`${demo.address}${path}`)
    return (await page.getByRole('main').innerText()).replaceAll(/[0-9a-f]{12}/g, '')
  }
  expect(await seen(`/records/${number}`)).toBe(await seen('/records/2026-ZZZZZZ'))
  expect(await seen('/records?q=回避核对案')).toContain('共 0 件')

  await demo.signIn(page, other)
  expect(await seen('/records?q=回避核对案')).toContain(number)
})
