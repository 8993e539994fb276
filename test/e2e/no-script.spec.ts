/** Without JavaScript the whole story can be told: plain forms, a plain upload, names as signatures. */
import { heading, numberOf, saveAndContinue, startRegistering, today } from './journey.ts'
import { pointer } from './hands.ts'
import { handleAndClose } from './office.ts'
import { expect, screenshot, test } from './registry.ts'

test('R17, R18, R22: without scripts an inquiry is registered with evidence, handled, signed and closed', async ({
  as,
}) => {
  const page = await as('段瑞峰', { javaScriptEnabled: false })
  await startRegistering(page)
  await page.getByRole('radio', { name: '西苑农贸市场占用消防通道案' }).check()
  await saveAndContinue(page, '什么时候，以什么方式？')

  await page.getByRole('button', { name: '保存并继续' }).click()
  await expect(page.getByRole('alert')).toContainText('过问日期')
  await page.getByLabel('过问日期').fill(today())
  await page.getByRole('radio', { name: '当面' }).check()
  await saveAndContinue(page, '是谁过问的？')

  await page.getByRole('radio', { name: '亲属' }).check()
  await page.getByText('是否代他人过问').click()
  await page.getByRole('group', { name: '过问人姓名' }).getByLabel('姓名').fill('石广田')
  await screenshot(page, 'no-script-who')
  await saveAndContinue(page, '说了什么，要求什么？')
  await page.getByLabel('对方原话怎么说').fill('孩子他舅的摊位，通融一下。')
  await saveAndContinue(page, '您当时怎样答复？')
  await page.getByRole('radio', { name: '予以拒绝' }).check()
  await saveAndContinue(page, '有照片、录音或其他材料吗？')

  await page.getByLabel('选择文件').setInputFiles({
    name: '现场照片说明.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('摊位照片三张，另存执法记录仪。'),
  })
  await page.getByRole('button', { name: '上传' }).click()
  await expect(page.getByText('SHA-256')).toBeVisible()
  await screenshot(page, 'no-script-evidence')
  await saveAndContinue(page, '核对过问情况，提出建议')
  await expect(page.getByLabel('过问情况')).toHaveValue(/石广田/)
  await saveAndContinue(page, '提交前请核对')
  await expect(page.getByText('1 件：现场照片说明.txt')).toBeVisible()
  await page.getByRole('button', { name: '核对无误，去签名' }).click()
  await expect(heading(page, '声明并签名')).toBeVisible()
  await screenshot(page, 'no-script-sign')
  await page.getByRole('checkbox', { name: '我声明' }).check()
  await page.getByRole('button', { name: '签名并登记' }).click()
  await expect(page.getByText('登记完成')).toBeVisible()
  const number = numberOf(page)
  expect(number).toMatch(/^\d{4}-[0-9A-Z]{6}$/)
  await expect(page.getByText('现场照片说明.txt').first()).toBeVisible()
  await screenshot(page, 'no-script-registered')

  const withoutScripts = { javaScriptEnabled: false }
  const desks = {
    officer: page,
    handler: await as('谭为民', withoutScripts),
    lead: await as('邵正平', withoutScripts),
  }
  await handleAndClose(number, desks, pointer, 'no-script')
})

test('R26: without scripts the server checks a proof', async ({ as, visitor }) => {
  const recorder = await as('段瑞峰', { javaScriptEnabled: false })
  await recorder.goto('/records')
  await recorder
    .getByRole('main')
    .getByRole('link', { name: /^\d{4}-/ })
    .first()
    .click()
  const proof = await recorder.request.get(`/records/${numberOf(recorder)}/proof.tlog-proof`)
  const page = await visitor({ javaScriptEnabled: false })
  await page.goto('/check')
  await page.getByLabel('选择证明文件').setInputFiles({
    name: 'mine.tlog-proof',
    mimeType: 'text/plain',
    buffer: await proof.body(),
  })
  await page.getByRole('button', { name: '核验', exact: true }).click()
  await expect(page.getByText('登记证明有效')).toBeVisible()
  await page.getByLabel('选择证明文件').setInputFiles({
    name: 'other.tlog-proof',
    mimeType: 'text/plain',
    buffer: Buffer.from('not a proof'),
  })
  await page.getByRole('button', { name: '核验', exact: true }).click()
  await expect(page.getByText('登记证明没有通过核验')).toBeVisible()
})
