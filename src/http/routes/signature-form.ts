/** A signature as a form sends it: `typed`, or `drawn` with its strokes as JSON. */
import { z } from 'zod'
import type { SignatureMark } from '../../domain/inquiry-record/content.ts'

const coordinate = (max: number) => z.number().min(0).max(max)
const strokes = z.array(z.array(z.tuple([coordinate(1000), coordinate(400)])).max(2000)).max(200)

/** Null when nothing usable was signed: the form then says so, and nothing else is lost. */
export function readSignature(kind: string, strokesText: string): SignatureMark | null {
  if (kind === 'typed') return { kind: 'typed' }
  if (kind !== 'drawn') return null
  try {
    return { kind: 'drawn', strokes: strokes.parse(JSON.parse(strokesText)) }
  } catch {
    return null
  }
}
