/**
 * What the rest of the house may ask of the store. One code path carries it on SQLite and on PostgreSQL.
 *
 * The store knows bytes, days, verbs and positions. It never sees what is sealed, and holds nothing in a read model that
 * the plain half of an event may not hold, except grant slots, their locks, tags and sealed bytes.
 */
import type { AuditSource } from './audit-rows.ts'
import type { Day, Instant } from '../kit/calendar.ts'
import type { DossierId, Facts, OwningOffice, RegisterNumber } from '../domain/dossier/types.ts'
import type { CarriedHeads, CarriedLine } from './carried.ts'
import type { AccountRotation, SlotReplacement } from './rotation.ts'
import type { SlotDossier } from './trail-work.ts'
import type { StoreCondition } from './condition.ts'
import type { ListStore } from './list-store.ts'
import type { AccountId, Organisation, Person, PersonId, Post, Role, Unit } from '../domain/organisation/types.ts'

export type TrailName = 'register' | 'security'

// ---- appending to the register ----

export type NewDossier = {
  readonly id: DossierId
  readonly number: RegisterNumber
  readonly contentKey: Uint8Array
  readonly identityKey: Uint8Array
  /** Grant slots, already shuffled and padded by the vault. */
  readonly slots: readonly Uint8Array[]
}

export type NewEvent = {
  readonly dossierId: DossierId
  /** 1 for the first; the append is refused with `conflict` when the dossier has moved on meanwhile. */
  readonly sequence: number
  readonly date: Day
  readonly facts: Facts
  readonly sealed: Uint8Array
}

/** New public keys of a dossier, for what follows from `fromSequence` on, an event of the same command (R42). */
export type Renewal = {
  readonly dossierId: DossierId
  readonly fromSequence: number
  readonly contentKey: Uint8Array
  readonly identityKey: Uint8Array
}

export type AppendCommand = {
  /** Random, made by the client; the same key again returns the first answer and changes nothing. */
  readonly idempotencyKey: string
  readonly newDossiers: readonly NewDossier[]
  readonly events: readonly NewEvent[]
  /** In the same transaction as their first event: whoever holds the former keys reads nothing from there on. */
  readonly renewals?: readonly Renewal[]
  /** Further grant slots of a dossier that is there already, shuffled and padded like its first. */
  readonly newSlots?: readonly { readonly dossierId: DossierId; readonly slots: readonly Uint8Array[] }[]
  /** Slots overwritten by position (1-based slot id), when somebody loses a grant or holds it under another key. */
  readonly slotChanges?: readonly { readonly slotId: number; readonly slot: Uint8Array }[]
  readonly snapshots?: readonly {
    readonly dossierId: DossierId
    readonly sequence: number
    readonly sealed: Uint8Array
  }[]
  /** Drafts that end with this append, as they were read: one that was changed or thrown away since is a conflict. */
  readonly endedDrafts?: readonly { readonly tag: string; readonly version: number }[]
  /** What to answer now and on a retry: small, plain, nothing confidential (e.g. the register number). */
  readonly answer: string
}

export type AppendResult =
  | {
      readonly kind: 'appended'
      readonly answer: string
      readonly leafIndexes: readonly number[]
      readonly checkpoint: string
    }
  | { readonly kind: 'repeated'; readonly answer: string }
  | { readonly kind: 'conflict'; readonly dossierId: DossierId }
  | { readonly kind: 'draftChanged' }
  /** A register number or dossier id is taken: draw another and try again. */
  | { readonly kind: 'numberTaken' }

export type SecurityEventInput = {
  /** e.g. `signedIn`, `signInFailed`, `accountCreated`, `rolesChanged`. Never together with a dossier or a staff path. */
  readonly type: string
  readonly at: Instant
  readonly accountId: AccountId | null
  /** Plain JSON object with what an auditor may see. */
  readonly data: Readonly<Record<string, unknown>>
}

// ---- rows ----

export type DossierRow = {
  readonly id: DossierId
  readonly number: RegisterNumber
  readonly contentKey: Uint8Array
  readonly identityKey: Uint8Array
  readonly openedOn: Day
  readonly lastEventOn: Day
  readonly sequence: number
  readonly dueOn: Day | null
  readonly owner: OwningOffice
  readonly remindedFor: Day | null
  readonly escalationLevel: number
  /** The first event that is sealed under the present keys; 1 until they were renewed. */
  readonly keysSince: number
}

