/**
 * Everybody named in a record: inquirer, principal, beneficiary, implicated, and the unit head through whom pressure came
 * (R32, R42). Whoever is named holds no grant and does nothing on the record, whatever the post.
 *
 * Safe by default: a name that was typed rather than picked counts for everybody in the directory who bears it, so a
 * mistyped field cannot hand a record to the person it is about. Witnesses and case parties are not named persons.
 */
import type { Day } from '../../kit/calendar.ts'
import { assertNever } from '../../kit/invariant.ts'
import { referenceTo, unitHeads } from '../organisation/organisation.ts'
import type { Organisation, PersonId } from '../organisation/types.ts'
import type { InquiryContent, PersonReference } from './content.ts'

export function namedIn(content: InquiryContent, organisation: Organisation): readonly PersonId[] {
  const { inquirer, principal, letter } = content
  const references = [
    inquirer.person,
    principal?.person,
    content.beneficiary,
    ...content.implicated.map(({ person }) => person),
  ].filter((reference) => reference !== null && reference !== undefined)
  const texts = [inquirer.claimedIdentity, letter?.signatory ?? '', letter?.orderedBy ?? '']

  return [
    ...new Set([
      ...references.flatMap((reference) => personsBehind(reference, organisation)),
      ...texts.flatMap((text) => personsMentionedIn(text, organisation)),
      ...headsWhoPassedPressure(content, organisation),
    ]),
  ].sort()
}

/** Everybody in the directory whom a reference means: the one picked, or all who bear the name that was typed. */
export function personsBehind(reference: PersonReference, organisation: Organisation): readonly PersonId[] {
  switch (reference.kind) {
    case 'internal':
      return [reference.personId]
    case 'outside':
      return bearersOf(reference.name, organisation)
    case 'unknown':
      return personsMentionedIn(reference.description, organisation)
    default:
      return assertNever(reference)
  }
}

/** What a person field of a form holds: an id when somebody was picked from the directory. */
export type WrittenPerson = {
  readonly personId: string
  readonly name: string
  readonly unit: string
  readonly post: string
}

/**
 * Somebody as he was picked or written, with unit and post of the day; null for an empty field. A name that was changed by hand
 * after picking is somebody else's.
 */
export function personWritten(written: WrittenPerson, organisation: Organisation, onDay: Day): PersonReference | null {
  const name = written.name.trim()
  const picked = referenceTo(written.personId as PersonId, organisation, onDay)
  if (picked && (name === '' || picked.name === name)) return picked
  return name === '' ? null : { kind: 'outside', name, unit: written.unit.trim(), post: written.post.trim() }
}

/** Names compare without blanks, because 张 三 and 张三 are one name. */
const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s/gu, '')

type PlainName = { readonly id: PersonId; readonly name: string }
const plainNames = new WeakMap<Organisation['persons'], readonly PlainName[]>()

/** The directory's names, made plain once for each reading of the directory. */
function namesOf({ persons }: Organisation): readonly PlainName[] {
  const known = plainNames.get(persons) ?? persons.map(({ id, name }) => ({ id, name: plain(name) }))
  plainNames.set(persons, known)
  return known
}

function bearersOf(text: string, organisation: Organisation): readonly PersonId[] {
  const wanted = plain(text)
  return namesOf(organisation).flatMap(({ id, name }) => (name === wanted ? [id] : []))
}

/** For fields that hold a name amid titles, such as 自称王某某副局长. */
function personsMentionedIn(text: string, organisation: Organisation): readonly PersonId[] {
  const said = plain(text)
  if (said === '') return []
  return namesOf(organisation).flatMap(({ id, name }) => (name !== '' && said.includes(name) ? [id] : []))
}

function headsWhoPassedPressure(content: InquiryContent, organisation: Organisation): readonly PersonId[] {
  if (!content.pressureThroughUnitHead) return []
  const unitIds = organisation.units
    .filter(({ id, name }) => id === content.handlingUnitId || plain(name) === plain(content.handlingUnit))
    .map(({ id }) => id)
  const inquiryDay: Day = content.inquiredAt.to ?? content.inquiredAt.from
  return unitIds.flatMap((unitId) => unitHeads(organisation, unitId, inquiryDay))
}
