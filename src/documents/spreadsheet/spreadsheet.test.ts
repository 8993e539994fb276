import { strToU8, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { utf8 } from '../../kit/bytes.ts'
import { printCsv } from './csv.ts'
import { readSheet } from './read-sheet.ts'
import { limits } from './sheet.ts'
import { printXlsx } from './xlsx-write.ts'
import { xmlPieces } from './xml.ts'

const cellsIn = (bytes: Uint8Array): (readonly string[])[] => {
  const sheet = readSheet(bytes)
  if (!sheet.ok) throw new Error(sheet.refusal.code)
  return sheet.value.map(({ cells }) => cells)
}
const refusalOf = (bytes: Uint8Array): string => {
  const sheet = readSheet(bytes)
  return sheet.ok ? 'read' : sheet.refusal.code
}

const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A workbook as programs write it; parts may be replaced. */
const workbook = (rows: string, parts: Record<string, string> = {}): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries({
        'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns:r="${REL}"><sheets><sheet name="a" sheetId="7" r:id="rId3"/><sheet name="b" sheetId="1" r:id="rId1"/></sheets></workbook>`,
        'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Target="/xl/worksheets/sheet1.xml"/></Relationships>`,
        'xl/worksheets/sheet1.xml': `<x:worksheet xmlns:x="m"><x:sheetData>${rows}</x:sheetData></x:worksheet>`,
        'xl/worksheets/sheet2.xml': '<worksheet><sheetData><row><c><v>other</v></c></row></sheetData></worksheet>',
        ...parts,
      }).map(([name, text]) => [name, strToU8(text)]),
    ),
    { level: 1 },
  )

it('reads what it writes, as workbook and as text', () => {
  const head = ['姓名', '备注 <&"']
  const rows = [
    ['买买提·吐尔逊', '前,后'],
    ['', '00123'],
  ]
  const sheet = { name: '人员', head, rows, widths: [10, 10], choices: [{ column: 1, words: ['是', '否'] }] }
  expect(cellsIn(printXlsx(sheet))).toEqual([head, ...rows])
  expect(printXlsx(sheet)).toEqual(printXlsx(sheet))
  expect(cellsIn(utf8(printCsv([head, ...rows])))).toEqual([head, ...rows])
})

it.each([
  ['UTF-8', utf8('姓名,工号\r\n宋怡林,01\r\n')],
  ['UTF-8 with its mark', utf8('\ufeff姓名,工号\n宋怡林,01')],
  ['GB18030', Uint8Array.from(Buffer.from('d0d5c3fb2cb9a4bac50d0acbcee2f9c1d62c30310d0a', 'hex'))],
  ['UTF-16 with tabs', new Uint8Array(Buffer.from('\ufeff姓名\t工号\r\n宋怡林\t01\r\n', 'utf16le'))],
  ['semicolons and quotes', utf8('"姓名";"工号"\n"宋怡林";"01"')],
])('reads text in %s', (_name, bytes) => {
  expect(cellsIn(bytes)).toEqual([
    ['姓名', '工号'],
    ['宋怡林', '01'],
  ])
})

it('keeps commas, quotes and line ends of a quoted cell, and the numbers of rows after empty ones', () => {
  const sheet = readSheet(utf8('a,"b ""c"", d\ne"\r\n\r\n,\r\nf,g'))
  expect(sheet).toEqual({
    ok: true,
    value: [
      { number: 1, cells: ['a', 'b "c", d e'] },
      { number: 4, cells: ['f', 'g'] },
    ],
  })
})

