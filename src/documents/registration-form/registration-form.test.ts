import jsQR from 'jsqr'
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { day } from '../../kit/calendar.ts'
import { utf8 } from '../../kit/bytes.ts'
import {
  attachmentOf,
  havePoppler,
  infoOf,
  lettersOf,
  metadataOf,
  pageImage,
  pagesOf,
  textOf,
  type PageImage,
} from '../../../test/support/pdf-tools.ts'
import { createRenderer } from '../renderer.ts'
import { aBlankForm, aForm, aSigner, SITUATION } from '../../../test/support/a-form.ts'
import type { RegistrationFormModel } from './model.ts'
import { registrationForm } from './registration-form.ts'

const renderer = createRenderer()
afterAll(() => renderer.close())
const print = (model: RegistrationFormModel): Promise<Uint8Array> => renderer.render(registrationForm(model))

const LABELS = ['案件名称', '办案机构', '过问时间', '登记时间', '办案人员：', '纪检分管领导：', '备注']

/** Where dark dots run without a break over most of the given strip: the lines of the table, in tenths of a millimetre. */
function lines(image: PageImage, direction: 'across' | 'down', from: number, to: number): number[] {
  const dark = (along: number, at: number): boolean =>
    (direction === 'across' ? image.grey[at * image.width + along]! : image.grey[along * image.width + at]!) < 140
  const found: number[] = []
  for (let at = 0; at < (direction === 'across' ? image.height : image.width); at += 1) {
    let count = 0
    for (let along = from; along < to; along += 1) if (dark(along, at)) count += 1
    const wide = count > 0.97 * (to - from)
    if (wide && (found.length === 0 || at - found.at(-1)! > 20)) found.push(at)
  }
  return found
}

