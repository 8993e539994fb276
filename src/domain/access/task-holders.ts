/**
 * Whose task a record has become, for a notice outside the register (R88). Somebody named is nobody's holder, and neither is the recorder: a mail to
 * a recorder would tell the bureau's mail service who recorded (R41).
 */
import type { Day } from '../../kit/calendar.ts'
import { accountOf } from '../organisation/organisation.ts'
import type { AccountId, Organisation, PersonId } from '../organisation/types.ts'
import type { RegisteredRecord } from '../inquiry-record/state.ts'
import { eligibleHolders, routedRoles, routeFor } from './route.ts'

type Bureau = { readonly organisation: Organisation; readonly recorderId: PersonId | null; readonly day: Day }

export function taskHolders(
  { next, named, unfilledRoles, handler, status }: RegisteredRecord,
  { organisation, recorderId, day }: Bureau,
): readonly AccountId[] {
  const { role } = next
  const matter = { organisation, named, unfilledRoles, day }
  const route = routeFor(matter)
  if (next.dueOn === null || route.kind === 'superiorOnly') return []
  const office = routedRoles.filter(
    (each) => each === role || (each === route.reviewedBy && handler === null && status !== 'registered'),
  )
  const holders = office.flatMap((each) => {
    const able = eligibleHolders(each, matter).filter(
      (personId) => accountOf(organisation, personId)?.confirmedRoles.includes(each) ?? false,
    )
    return each === 'disciplineHandler' && handler ? able.filter((personId) => personId === handler.personId) : able
  })
  return [...new Set(holders)].flatMap((personId) => {
    const account = personId === recorderId ? null : accountOf(organisation, personId)
    return account?.status === 'active' ? [account.id] : []
  })
}
