import QRCode from 'qrcode'
import { expect, it } from 'vitest'
import { qrCodeSvg } from './qr-code.ts'

const URL = 'https://register.example/check/1'

/** The modules that the strokes cover, by row and column. */
function drawn(svg: string): Set<string> {
  const covered = new Set<string>()
  const [, path = ''] = /stroke="#000" d="([^"]*)"/.exec(svg) ?? []
  let [column, row] = [0, 0]
  for (const [, absolute, x, y, command, length] of path.matchAll(/(M)(\d+) (\d+)\.5|([hm])(\d+)(?: 0)?/g)) {
    if (absolute) [column, row] = [Number(x), Number(y)]
    for (let end = column + Number(length ?? 0); column < end; column += 1)
      if (command === 'h') covered.add(`${row}/${column}`)
  }
  return covered
}

it('draws a code of level M, module by module, with four modules of white around it', () => {
  const svg = qrCodeSvg(URL)
  // 32 bytes at level M need version 3: 29 modules, and twice four of white.
  expect(svg).toContain('viewBox="0 0 37 37"')
  const { size, data } = QRCode.create(URL, { errorCorrectionLevel: 'M' }).modules
  const dark = Array.from(data.keys()).filter((i) => data[i])
  expect(drawn(svg)).toEqual(new Set(dark.map((i) => `${Math.floor(i / size) + 4}/${(i % size) + 4}`)))
})
