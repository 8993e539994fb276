/**
 * What every confidential matter has in common, whatever its kind: a plain half that anybody with the disk may see,
 * and a sealed half that says everything else. See ARCHITECTURE.md «The dossier».
 */
import type { Brand } from '../../kit/brand.ts'
import type { Day, Instant } from '../../kit/calendar.ts'
import type { AccountId, PersonId, Role } from '../organisation/types.ts'

export type DossierId = Brand<string, 'DossierId'>

/** A register number such as `2026-7F3K9Q`: random, so that no gap tells of a matter one may not know (R42). */
export type RegisterNumber = Brand<string, 'RegisterNumber'>

/** The verb of a plain half: so coarse that a registration, a closing declaration and an appeal look alike. */
export const verbs = ['opened', 'added', 'moved', 'viewed', 'closed'] as const
export type Verb = (typeof verbs)[number]

/** Who has the next step, as far as the sweep must know. */
export const owningOffices = ['recorder', 'disciplineOffice', 'leadingPartyGroup', 'none'] as const
export type OwningOffice = (typeof owningOffices)[number]

/** The plain half of an event. Nothing may be added here that helps to guess what a dossier is about. */
export type Facts = {
  readonly verb: Verb
  /** The day by which the owner must act; null in a final state. */
  readonly dueOn: Day | null
  readonly owner: OwningOffice
}

/**
 * Who did something, inside the sealed half. A recorder stands there as `recorder` only: the person is in the identity
 * part of the registration event, sealed under another key (R41).
 */
export type Actor =
  | { readonly kind: 'recorder' }
  | { readonly kind: 'officer'; readonly personId: PersonId; readonly name: string; readonly role: Role }
  | { readonly kind: 'system' }

/** A grant as the sealed half remembers it. The recorder's stands nowhere: it would tell who recorded (R41). */
export type GrantNote = {
  readonly accountId: AccountId
  /** Fingerprint of the first key of the lineage it was sealed to: an account that began anew holds nothing of what was given before. */
  readonly key: string
  readonly withIdentity: boolean
}

/** Events that can befall a dossier of any kind. */
export type CommonEvent =
  | { readonly type: 'viewed'; readonly at: Instant; readonly by: Actor; readonly purpose: string }
  | {
      readonly type: 'printed'
      readonly at: Instant
      readonly by: Actor
      readonly paper: string
      readonly digest: string
    }
  | { readonly type: 'exported'; readonly at: Instant; readonly by: Actor; readonly what: string }
  /** Who holds a grant from here on. `renewed`: under new keys, so that nobody else reads what follows (R42). */
  | {
      readonly type: 'accessChanged'
      readonly at: Instant
      readonly by: Actor
      readonly renewed: boolean
      readonly granted: readonly GrantNote[]
      /** Set when nothing else happened: grants were given again from a colleague's session, or with two recovery sheets. */
      readonly why?: 'colleague' | 'recoverySheets'
      /** The people of the bureau have changed since the step was fixed: whose turn it is now, and which roles nobody can fill (R43). */
      readonly next?: NextStep
      readonly unfilledRoles?: readonly Role[]
      /** Whoever handled the matter is of the office no more. */
      readonly handlerLeft?: true
    }
  /** `dueOn` is the day the owner is reminded of. */
  | { readonly type: 'reminded'; readonly at: Instant; readonly by: Actor; readonly dueOn: Day }
  | {
      readonly type: 'escalated'
      readonly at: Instant
      readonly by: Actor
      /** The new day: the missed one is past. */
      readonly dueOn: Day
      readonly level: number
    }

/**
 * Who acts next and by when, as an event that moves a dossier fixes it (R38). It stands in the sealed half; the plain half
 * repeats only the day and the office, so that who is left out of a matter does not show on the disk.
 */
export type NextStep = {
  readonly office: OwningOffice
  readonly role: Role | 'recorder' | 'superiorDisciplineOrgan' | null
  readonly dueOn: Day | null
}

/** The part of an event that tells who recorded; sealed to the identity key. Null in events that tell nobody's identity. */
export type Identity = {
  readonly recorderId: PersonId
  readonly name: string
  readonly unit: string
  readonly post: string
}