it('takes values only: the result of a formula, days by their style, long numbers whole, no phonetic guides', () => {
  const styles =
    '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>'
  const shared = '<sst><si><r><t>宋</t></r><r><t>怡林</t></r><rPh><t>song</t></rPh></si></sst>'
  const rows =
    '<x:row r="3"><x:c r="B3" t="s"><x:v>0</x:v></x:c><x:c r="C3" s="1"><x:v>45054</x:v></x:c><x:c r="D3" s="2"><x:v>45054.5</x:v></x:c>' +
    '<x:c r="E3"><x:f>HYPERLINK("http://x")</x:f><x:v>7</x:v></x:c><x:c r="F3"><x:v>1.23E+5</x:v></x:c><x:c r="G3" t="b"><x:v>1</x:v></x:c><x:c r="H3" t="e"><x:v>#REF!</x:v></x:c></x:row>'
  const file = workbook(rows, { 'xl/styles.xml': styles, 'xl/sharedStrings.xml': shared })
  expect(readSheet(file)).toEqual({
    ok: true,
    value: [{ number: 3, cells: ['', '宋怡林', '2023-05-08', '2023-05-08', '7', '123000', '是', ''] }],
  })
})

it('counts days from 1904 where the workbook says so', () => {
  const file = workbook('<x:row><x:c s="0"><x:v>43592</x:v></x:c></x:row>', {
    'xl/workbook.xml': `<workbook xmlns:r="${REL}"><workbookPr date1904="1"/><sheets><sheet r:id="rId3"/></sheets></workbook>`,
    'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>',
  })
  expect(cellsIn(file)).toEqual([['2023-05-08']])
})

it('refuses what is no table, each with a code that says what to do', () => {
  expect(refusalOf(utf8('PK\u0003\u0004 not a zip'))).toBe('notASpreadsheet')
  expect(refusalOf(zipSync({ 'word/document.xml': strToU8('<a/>') }))).toBe('notASpreadsheet')
  expect(refusalOf(workbook('<x:row><x:c></x:row>'))).toBe('notASpreadsheet')
  const ole = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1)
  expect(refusalOf(ole)).toBe('oldSpreadsheet')
  expect(refusalOf(Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]))).toBe('spreadsheetLocked')
  expect(refusalOf(Uint8Array.of(0x61, 0xff, 0xff, 0x00))).toBe('textUnreadable')
  expect(refusalOf(new Uint8Array(limits.fileBytes + 1))).toBe('spreadsheetTooLarge')
  expect(refusalOf(utf8('a\n'.repeat(limits.rows + 1)))).toBe('spreadsheetTooLarge')
})

it('unpacks no bomb: neither one that tells its size nor one that lies about it', () => {
  const bomb = workbook(' '.repeat(limits.unpackedBytes))
  expect(bomb.length).toBeLessThan(limits.fileBytes)
  expect(refusalOf(bomb)).toBe('spreadsheetTooLarge')
  const lying = workbook(`<x:row><x:c t="str"><x:v>${'a'.repeat(9_000_000)}</x:v></x:c></x:row>`)
  // Both places that state the unpacked size of the sheet.
  const view = new DataView(lying.buffer, lying.byteOffset)
  for (let i = 0; i + 46 < lying.length; i += 1) {
    const signature = view.getUint32(i, true)
    if (signature === 0x02014b50 && view.getUint32(i + 24, true) > 8_000_000) view.setUint32(i + 24, 100, true)
    if (signature === 0x04034b50 && view.getUint32(i + 22, true) > 8_000_000) view.setUint32(i + 22, 100, true)
  }
  expect(refusalOf(lying)).toBe('notASpreadsheet')
})

it('knows no document type and no entity of its own', () => {
  expect(() => [...xmlPieces('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')]).toThrow(SyntaxError)
  expect(() => [...xmlPieces('<a>&b;</a>')]).toThrow(SyntaxError)
  expect(() => [...xmlPieces('<a><b></a></b>')]).toThrow(SyntaxError)
  expect(
    [...xmlPieces('<a>&lt;&#20013;&#x6587;<![CDATA[<&]]><!-- x --></a>')].flatMap((piece) =>
      'text' in piece ? [piece.text] : [],
    ),
  ).toEqual(['<中文', '<&'])
})
