import type { Day } from '../../kit/calendar.ts'
import { referenceTo } from '../organisation/organisation.ts'
import type { Organisation, PersonId } from '../organisation/types.ts'
import type { Identity } from './types.ts'

/** Who recorded, as sealed to the identity key: with unit and post of that day (R5, R41). Null when the directory does not know the person. */
export function identityOf(recorderId: PersonId, organisation: Organisation, onDay: Day): Identity | null {
  const reference = referenceTo(recorderId, organisation, onDay)
  return reference && { recorderId, name: reference.name, unit: reference.unit, post: reference.post }
}
