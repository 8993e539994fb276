import { describe, expect, it } from 'vitest'
import notes from '../../test/vectors/trail/notes.json' with { type: 'json' }
import { parseWitnessRequest, printWitnessRequest } from './witness-request.ts'

const checkpointNote = notes.good[0]?.note ?? ''
const hash = `${'A'.repeat(43)}=`

describe('a witness request', () => {
  it('R26: parses back to what was printed, with and without a proof', () => {
    for (const proof of [[], [new Uint8Array(32), new Uint8Array(32).fill(7)]]) {
      const request = { oldSize: proof.length, proof, checkpointNote }
      expect(parseWitnessRequest(printWitnessRequest(request))).toEqual(request)
    }
  })

  it.each([
    ['nothing', ''],
    ['no blank line', `old 0\n`],
    ['no old size', `\n\n${checkpointNote}`],
    ['a size with a leading zero', `old 01\n\n${checkpointNote}`],
    ['a size beyond exact numbers', `old 9007199254740993\n\n${checkpointNote}`],
    ['a negative size', `old -1\n\n${checkpointNote}`],
    ['a hash too short', `old 1\nAAAA\n\n${checkpointNote}`],
    ['a line that is not base64', `old 1\n!${hash.slice(1)}\n\n${checkpointNote}`],
    ['a hash too many', `old 1\n${`${hash}\n`.repeat(64)}\n${checkpointNote}`],
  ])('R26: is not parsed with %s', (_why, body) => {
    expect(() => parseWitnessRequest(body)).toThrow(expect.objectContaining({ code: 'witnessRequestMalformed' }))
  })
})
