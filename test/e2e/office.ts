/** From receipt to closing: what the office does with one inquiry, and the recorder's answer to its question. */
import type { Page } from '@playwright/test'
import type { Hand } from './hands.ts'
import { heading } from './journey.ts'
import { expect, screenshot } from './registry.ts'

export type Desks = { readonly officer: Page; readonly handler: Page; readonly lead: Page }

/** Each of them begins at the own tasks. The pictures are called after `name`. */
export async function handleAndClose(number: string, { officer, handler, lead }: Desks, hand: Hand, name: string) {
  await openTask(handler, number, hand)
  await hand.press(handler.getByRole('button', { name: '接收', exact: true }))
  await expect(handler.getByText('已接收。')).toBeVisible()
  await screenshot(handler, `${name}-received`)
  await hand.press(handler.getByRole('link', { name: '要求补充' }))
  await hand.write(handler.getByLabel('需要补充的问题'), '当时还有谁在场？')
  await hand.press(handler.getByRole('button', { name: '发出补充要求' }))
  await expect(handler.getByText('已向登记人提出补充要求。')).toBeVisible()

  await openTask(officer, number, hand)
  await expect(officer.getByText('当时还有谁在场？').first()).toBeVisible()
  await hand.press(officer.getByRole('link', { name: '补充说明' }).first())
  await hand.write(officer.getByLabel('内容'), '只有我一个人。')
  await hand.press(officer.getByRole('button', { name: '提交补充' }))
  await expect(officer.getByText('补充已追加')).toBeVisible()

  await openTask(handler, number, hand)
  await expect(handler.getByText('只有我一个人。').first()).toBeVisible()
  await hand.press(handler.getByRole('link', { name: '评估类别' }))
  await hand.press(handler.getByRole('button', { name: '提交评估' }))
  await expect(handler.getByRole('alert')).toBeVisible()
  await hand.choose(handler.getByRole('group', { name: '类别' }), '一般过问')
  await hand.write(handler.getByLabel('理由'), '一般询问进展。')
  await hand.press(handler.getByRole('button', { name: '提交评估' }))
  await expect(handler.getByText('类别已评估。')).toBeVisible()

  await openTask(lead, number, hand)
  await hand.press(lead.getByRole('link', { name: '签署纪检监察意见' }))
  await hand.write(lead.getByLabel('意见', { exact: true }), '情况清楚，存查备案。')
  await screenshot(lead, `${name}-opinion`)
  await hand.press(lead.getByRole('button', { name: '签署意见' }))
  await expect(lead.getByText('意见已签署。')).toBeVisible()

  await openTask(handler, number, hand)
  await hand.press(handler.getByRole('link', { name: '存查办结' }))
  await hand.write(handler.getByLabel('理由'), '意见已签署。')
  await hand.press(handler.getByRole('button', { name: '存查办结' }))
  await expect(handler.getByText('已存查办结。')).toBeVisible()
  await screenshot(handler, `${name}-closed`)
}

async function openTask(page: Page, number: string, hand: Hand): Promise<void> {
  await page.goto('/home')
  await expect(heading(page, '待办事项')).toBeVisible()
  await hand.press(page.getByRole('listitem').filter({ hasText: number }).getByRole('link'))
  await expect(page.getByText(number).first()).toBeVisible()
}
