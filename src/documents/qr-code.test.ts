import { expect, it } from 'vitest'
import { qrCodeSvg } from './qr-code.ts'

it('draws a code of level M with four modules of white around it', () => {
  const svg = qrCodeSvg('https://register.example/check/1')
  // 32 bytes at level M need version 3: 29 modules, and twice four of white.
  expect(svg).toContain('viewBox="0 0 37 37"')
  expect(svg).toContain('M4 4h1v1h-1z')
  expect(svg).not.toMatch(/M[0-3] \d+h1v1/u)
})
