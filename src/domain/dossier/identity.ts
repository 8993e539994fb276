import type { Day } from '../../kit/calendar.ts'
import { referenceTo } from '../organisation/organisation.ts'
import type { Organisation, PersonId } from '../organisation/types.ts'
import type { Identity } from './types.ts'

/** The identity part has one size for everybody, so what it holds is cut: three texts of this length always fit. */
const LONGEST = 60

/** Who recorded, as sealed to the identity key: with unit and post of that day (R5, R41). Null when the directory does not know the person. */
export function identityOf(recorderId: PersonId, organisation: Organisation, onDay: Day): Identity | null {
  const reference = referenceTo(recorderId, organisation, onDay)
  if (!reference) return null
  const cut = (text: string): string => text.slice(0, LONGEST)
  return { recorderId, name: cut(reference.name), unit: cut(reference.unit), post: cut(reference.post) }
}
