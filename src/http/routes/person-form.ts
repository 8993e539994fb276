/** A person as a form's person field sends him: `${prefix}PersonId`, `Name`, `Unit`, `Post`. */
import type { PersonReference } from '../../domain/inquiry-record/content.ts'
import { personWritten } from '../../domain/inquiry-record/named.ts'
import type { Organisation } from '../../domain/organisation/types.ts'
import type { Day } from '../../kit/calendar.ts'
import { optional } from '../forms.ts'

type Field = ReturnType<typeof optional>
type PersonFields<Prefix extends string> = {
  readonly [Part in 'PersonId' | 'Name' | 'Unit' | 'Post' as `${Prefix}${Part}`]: Field
}

/** For the schema of a form. */
export const personFields = <const Prefix extends string>(prefix: Prefix): PersonFields<Prefix> =>
  ({
    [`${prefix}PersonId`]: optional(100),
    [`${prefix}Name`]: optional(60),
    [`${prefix}Unit`]: optional(100),
    [`${prefix}Post`]: optional(100),
  }) as PersonFields<Prefix>

/** Null for an empty field. */
export function personOf(prefix: string, form: object, organisation: Organisation, onDay: Day): PersonReference | null {
  const value = (part: string): string => {
    const sent = (form as Readonly<Record<string, unknown>>)[`${prefix}${part}`]
    return typeof sent === 'string' ? sent : ''
  }
  const written = { personId: value('PersonId'), name: value('Name'), unit: value('Unit'), post: value('Post') }
  return personWritten(written, organisation, onDay)
}
