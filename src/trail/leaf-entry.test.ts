import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import vectors from '../../test/vectors/trail/leaf-entries.json' with { type: 'json' }
import { fromHex, fromUtf8, utf8 } from '../kit/bytes.ts'
import { addDays, day } from '../kit/calendar.ts'
import { parseLeafEntry, printLeafEntry, type LeafEntry } from './leaf-entry.ts'

const [eventOfBefore, event, securityEvent] = vectors.good

const digest = fc.uint8Array({ minLength: 32, maxLength: 32 })
const anyEntry: fc.Arbitrary<LeafEntry> = fc.oneof(
  fc.record({
    kind: fc.constant('event' as const),
    dossierId: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
    sequence: fc.maxSafeNat(),
    date: fc.nat(50_000).map((days) => addDays(day('1990-01-01'), days)),
    factsDigest: digest,
    sealedDigest: digest,
    slotsCommitment: fc.option(digest),
  }),
  fc.record({ kind: fc.constant('securityEvent' as const), position: fc.maxSafeNat(), bodyDigest: digest }),
)

describe('a leaf entry', () => {
  it.each([eventOfBefore, event])('R26: of an event is written in one way: $text', (sample) => {
    const { dossierId = '', sequence = 0, date = '', factsDigest = '', sealedDigest = '' } = sample?.entry ?? {}
    const commitment = sample?.entry.slotsCommitment
    const printed = printLeafEntry({
      kind: 'event',
      dossierId,
      sequence,
      date: day(date),
      factsDigest: fromHex(factsDigest),
      sealedDigest: fromHex(sealedDigest),
      slotsCommitment: commitment ? fromHex(commitment) : null,
    })
    expect(fromUtf8(printed)).toBe(sample?.text)
  })

  it('R26: of a security event is written in one way', () => {
    const { position = 0, bodyDigest = '' } = securityEvent?.entry ?? {}
    const printed = printLeafEntry({ kind: 'securityEvent', position, bodyDigest: fromHex(bodyDigest) })
    expect(fromUtf8(printed)).toBe(securityEvent?.text)
  })

  it.each(vectors.good)('R26: that was parsed prints to the same bytes: $entry.kind', ({ text }) => {
    expect(fromUtf8(printLeafEntry(parseLeafEntry(utf8(text))))).toBe(text)
  })

  it('R26: whatever it says, parses to what was printed', () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        expect(parseLeafEntry(printLeafEntry(entry))).toEqual(entry)
      }),
    )
  })

  it('R26: with any byte changed is refused or prints to the changed bytes', () => {
    fc.assert(
      fc.property(anyEntry, fc.nat(), fc.integer({ min: 1, max: 255 }), (entry, draw, change) => {
        const bytes = printLeafEntry(entry)
        const at = draw % bytes.length
        bytes[at] = (bytes[at] ?? 0) ^ change
        let parsed: LeafEntry
        try {
          parsed = parseLeafEntry(bytes)
        } catch (error) {
          expect(error).toMatchObject({ code: 'leafEntryMalformed' })
          return
        }
        expect(fromUtf8(printLeafEntry(parsed))).toBe(fromUtf8(bytes))
      }),
    )
  })

  it.each(vectors.broken)('R26: is refused when malformed: $why', ({ text }) => {
    expect(() => parseLeafEntry(utf8(text))).toThrow(expect.objectContaining({ code: 'leafEntryMalformed' }))
  })

  it('is refused when it is not UTF-8', () => {
    expect(() => parseLeafEntry(Uint8Array.of(0xff, 0x0a))).toThrow('UTF-8')
  })
})
