/** How old the newest cosigned checkpoint is, for the pages of the administrators: whether witnesses still watch. */
import type { Instant } from '../../kit/calendar.ts'
import { instantOf } from '../../kit/calendar.ts'
import type { Store, TrailName } from '../../store/store.ts'
import { readCosignature } from '../../trail/cosignature.ts'
import { parseSignatureLines } from '../../trail/note.ts'
import { COSIGNER_KEY_TYPE, ML_DSA_KEY_TYPE } from '../../trail/verifier-key.ts'

export type CosignedState = {
  readonly size: number
  /** The names of those who cosigned it. */
  readonly by: readonly string[]
  readonly at: Instant
  readonly ageHours: number
}

/** Null as long as no witness has cosigned. Reads what was checked when it was kept, and checks nothing again. */
export async function cosignedState(store: Store, trail: TrailName, now: Instant): Promise<CosignedState | null> {
  const cosigned = await store.newestCosigned(trail)
  if (!cosigned) return null
  const lines = parseSignatureLines(cosigned.lines.join(''))
  const times = lines.flatMap(({ payload }) => {
    const read = readCosignature(COSIGNER_KEY_TYPE, payload) ?? readCosignature(ML_DSA_KEY_TYPE, payload)
    return read ? [read.posixSeconds] : []
  })
  const newest = Math.max(...times, 0) * 1000
  return {
    size: cosigned.size,
    by: [...new Set(lines.map(({ name }) => name))],
    at: instantOf(new Date(newest)),
    ageHours: Math.max(0, Math.floor((Date.parse(now) - newest) / 3_600_000)),
  }
}
