import { describe, expect, it } from 'vitest'
import type { Instant } from '../../kit/calendar.ts'
import type { PersonId } from '../organisation/types.ts'
import type { Actor } from './types.ts'
import { type Hits, withHit } from './views.ts'

const somebody = (id: string, role: 'disciplineHandler' | 'disciplineLead' = 'disciplineHandler'): Actor => ({
  kind: 'officer',
  personId: id as PersonId,
  name: id,
  role,
})
const at = (text: string): Instant => `2026-03-${text}:00.000Z` as Instant

describe('hits of searches', () => {
  it('R26: those of one person, in one role, on one day are counted together, with the last of them', () => {
    const found = [
      { at: at('02T09:00'), by: somebody('a') },
      { at: at('02T10:00'), by: somebody('b') },
      { at: at('02T15:59'), by: somebody('a') },
      { at: at('02T16:00'), by: somebody('a') },
      { at: at('03T08:00'), by: somebody('a', 'disciplineLead') },
    ].reduce<readonly Hits[]>(withHit, [])
    expect(found).toEqual([
      { by: somebody('b'), lastAt: at('02T10:00'), times: 1 },
      { by: somebody('a'), lastAt: at('02T15:59'), times: 2 },
      { by: somebody('a'), lastAt: at('02T16:00'), times: 1 },
      { by: somebody('a', 'disciplineLead'), lastAt: at('03T08:00'), times: 1 },
    ])
  })
})