describe.skipIf(!havePoppler)('registration form', () => {
  it('R82: the blank form is one A4 page with every label in order and room for every date', async () => {
    const pdf = await print(aBlankForm)
    expect(infoOf(pdf)).toMatch(/Pages:\s+1\n/u)
    expect(infoOf(pdf)).toMatch(/Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)/u)
    const letters = lettersOf(pdf)
    expect(letters.startsWith('行政执法机关内部人员过问案件办理行为登记表填表单位：')).toBe(true)
    const places = LABELS.map((label) => letters.indexOf(label))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    for (const label of ['过问情况', '及相关', '建议', '纪检监察', '意见']) expect(letters).toContain(label)
    expect(letters.match(/年月日/gu)).toHaveLength(4)
    expect(letters).not.toMatch(/\d/u)
  })

  it('R82: the table stands on its millimetres', async () => {
    const image = pageImage(await print(aBlankForm))
    expect([image.width, image.height].map((side) => Math.floor(side / 10))).toEqual([210, 297])
    const rows = lines(image, 'across', 600, 1700)
    const heights = rows.slice(1).map((line, index) => Math.round((line - rows[index]!) / 10))
    expect(heights).toEqual([12, 12, 12, 90, 55, 20])
    const third = rows[2]!
    const columns = lines(image, 'down', third + 20, third + 100).map((line) => Math.round(line / 10))
    expect(columns).toEqual([28, 57, 106, 135, 184])
  })

  it('R82: a filled form is still one page and prints what was recorded', async () => {
    const pdf = await print(aForm())
    expect(pagesOf(pdf)).toBe(1)
    const letters = lettersOf(pdf)
    for (const part of ['2026年3月7日', '2026年3月10日', '2026年3月12日', '建议：依照规定', '办案人员：周堃', '何㛃'])
      expect(letters).toContain(part)
    expect(letters).not.toContain('第1页')
  })

  it('R82: the golden text', async () => {
    const golden = new URL('../../../test/vectors/documents/registration-form.txt', import.meta.url)
    const text = textOf(await print(aForm()))
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, text)
    expect(text).toBe(readFileSync(golden, 'utf8'))
  })

  it('R84: several officers stand side by side, and an alternate shows capacity and reason', async () => {
    const pdf = await print(
      aForm({
        officers: [aSigner('周堃'), aSigner('马喆'), aSigner('赵𬭎', { signedOn: day('2026-03-11') })],
        lead: aSigner('钱赟', { capacity: '代为签署（纪检分管领导回避）' }),
      }),
    )
    const line = textOf(pdf)
      .split('\n')
      .find((each) => each.includes('办案人员：'))
    expect(line?.replaceAll(/\s+/gu, ' ').trim()).toMatch(/办案人员： ?周堃 马喆 赵𬭎$/u)
    expect(lettersOf(pdf)).toContain('代为签署（纪检分管领导回避）')
    expect(lettersOf(pdf)).toContain('2026年3月10日2026年3月10日2026年3月11日')
  })

  it('R84: a drawn signature prints its strokes, and the name can still be found', async () => {
    const mark = {
      kind: 'drawn',
      strokes: [
        [
          [0, 200],
          [1000, 200],
        ],
      ],
    } as const
    const pdf = await print(aForm({ officers: [aSigner('周堃', { mark })] }))
    expect(lettersOf(pdf)).toContain('周堃')
    expect(lines(pageImage(pdf), 'across', 1600, 1780).length).toBe(
      lines(pageImage(await print(aForm())), 'across', 1600, 1780).length + 1,
    )
  })

  it('R85: remarks stand in their cell, the register number above the table', async () => {
    const letters = lettersOf(await print(aForm()))
    expect(letters).toContain('附件2份：谈话记录1份，录像截图1份。')
    expect(letters.indexOf('编号：2026-7F3K9Q')).toBeLessThan(letters.indexOf('案件名称'))
    const { registerNumber: _, strip: __, ...without } = aForm()
    const bare = lettersOf(await print(without))
    expect(bare).not.toContain('2026-7F3K9Q')
    expect(bare).not.toContain('编号：')
    expect(bare).not.toContain('校验码')
  })

  it('R82: what does not fit goes to continuation sheets, and nothing is lost', async () => {
    const paragraphs = Array.from(
      { length: 14 },
      (_, index) => `甲${index}乙${SITUATION.replace('\n', '')}丙${index}丁`,
    )
    const pdf = await print(aForm({ situation: paragraphs.join('\n') }))
    const pages = pagesOf(pdf)
    expect(pages).toBeGreaterThan(1)
    const sheets = textOf(pdf).split('\f').slice(0, pages)
    for (const sheet of sheets) {
      const letters = sheet.replaceAll(/\s/gu, '')
      for (const again of ['过问案件办理行为登记表', '编号：2026-7F3K9Q', '某建材经营部擅自占用城市道路堆放物料案'])
        expect(letters).toContain(again)
      expect(letters).toMatch(/第\d页共\d页/u)
    }
    expect(sheets[1]?.replaceAll(/\s/gu, '')).toContain('登记表（续）')
    expect(sheets.at(-1)).toContain('建议（续）')
    const signatures = sheets.findIndex((sheet) => sheet.includes('办案人员：'))
    expect(sheets[signatures]).toContain('依照规定第八条')
    const printed = countOf(lettersOf(pdf))
    for (const [letter, count] of countOf(paragraphs.join('')))
      expect(printed.get(letter)).toBeGreaterThanOrEqual(count)
    for (const [index] of paragraphs.entries()) expect(lettersOf(pdf)).toContain(`甲${index}乙`)
  })

  it('R37: a watermark names the viewer and the time', async () => {
    const pdf = await print(aForm({ watermark: '何㛃 2026-03-12 10:20' }))
    expect(lettersOf(pdf)).not.toBe(lettersOf(await print(aForm())))
    expect(pagesOf(pdf)).toBe(1)
  })

  it('prints markup as the letters it is', async () => {
    const hostile = '#panic() $x$ *a* \\ `b` @c <x> = d // e "f" #read("/etc/passwd")'
    const letters = lettersOf(await print(aForm({ situation: hostile, caseTitle: hostile, remarks: hostile })))
    expect(letters.split(hostile.replaceAll(' ', '')).length - 1).toBeGreaterThanOrEqual(2)
  })

  it('gives rare characters of names back to whoever copies them', async () => {
    const letters = lettersOf(await print(aForm({ officers: [aSigner('㛃𬭎喆堃赟')] })))
    expect(letters).toContain('㛃𬭎喆堃赟')
  })

  it('names the characters no font has', async () => {
    await expect(print(aForm({ caseTitle: `甲\u{1f980}乙` }))).rejects.toMatchObject({
      code: 'glyphMissing',
      data: { characters: '\u{1f980}' },
    })
  })

  it('carries the record inside and says it is PDF/A-3b', async () => {
    const pdf = await print(aForm())
    const { list, bytes } = attachmentOf(pdf)
    expect(list).toContain('record.json')
    expect(Uint8Array.from(bytes)).toEqual(utf8('{"format":"invented"}'))
    expect(metadataOf(pdf)).toMatch(/pdfaid:part>3</u)
    expect(metadataOf(pdf)).toMatch(/pdfaid:conformance>B</u)
  })

  it('has a QR code that reads back', async () => {
    const { width, height, grey } = pageImage(await print(aForm()))
    const rgba = new Uint8ClampedArray(width * height * 4)
    for (let at = 0; at < grey.length; at += 1) rgba.fill(grey[at]!, at * 4, at * 4 + 4)
    const top = 2600 * width * 4
    expect(jsQR.default(rgba.subarray(top), width, height - 2600)?.data).toBe(
      'https://register.example/check/D0196088C702',
    )
  })
})

/** How often each character occurs: the label column interrupts the text where a stranger's reader reads line by line. */
function countOf(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  return counts
}
