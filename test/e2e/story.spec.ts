/** One inquiry from the officer's phone to the closed record, and the proof that outlives the system. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { drawSignature, heading, numberOf, saveAndContinue, startRegistering, today } from './journey.ts'
import { program } from './prepare.ts'
import { expect, screenshot, test } from './registry.ts'

const OFFICER = '林晓雨'
const HANDLER = '谭为民'
const LEAD = '邵正平'
const CASE = '锦绣花园3号楼顶层违法搭建案'
const WORDS = '这个案子先放一放，那份笔录就不要用了，大家都是熟人。'
const EDITED = '（以上情况经本人逐字核对。）'

const evidence = {
  name: '通话录音.bin',
  mimeType: 'application/octet-stream',
  buffer: Buffer.alloc(6 * 1024 ** 2, 'liuhen'),
}

const liuhen = (...args: readonly string[]) =>
  spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', env: { ...process.env, LANG: 'C.UTF-8' } })

/** The state of the record, as its head says it. */
const stateOf = (page: Page) => page.locator('.lh-record__number')

test('R17 R18 R19 R22 R26 R40 R83 R84: an inquiry is registered, handled and closed, and its proof holds', async ({
  as,
  visitor,
  demo,
}, info) => {
  test.setTimeout(300_000)
  const officer = await as(OFFICER)
  await screenshot(officer, '01-home-officer')

  await test.step('the journey', async () => {
    await startRegistering(officer)
    await officer.getByRole('radio', { name: CASE }).check()
    await screenshot(officer, '02-case')
    await saveAndContinue(officer, '什么时候，以什么方式？')

    await officer.getByLabel('过问日期').fill(today())
    await expect(officer.getByText(`即 ${today()}`)).toBeVisible()
    await officer.getByRole('radio', { name: '电话' }).check()
    await officer.getByLabel('大约几点').fill('0:05')
    await officer.getByLabel('地点').fill('城东分局二楼办公室')
    await screenshot(officer, '03-when')
    await saveAndContinue(officer, '是谁过问的？')

    await officer.getByRole('radio', { name: '科室、分局、中队负责人' }).check()
    const name = officer.getByRole('combobox').first()
    await name.pressSequentially('zjg')
    await expect(officer.getByRole('option', { name: '周建国' })).toBeVisible()
    await screenshot(officer, '04-who-searching')
    await name.press('ArrowDown')
    await name.press('Enter')
    await expect(name).toHaveValue('周建国')
    await expect(officer.getByLabel('职务').first()).toHaveValue('城东分局局长')
    await saveAndContinue(officer, '说了什么，要求什么？')

    await officer.getByLabel('对方原话怎么说').fill(WORDS)
    await officer.getByLabel('要求做什么或者不做什么').fill('不采用现场笔录，暂缓处理。')
    await officer.getByRole('group', { name: '证据采不采用' }).getByRole('radio', { name: '是', exact: true }).check()
    await screenshot(officer, '05-said')
    await saveAndContinue(officer, '您当时怎样答复？')

    await officer.getByRole('radio', { name: '告知依照程序办理' }).check()
    await officer.getByLabel('您说了什么').fill('案件须按程序办理。')
    await screenshot(officer, '06-answer')
    await saveAndContinue(officer, '有照片、录音或其他材料吗？')

    await screenshot(officer, '07-evidence-empty')
    const parts: number[] = []
    const shown: string[] = []
    officer.on('request', (request) => {
      if (request.method() === 'PATCH') parts.push(Number(request.headers()['upload-offset']))
    })
    await officer.exposeFunction('keepProgress', (text: string) => shown.push(text))
    await officer.evaluate(`new MutationObserver(() => keepProgress(document.querySelector('[data-progress]').innerText))
      .observe(document.querySelector('[data-progress]'), { subtree: true, childList: true, characterData: true })`)
    await officer.getByLabel('选择文件').setInputFiles(evidence)
    await expect(officer.getByText('SHA-256')).toBeVisible()
    expect(parts).toEqual([0, 4 * 1024 ** 2])
    expect(shown.some((text) => text.includes('正在上传 66%'))).toBe(true)
    await officer.getByText('提取情况', { exact: true }).click()
    await officer.getByLabel('提取人').fill('林晓雨')
    await officer.getByLabel('见证人').fill('赵铁柱')
    await officer.getByLabel('来源设备或账号').fill('执法记录仪 QY-07')
    await screenshot(officer, '08-evidence')
    await officer.getByRole('button', { name: '保存提取情况' }).click()
    await officer.getByText('提取情况', { exact: true }).click()
    await expect(officer.getByLabel('见证人')).toHaveValue('赵铁柱')
    await saveAndContinue(officer, '核对过问情况，提出建议')

    const situation = officer.getByLabel('过问情况')
    await expect(situation).toHaveValue(/周建国/)
    await expect(situation).toHaveValue(/先放一放/)
    await expect(situation).toHaveValue(/0时5分/)
    await situation.fill(`${await situation.inputValue()}${EDITED}`)
    await officer.getByRole('radio', { name: '待核查过问' }).check()
    await officer.getByLabel('相关建议').fill('建议由纪检监察室了解情况。')
    await screenshot(officer, '09-situation')
    await saveAndContinue(officer, '提交前请核对')
  })

  await test.step('everything is there to be checked before signing', async () => {
    for (const said of [CASE, today(), '电话', '周建国（城东分局局长）', WORDS, '案件须按程序办理。'])
      await expect(officer.getByText(said, { exact: false }).first()).toBeVisible()
    for (const said of [evidence.name, EDITED, '待核查过问', '建议由纪检监察室了解情况。'])
      await expect(officer.getByText(said, { exact: false }).first()).toBeVisible()
    await screenshot(officer, '10-check')
    await officer.getByRole('button', { name: '核对无误，去签名' }).click()
    await officer.getByRole('button', { name: '签名并登记' }).click()
    await expect(officer.getByRole('alert')).toContainText('请勾选如实记录声明。')
    await officer.getByRole('checkbox', { name: '我声明' }).check()
    await drawSignature(officer)
    await screenshot(officer, '11-sign')
    await officer.getByRole('button', { name: '签名并登记' }).click()
    await expect(officer.getByText('登记完成')).toBeVisible()
    await screenshot(officer, '12-registered')
  })

  const number = numberOf(officer)
  expect(number).toMatch(/^\d{4}-[0-9A-Z]{6}$/)

  const proofFile = info.outputPath('proof.tlog-proof')
  const spoiltFile = info.outputPath('spoilt.tlog-proof')
  const movedFile = info.outputPath('moved.tlog-proof')
  await test.step('the proof and the form', async () => {
    const [download] = await Promise.all([
      officer.waitForEvent('download'),
      officer.getByRole('link', { name: '下载证明文件' }).click(),
    ])
    expect(download.suggestedFilename()).toBe(`${number}.tlog-proof`)
    await download.saveAs(proofFile)
    const qr = officer.getByRole('img', { name: '证明文件二维码' })
    await expect(qr).toBeVisible()
    await expect(qr).not.toHaveJSProperty('naturalWidth', 0)

    const form = await officer.request.get(
      `${demo.address}${await officer.getByRole('link', { name: '打印登记表' }).getAttribute('href')}`,
    )
    expect(form.headers()['content-type']).toBe('application/pdf')
    const text = spawnSync('pdftotext', ['-layout', '-', '-'], { input: await form.body(), encoding: 'utf8' })
    expect(text.stdout).toContain(number)
    expect(text.stdout.replaceAll(/\s/g, '')).toContain('周建国')

    // One letter of the registry's Ed25519 signature. (The line after it is ML-DSA, which a browser cannot check and passes over.)
    const proof = readFileSync(proofFile, 'utf8')
    const at = proof.indexOf('\n', proof.indexOf('— ')) - 20
    writeFileSync(spoiltFile, `${proof.slice(0, at)}${proof[at] === 'A' ? 'B' : 'A'}${proof.slice(at + 1)}`)
    writeFileSync(
      movedFile,
      proof.replace(/^index (\d+)$/m, (_line, index) => `index ${Number(index) - 1}`),
    )
  })

  await test.step('anybody checks the proof, in the browser and on the command line', async () => {
    const anybody = await visitor()
    const posted: string[] = []
    anybody.on('request', (request) => request.method() === 'POST' && posted.push(request.url()))
    await anybody.goto('/check')
    await anybody.getByLabel('选择证明文件').setInputFiles(proofFile)
    await expect(anybody.getByText('登记证明有效')).toBeVisible()
    await screenshot(anybody, '13-check-holds')
    await anybody.getByLabel('选择证明文件').setInputFiles(spoiltFile)
    await expect(anybody.getByText('登记证明没有通过核验')).toBeVisible()
    await screenshot(anybody, '14-check-fails')
    expect(posted).toEqual([])

    const vkeyFile = info.outputPath('vkey')
    writeFileSync(vkeyFile, await (await fetch(`${demo.address}/trail/vkey`)).text())
    const held = liuhen('check-proof', '--vkey', vkeyFile, proofFile)
    expect(held.status, held.stderr).toBe(0)
    expect(liuhen('check-proof', '--vkey', vkeyFile, spoiltFile).status).toBe(1)
    expect(liuhen('check-proof', '--vkey', vkeyFile, movedFile).status).toBe(1)
  })

  const handler = await as(HANDLER)
  await test.step('the handler receives and asks', async () => {
    await handler.goto('/home')
    await screenshot(handler, '15-home-handler')
    await handler.getByRole('listitem').filter({ hasText: number }).getByRole('link').click()
    await expect(heading(handler, CASE)).toBeVisible()
    await screenshot(handler, '16-record-handler')
    await handler.getByRole('button', { name: '接收', exact: true }).click()
    await expect(handler.getByText('已接收。')).toBeVisible()
    await handler.getByRole('link', { name: '要求补充' }).click()
    await handler.getByLabel('需要补充的问题').fill('当时还有谁听到这通电话？')
    await screenshot(handler, '17-request-supplement')
    await handler.getByRole('button', { name: '发出补充要求' }).click()
    await expect(handler.getByText('已向登记人提出补充要求。')).toBeVisible()
  })

  await test.step('R40: the recorder answers, and sees who opened the record by role and not by name', async () => {
    await officer.goto('/home')
    await officer.getByRole('listitem').filter({ hasText: number }).getByRole('link').click()
    await expect(officer.getByText('当时还有谁听到这通电话？').first()).toBeVisible()
    await screenshot(officer, '18-question')
    const looks = officer.getByRole('table', { name: '谁看过' })
    await expect(looks).toContainText('纪检监察室经办人')
    await expect(officer.getByRole('main')).not.toContainText(HANDLER)
    await officer.getByRole('link', { name: '补充说明' }).first().click()
    await officer.getByLabel('内容').fill('同事赵铁柱在旁边，听到了免提。')
    await officer.getByRole('button', { name: '提交补充' }).click()
    await expect(officer.getByText('补充已追加')).toBeVisible()
  })

  await test.step('R10: with a red line crossed the class «lawful» is refused and nothing typed is lost', async () => {
    await handler.goto(`/records/${number}/assess`)
    await handler.getByRole('radio', { name: '履职了解' }).check()
    await handler.getByLabel('理由').fill('要求不采用笔录。')
    await handler.getByRole('button', { name: '提交评估' }).click()
    await expect(handler.getByRole('alert')).toContainText('不能归为')
    await expect(handler.getByLabel('理由')).toHaveValue('要求不采用笔录。')
    await screenshot(handler, '19-assess-refused')
    await handler.getByRole('radio', { name: '待核查过问' }).check()
    await handler.getByRole('button', { name: '提交评估' }).click()
    await expect(handler.getByText('类别已评估。')).toBeVisible()
  })

  await test.step('the lead signs, the handler closes', async () => {
    const lead = await as(LEAD)
    await lead.getByRole('listitem').filter({ hasText: number }).getByRole('link').click()
    await lead.getByRole('link', { name: '签署纪检监察意见' }).click()
    await lead.getByLabel('意见', { exact: true }).fill('情况属实，存查备案。')
    await drawSignature(lead)
    await screenshot(lead, '20-opinion')
    await lead.getByRole('button', { name: '签署意见' }).click()
    await expect(lead.getByText('意见已签署。')).toBeVisible()

    await handler.goto(`/records/${number}`)
    await handler.getByRole('link', { name: '存查办结' }).click()
    await handler.getByLabel('理由').fill('意见已签署，存查。')
    await handler.getByRole('button', { name: '存查办结' }).click()
    await expect(handler.getByText('已存查办结。')).toBeVisible()
    await screenshot(handler, '21-closed')
    await officer.goto(`/records/${number}`)
    await expect(stateOf(officer)).toContainText('存查')
    await screenshot(officer, '22-closed-recorder')
  })

  await test.step('R26: the registry fits its trails', () => {
    const checked = liuhen('check', '--data', demo.folder)
    expect(checked.status, checked.stderr).toBe(0)
  })
})

test('R18: with only what is compulsory, one registers with few presses', async ({ as }) => {
  const page = await as('赵铁柱')
  let presses = 0
  const press = async (act: Promise<unknown>): Promise<void> => {
    presses += 1
    await act
  }
  const next = () => press(page.getByRole('button', { name: '保存并继续' }).click())
  await press(page.getByRole('button', { name: '登记一次过问' }).click())
  await press(page.getByRole('radio', { name: '宏达建材市场' }).check())
  await next()
  await press(page.getByLabel('过问日期').fill(today()))
  await next()
  await press(page.getByRole('radio', { name: '不明' }).check())
  await next()
  await press(page.getByLabel('对方原话怎么说').fill('来电话问能不能少罚一点。'))
  for (const _page of ['said', 'answer', 'evidence', 'situation']) await next()
  await press(page.getByRole('button', { name: '核对无误，去签名' }).click())
  await press(page.getByRole('checkbox', { name: '我声明' }).check())
  await press(page.getByRole('button', { name: '签名并登记' }).click())
  await expect(page.getByText('登记完成')).toBeVisible()
  expect(presses).toBeLessThanOrEqual(15)
})
