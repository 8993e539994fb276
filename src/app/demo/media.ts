/** Evidence for the demonstration, made by code: a picture, a tone, a scanned letter. Small, valid, and nobody's. */
import { crc32, deflateSync } from 'node:zlib'
import { concat, u32be, utf8 } from '../../kit/bytes.ts'
import type { DemoEvidence } from './inquiries/demo-inquiry.ts'

export type DemoFile = {
  readonly name: string
  readonly bytes: Uint8Array
  readonly source: string
  readonly carrier: string
}

/** The same `seed` gives the same file. */
export function demoFile(kind: DemoEvidence, seed: number): DemoFile {
  switch (kind) {
    case 'photo':
      return { name: `现场照片${seed}.png`, bytes: scenery(seed), source: '执法记录仪', carrier: '执法记录仪存储卡' }
    case 'screenshot':
      return { name: `聊天截图${seed}.png`, bytes: bubbles(seed), source: '工作手机即时通信软件', carrier: '工作手机' }
    case 'recording':
      return { name: `通话录音${seed}.wav`, bytes: tone(seed), source: '办公电话录音', carrier: '电话录音设备' }
    case 'letter':
      return { name: `来函扫描件${seed}.pdf`, bytes: letter(seed), source: '收文登记', carrier: '纸质原件' }
  }
}

type Colour = readonly [number, number, number]

/** PNG (RFC 2083): eight bits a channel, no filter. */
function png(width: number, height: number, colourAt: (x: number, y: number) => Colour): Uint8Array {
  const rows = new Uint8Array(height * (1 + width * 3))
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) rows.set(colourAt(x, y), y * (1 + width * 3) + 1 + x * 3)
  const chunk = (type: string, body: Uint8Array): Uint8Array => {
    const typed = concat(utf8(type), body)
    return concat(u32be(body.length), typed, u32be(crc32(typed)))
  }
  const header = concat(u32be(width), u32be(height), Uint8Array.of(8, 2, 0, 0, 0))
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  return concat(signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', new Uint8Array(0)))
}

/** A street of plain houses under a pale sky. */
function scenery(seed: number): Uint8Array {
  const houses = Array.from({ length: 6 }, (_, i) => ({
    left: i * 54,
    top: 60 + ((seed * 37 + i * 53) % 60),
    shade: 120 + ((seed * 29 + i * 41) % 90),
  }))
  return png(320, 200, (x, y) => {
    if (y > 170) return [112, 112, 108]
    const house = houses.find(({ left, top }) => x >= left && x < left + 46 && y >= top)
    if (!house) return [198 - y / 4, 214 - y / 5, 228 - y / 8]
    const window = (x - house.left) % 14 > 4 && (y - house.top) % 20 > 9
    return window ? [70, 88, 104] : [house.shade, house.shade - 12, house.shade - 28]
  })
}

/** A conversation as a phone shows it, without a word that could be read. */
function bubbles(seed: number): Uint8Array {
  return png(200, 340, (x, y) => {
    const row = Math.floor((y - 20) / 52)
    const own = (row + seed) % 3 === 0
    const within = y > 20 && (y - 20) % 52 < 36 && (own ? x > 70 && x < 188 : x > 12 && x < 130)
    if (!within) return [236, 236, 238]
    const line = (y - 20) % 52 > 8 && (y - 20) % 12 < 4 && (own ? x > 82 && x < 176 : x > 24 && x < 118)
    if (line) return [120, 124, 128]
    return own ? [158, 216, 146] : [255, 255, 255]
  })
}

/** WAV, 8 kHz, one channel, sixteen bits, two seconds. */
function tone(seed: number): Uint8Array {
  const [rate, seconds] = [8000, 2]
  const bytes = new Uint8Array(44 + rate * seconds * 2)
  const view = new DataView(bytes.buffer)
  bytes.set(utf8('RIFF'))
  view.setUint32(4, bytes.length - 8, true)
  bytes.set(utf8('WAVEfmt '), 8)
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  bytes.set(utf8('data'), 36)
  view.setUint32(40, bytes.length - 44, true)
  const pitch = 300 + (seed % 7) * 40
  for (let i = 0; i < rate * seconds; i += 1)
    view.setInt16(44 + i * 2, Math.round(6000 * Math.sin((2 * Math.PI * pitch * i) / rate)), true)
  return bytes
}

/** PDF 1.4 with one page of standard Helvetica. */
function letter(seed: number): Uint8Array {
  const lines = ['SCANNED LETTER (DEMONSTRATION)', `Reference ${1000 + seed}`, 'Original kept with the incoming mail.']
  const text = lines.map((line) => `(${line.replaceAll(/[()\\]/g, String.raw`\$&`)}) Tj 0 -24 Td`).join(' ')
  const page = `BT /F1 14 Tf 72 760 Td ${text} ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${page.length} >>\nstream\n${page}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = '%PDF-1.4\n'
  const offsets = objects.map((object, i) => {
    const offset = body.length
    body += `${i + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  return utf8(
    `${body}xref\n0 ${size}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`,
  )
}