export type EventRow = {
  readonly dossierId: DossierId
  readonly sequence: number
  readonly date: Day
  readonly facts: Facts
  readonly factsBytes: Uint8Array
  readonly sealed: Uint8Array
  readonly leafIndex: number
}

export type SlotRow = { readonly slotId: number; readonly dossierId: DossierId; readonly slot: Uint8Array }

/** `position` is the leaf index in the security trail. */
export type SecurityEventRow = SecurityEventInput & { readonly position: number }

export type AccountRow = {
  readonly id: AccountId
  readonly personId: PersonId
  readonly username: string
  readonly roles: readonly Role[]
  readonly status: 'awaitingActivation' | 'active' | 'suspended'
  readonly readingKey: Uint8Array | null
  readonly signingKey: Uint8Array | null
  /** The account secret under the password. */
  readonly sealedSecret: Uint8Array | null
  /** The TOTP secret, sealed for the account itself. */
  readonly sealedTotp: Uint8Array | null
  /** The last accepted TOTP time step, so that a code works once. */
  readonly lastTotpStep: number
  readonly activationHash: string | null
  readonly activationExpiresAt: Instant | null
  readonly failedAttempts: number
  readonly lockedUntil: Instant | null
}

export type SessionRow = {
  /** SHA-256 of the session id in the cookie, hex. */
  readonly idHash: string
  readonly accountId: AccountId
  readonly createdAt: Instant
  readonly lastSeenAt: Instant
  readonly sealed: Uint8Array
}

export type DraftRow = {
  readonly tag: string
  readonly version: number
  readonly sealed: Uint8Array
  readonly changedOn: Day
}

export type UploadRow = {
  readonly id: string
  /** Derived from the uploader's own secret; says nothing to others. */
  readonly tag: string
  readonly length: number
  readonly offset: number
  readonly sealed: Uint8Array
  readonly changedOn: Day
}

export type TrailHead = { readonly size: number; readonly root: Uint8Array; readonly checkpoint: string }

// ---- for the audit ----

/**
 * What is stored at one leaf index of the register. Null where a half is missing, which an audit names: the database was
 * changed behind our back.
 */
export type AuditedEvent = {
  readonly leafIndex: number
  readonly leaf: { readonly entry: Uint8Array; readonly leafHash: Uint8Array } | null
  readonly event: {
    readonly dossierId: DossierId
    readonly sequence: number
    readonly date: Day
    /** The exact bytes whose digest stands in the entry. */
    readonly factsBytes: Uint8Array
    readonly sealed: Uint8Array
  } | null
}

export type AuditedSecurityEvent = {
  readonly leafIndex: number
  readonly leaf: { readonly entry: Uint8Array; readonly leafHash: Uint8Array } | null
  /** The exact bytes whose digest stands in the entry. */
  readonly bodyBytes: Uint8Array | null
}

/** The grant slots and what commits to them, all of one moment (slot-tree.ts). */
export type SlotAudit = {
  /** Null when no tree was begun. */
  readonly tree: {
    readonly size: number
    readonly frontier: Uint8Array
    /** Null as long as nothing commits to the tree. */
    readonly salt: Uint8Array | null
    readonly trail: TrailName | null
    readonly leafIndex: number | null
  } | null
  readonly pages: readonly { readonly page: number; readonly root: Uint8Array }[]
  /** How long the register is, and its last entry. */
  readonly entries: number
  readonly newestEntry: Uint8Array | null
  /** The security event that the tree claims to be committed to by. */
  readonly rotationBody: string | null
  readonly read: (afterSlotId: number, limit: number) => Promise<AuditedSlot[]>
}

export type AuditedSlot = {
  readonly slotId: number
  readonly slot: Uint8Array
  readonly digest: Uint8Array | null
  readonly dossier: SlotDossier
}

export type ReadModelDifference = {
  readonly dossierId: DossierId
  /** `missing`: there are events but no row; `surplus`: a row without events; otherwise the column that differs. */
  readonly field: string
  readonly stored: string | null
  readonly expected: string | null
}

// ---- the store ----

export interface Store extends ListStore {
  readonly engine: 'sqlite' | 'postgres'
  /** For the check, whose threads read the registry over connections of their own. May hold a password: never printed. */
  readonly auditSource: AuditSource

