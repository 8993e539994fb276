import { describe, expect, it } from 'vitest'
import { progressInWords } from './progress-in-words.ts'
import { printMetadata, readBegun, readReached } from './tus.ts'

const LENGTH = 9_000_000

describe('the tus protocol', () => {
  it('prints metadata in base64 of UTF-8', () => {
    expect(printMetadata({ filename: '现场.jpg', draftId: 'd1' })).toBe('filename 546w5Zy6LmpwZw==,draftId ZDE=')
  })

  it('R22: believes the server about the offset, also when it contradicts', () => {
    expect(readReached(204, '4194304', LENGTH)).toEqual({ kind: 'at', offset: 4_194_304 })
    expect(readReached(200, '0', LENGTH)).toEqual({ kind: 'at', offset: 0 })
    expect(readReached(409, '8388608', LENGTH)).toEqual({ kind: 'at', offset: 8_388_608 })
    expect(readReached(204, '9000000', LENGTH)).toEqual({ kind: 'at', offset: LENGTH })
  })

  it.each([null, '', '-1', '1e3', '4.5', '9000001', 'NaN'])('does not take «%s» for an offset', (header) => {
    expect(readReached(204, header, LENGTH)).toEqual({ kind: 'again' })
  })

  it.each([500, 502, 503, 507, 429, 408])('R22: tries again after %i', (status) => {
    expect(readReached(status, null, LENGTH)).toEqual({ kind: 'again' })
    expect(readBegun(status, null)).toEqual({ kind: 'again' })
  })

  it.each([
    [401, 'signedOut'],
    [403, 'signedOut'],
    [404, 'gone'],
    [410, 'gone'],
    [413, 'tooLarge'],
    [400, 'empty'],
    [415, 'other'],
  ] as const)('stops at %i: %s', (status, because) => {
    expect(readReached(status, '0', LENGTH)).toEqual({ kind: 'refused', because })
    expect(readBegun(status, null)).toEqual({ kind: 'refused', because })
  })

  it('begins where the server says, and nowhere without an address', () => {
    expect(readBegun(201, '/uploads/abc')).toEqual({ kind: 'begun', url: '/uploads/abc' })
    expect(readBegun(201, null)).toEqual({ kind: 'refused', because: 'other' })
  })
})

describe('how far a file has come', () => {
  it('says part and whole', () => {
    expect(progressInWords(12_897_485, 36_909_875, false)).toBe('34%（12.3 MB / 35.2 MB）')
    expect(progressInWords(12_897_485, 36_909_875, true)).toBe('34% (12.3 MB / 35.2 MB)')
  })

  it('says 100 % of all only', () => {
    expect(progressInWords(LENGTH - 1, LENGTH, false)).toMatch(/^99%/)
    expect(progressInWords(LENGTH, LENGTH, false)).toMatch(/^100%/)
  })
})
