/** The journey of registering, walked as a person walks it: by labels and buttons. */
import { type Page, expect } from '@playwright/test'

/** Today in the bureau's time, as an officer types it. */
export const today = (): string => {
  const [year, month, date] = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format().split('-')
  return `${year}年${Number(month)}月${Number(date)}日`
}

export const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

export async function saveAndContinue(page: Page, nextTitle: string): Promise<void> {
  await page.getByRole('button', { name: '保存并继续' }).click()
  await expect(heading(page, nextTitle)).toBeVisible()
}

export async function startRegistering(page: Page): Promise<void> {
  await page.goto('/home')
  await page.getByRole('button', { name: '登记一次过问' }).click()
  await expect(heading(page, '是哪个案件？')).toBeVisible()
}

/** The office is asked what for when it comes from the list, once a day for each record; here it always handles. */
export async function sayPurpose(page: Page): Promise<void> {
  await page.waitForURL(/\/records\/\d{4}-/)
  if (!page.url().endsWith('/purpose')) return
  await page.getByRole('radio', { name: '办理本件' }).check()
  await page.getByRole('button', { name: '查看记录' }).click()
  await page.waitForURL(/\/records\/\d{4}-[0-9A-Z]{6}$/)
}

/** The number in the address of a record's page. */
export const numberOf = (page: Page): string => decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')

export type Inquiry = {
  readonly caseTitle: string
  readonly inquirerKind: string
  readonly inquirerName: string
  readonly exactWords: string
}

/** Somebody of the directory, found by what is typed and picked from the list. */
export async function pickPerson(page: Page, typed: string, name: string): Promise<void> {
  await page.getByRole('combobox').first().pressSequentially(typed)
  await page.getByRole('option', { name }).click()
}

/** Fills what is compulsory and stops before the signature. The name is searched in the directory. */
export async function fillInquiry(page: Page, inquiry: Inquiry): Promise<void> {
  await startRegistering(page)
  const other = page.getByRole('radio', { name: '其他案件' })
  if ((await other.count()) > 0) await other.check()
  await page.getByLabel('案件名称').fill(inquiry.caseTitle)
  await saveAndContinue(page, '什么时候，以什么方式？')
  await page.getByLabel('过问日期').fill(today())
  await saveAndContinue(page, '是谁过问的？')
  await page.getByRole('radio', { name: inquiry.inquirerKind }).check()
  await pickPerson(page, inquiry.inquirerName, inquiry.inquirerName)
  await saveAndContinue(page, '说了什么，要求什么？')
  await page.getByLabel('对方原话怎么说').fill(inquiry.exactWords)
  await saveAndContinue(page, '您当时怎样答复？')
  await saveAndContinue(page, '有照片、录音或其他材料吗？')
  await saveAndContinue(page, '核对过问情况，提出建议')
  await saveAndContinue(page, '提交前请核对')
  await page.getByRole('button', { name: '核对无误，去签名' }).click()
  await expect(heading(page, '声明并签名')).toBeVisible()
}

/** Registers with the name as signature and returns the number. */
export async function registerInquiry(page: Page, inquiry: Inquiry): Promise<string> {
  await fillInquiry(page, inquiry)
  await page.getByRole('checkbox', { name: '我声明' }).check()
  await page.getByRole('button', { name: '签名并登记' }).click()
  await expect(page.getByText('登记完成')).toBeVisible()
  return numberOf(page)
}

/** Draws two strokes into the signature field on the page, as with a finger or a mouse. */
export async function drawSignature(page: Page): Promise<void> {
  await page.getByRole('button', { name: '改为手写签名' }).click()
  const field = page.getByRole('img', { name: '在框内书写签名' })
  await field.scrollIntoViewIfNeeded()
  const box = await field.boundingBox()
  if (!box) throw new Error('there is no field to sign in')
  const at = (x: number, y: number): [number, number] => [box.x + box.width * x, box.y + box.height * y]
  for (const y of [0.35, 0.6]) {
    await page.mouse.move(...at(0.2, y))
    await page.mouse.down()
    await page.mouse.move(...at(0.45, y - 0.15), { steps: 6 })
    await page.mouse.move(...at(0.8, y + 0.1), { steps: 6 })
    await page.mouse.up()
  }
}