  // register
  append(command: AppendCommand): Promise<AppendResult>
  /** The answer given under this idempotency key, or null when the key is new. */
  answerTo(idempotencyKey: string): Promise<string | null>
  dossier(id: DossierId): Promise<DossierRow | null>
  dossierByNumber(number: RegisterNumber): Promise<DossierRow | null>
  dossiers(ids: readonly DossierId[]): Promise<DossierRow[]>
  events(id: DossierId, afterSequence?: number): Promise<EventRow[]>
  eventsOf(ids: readonly DossierId[]): Promise<EventRow[]>
  snapshots(ids: readonly DossierId[]): Promise<{ dossierId: DossierId; sequence: number; sealed: Uint8Array }[]>
  saveSnapshots(snapshots: readonly { dossierId: DossierId; sequence: number; sealed: Uint8Array }[]): Promise<void>
  slotsAfter(slotId: number, limit: number): Promise<SlotRow[]>
  slotsById(slotIds: readonly number[]): Promise<SlotRow[]>
  slotsOf(id: DossierId): Promise<SlotRow[]>
  /** Dossiers whose due date is at or before `day`, all that the sweep needs: so many after this one, by due date and id. */
  dossiersDue(day: Day, after: { dueOn: Day; id: DossierId } | null, limit: number): Promise<DossierRow[]>
  /** Marks a reminder or an escalation; inside the same transaction as its event (pass with append). */
  appendSweep(
    command: AppendCommand,
    mark: { dossierId: DossierId; remindedFor?: Day; escalationLevel?: number; dueOn?: Day },
  ): Promise<AppendResult>

  /**
   * After slots were overwritten for good: takes their former bytes out of the database's own files as well, as far as it can. Copies made
   * before (backups, archived logs of PostgreSQL) keep them.
   */
  forgetOverwritten(): Promise<void>

  // trail
  head(trail: TrailName): Promise<TrailHead>
  leaves(trail: TrailName, from: number, limit: number): Promise<Uint8Array[]>
  leafHashes(trail: TrailName, from: number, limit: number): Promise<Uint8Array[]>
  /** A full tile's bytes, or null when it is not full yet. */
  fullTile(trail: TrailName, level: number, index: number): Promise<Uint8Array | null>
  checkpoints(trail: TrailName): Promise<{ size: number; note: string }[]>
  /** Keeps signature lines of witnesses, each with its newline, beside the checkpoint of that size. Again is no error. */
  keepCosignatures(trail: TrailName, size: number, lines: readonly string[]): Promise<void>
  /** The lines of witnesses on the checkpoint of that size. */
  cosignatures(trail: TrailName, size: number): Promise<string[]>
  /** The largest checkpoint that a witness cosigned, as the trail's key signed it, and the lines of witnesses. */
  newestCosigned(trail: TrailName): Promise<{ size: number; note: string; lines: string[] } | null>
  /** Complete hashes of a tile level in order: leaf hashes at level 0, roots of full tiles of the level below above it. */
  tileHashes(trail: TrailName, level: number, from: number, limit: number): Promise<Uint8Array[]>

  // audit: everything between `from` and `from + limit`, in order; empty after the last
  eventsForAudit(from: number, limit: number): Promise<AuditedEvent[]>
  securityEventsForAudit(from: number, limit: number): Promise<AuditedSecurityEvent[]>
  /** `work` sees one moment. */
  auditSlots<Result>(work: (audit: SlotAudit) => Promise<Result>): Promise<Result>
  /** Compares the dossiers with a fold of the plain halves of their events. Empty when all is well. */
  readModelDifferences(): Promise<ReadModelDifference[]>
  rebuildReadModels(): Promise<void>
  /** Everything a registry needs to go on elsewhere, of one moment: the heads first, then line by line (carried.ts). */
  exportRegistry(
    begin: (heads: CarriedHeads) => Promise<void>,
    write: (line: CarriedLine) => Promise<void>,
  ): Promise<void>
  /** What the database says of itself. */
  condition(): Promise<StoreCondition>

  // an account's keys
  /** In one transaction; see rotation.ts. */
  rotateAccount(rotation: AccountRotation): Promise<void>
  /** Each only while it still holds the bytes of before, with the event that tells of it. */
  replaceSlots(slots: readonly SlotReplacement[], event: SecurityEventInput): Promise<void>

  // security events
  appendSecurityEvent(event: SecurityEventInput): Promise<{ position: number }>
  securityEvents(beforePosition: number | null, limit: number): Promise<SecurityEventRow[]>
  /** Those that make, change and confirm accounts, in order; -1 for all of them. */
  accountEvents(afterPosition: number): Promise<SecurityEventRow[]>

  // drafts, uploads: sealed bytes under tags
  drafts(tags: readonly string[]): Promise<DraftRow[]>
  /** Writes when the stored version is `baseVersion` (0: none yet). False when somebody else was faster. */
  saveDraft(draft: { tag: string; baseVersion: number; sealed: Uint8Array; changedOn: Day }): Promise<boolean>
  /** False when it was gone already, or somebody has changed it since. */
  deleteDraft(draft: { tag: string; version: number }): Promise<boolean>
  createUpload(upload: UploadRow): Promise<void>
  upload(id: string): Promise<UploadRow | null>
  /** Advances when the stored offset is `from`; false otherwise. */
  advanceUpload(id: string, from: number, to: number, sealed: Uint8Array): Promise<boolean>
  deleteUpload(id: string): Promise<void>
  staleUploads(before: Day): Promise<UploadRow[]>

  // organisation, accounts, sessions
  /** The same object until something of it changes; nobody changes it in place. */
  organisation(): Promise<Organisation>
  /** With every setting, by the same small read. */
  bureau(): Promise<{ readonly organisation: Organisation; readonly settings: ReadonlyMap<string, string> }>
  saveBureau(name: string): Promise<void>
  saveUnits(units: readonly Unit[]): Promise<void>
  savePersons(persons: readonly Person[]): Promise<void>
  savePosts(posts: readonly Post[]): Promise<void>
  /** All of it with its events, or nothing: false when there are accounts already and first ones were to be made. */
  changeBureau(change: BureauChange): Promise<boolean>
  account(id: AccountId): Promise<AccountRow | null>
  accountByUsername(username: string): Promise<AccountRow | null>
  accounts(): Promise<AccountRow[]>
  /** With the event that tells of it, which is kept only when the account is. */
  createAccount(account: AccountRow, event?: SecurityEventInput): Promise<'created' | 'usernameTaken'>
  /** What the trail tells of an account (check-accounts.ts) changes together with its event, so that no crash comes between. */
  changeAccount(id: AccountId, change: Partial<Omit<AccountRow, 'id'>>, event?: SecurityEventInput): Promise<void>
  session(idHash: string): Promise<SessionRow | null>
  /** One session a user: whatever the account had before ends here. */
  startSession(session: SessionRow): Promise<void>
  touchSession(idHash: string, change: { lastSeenAt: Instant; sealed?: Uint8Array }): Promise<void>
  endSession(idHash: string): Promise<void>
  endSessionsOf(accountId: AccountId): Promise<void>

  setting(name: string): Promise<string | null>
  /** With `before` (null: there is none) only while it says that; false when it says something else. */
  saveSetting(name: string, value: string, before?: string | null): Promise<boolean>
  cases(query: { text?: string; handlerId?: PersonId; limit: number }): Promise<CaseRow[]>
  saveCases(cases: readonly CaseRow[]): Promise<void>

  // credentials of other systems
  /** Newest first. */
  apiTokens(): Promise<ApiTokenRow[]>
  apiTokenByDigest(digest: string): Promise<ApiTokenRow | null>
  addApiToken(token: ApiTokenRow): Promise<void>
  changeApiToken(id: string, change: { lastUsedOn?: Day; revokedOn?: Day }): Promise<void>

  close(): Promise<void>
}

/** What another system may do, from where, until when. Of the token itself only a digest. */
export type ApiTokenRow = {
  readonly id: string
  readonly name: string
  /** SHA-256 of the token, hex. */
  readonly digest: string
  readonly scopes: readonly string[]
  /** Addresses and networks; empty: any. */
  readonly addresses: readonly string[]
  readonly madeOn: Day
  /** The last day on which it works. */
  readonly expiresOn: Day
  readonly lastUsedOn: Day | null
  readonly revokedOn: Day | null
}

/** What is to be kept together: a first set-up, a directory brought up to date, a setting with its event. */
export type BureauChange = {
  readonly bureau?: string
  readonly units?: readonly Unit[]
  readonly persons?: readonly Person[]
  readonly posts?: readonly Post[]
  readonly settings?: Readonly<Record<string, string>>
  readonly firstAccounts?: readonly AccountRow[]
  readonly events: readonly SecurityEventInput[]
}

/** A case of the bureau's case system, as far as an officer picks it from a list. Public inside the bureau; not register content. */
export type CaseRow = {
  readonly number: string
  readonly title: string
  readonly handlingUnit: string
  readonly status: 'preFiling' | 'open' | 'closed'
  readonly handlerIds: readonly PersonId[]
}
