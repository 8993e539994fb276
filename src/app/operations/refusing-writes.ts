/** The store of a registry that is behind what it published: it reads, and refuses to write until an operator decides (R26). */
import { LiuhenError } from '../../kit/liuhen-error.ts'
import type { Store } from '../../store/store.ts'
import type { RolledBack } from './rolled-back.ts'

/**
 * `caches` is only kept to be faster next time and can be had again: left undone, so that reading goes on. Sessions begin, go on and end as always,
 * because they are no part of the register, and keep what they found; what counts failures and used codes of an account is kept with them. Whoever teaches the store something new must say
 * here what it is, or this does not compile.
 */
const kinds: Readonly<Record<keyof Store, 'reads' | 'writes' | 'caches'>> = {
  engine: 'reads',
  auditSource: 'reads',
  append: 'writes',
  answerTo: 'reads',
  dossier: 'reads',
  dossierByNumber: 'reads',
  dossiers: 'reads',
  events: 'reads',
  eventsOf: 'reads',
  snapshots: 'reads',
  saveSnapshots: 'caches',
  slotsAfter: 'reads',
  slotsById: 'reads',
  slotsOf: 'reads',
  slotLocks: 'reads',
  makeSlotLocks: 'caches',
  changesAfter: 'reads',
  registrationsOf: 'reads',
  dossiersDue: 'reads',
  appendSweep: 'writes',
  head: 'reads',
  leaves: 'reads',
  leafHashes: 'reads',
  fullTile: 'reads',
  checkpoints: 'reads',
  keepCosignatures: 'writes',
  cosignatures: 'reads',
  newestCosigned: 'reads',
  tileHashes: 'reads',
  eventsForAudit: 'reads',
  securityEventsForAudit: 'reads',
  readModelDifferences: 'reads',
  rebuildReadModels: 'writes',
  exportRegistry: 'reads',
  condition: 'reads',
  rotateAccount: 'writes',
  replaceSlots: 'writes',
  auditSlots: 'reads',
  forgetOverwritten: 'writes',
  appendSecurityEvent: 'writes',
  securityEvents: 'reads',
  accountEvents: 'reads',
  drafts: 'reads',
  saveDraft: 'writes',
  deleteDraft: 'writes',
  listPages: 'reads',
  saveListPages: 'caches',
  createUpload: 'writes',
  upload: 'reads',
  advanceUpload: 'writes',
  deleteUpload: 'writes',
  staleUploads: 'reads',
  organisation: 'reads',
  bureau: 'reads',
  saveBureau: 'writes',
  changeBureau: 'writes',
  saveUnits: 'writes',
  savePersons: 'writes',
  savePosts: 'writes',
  account: 'reads',
  accountByUsername: 'reads',
  accounts: 'reads',
  createAccount: 'writes',
  changeAccount: 'writes',
  session: 'reads',
  startSession: 'reads',
  touchSession: 'reads',
  endSession: 'reads',
  endSessionsOf: 'reads',
  setting: 'reads',
  saveSetting: 'writes',
  cases: 'reads',
  saveCases: 'writes',
  apiTokens: 'reads',
  apiTokenByDigest: 'reads',
  addApiToken: 'writes',
  changeApiToken: 'writes',
  close: 'reads',
}

const namesOf = (kind: 'writes' | 'caches'): string[] =>
  Object.entries(kinds).flatMap(([name, each]) => (each === kind ? [name] : []))

/** The same store, with everything that writes refused with `registryRolledBack`. */
export function refusingWrites(store: Store, rolledBack: RolledBack): Store {
  const refuse = async (): Promise<never> => {
    throw rolledBackError(rolledBack)
  }
  const skip = async (): Promise<void> => {}
  return {
    ...store,
    ...Object.fromEntries(namesOf('writes').map((name) => [name, refuse])),
    ...Object.fromEntries(namesOf('caches').map((name) => [name, skip])),
    changeAccount: (id, change) =>
      Object.keys(change).every((name) => countsSignIns.has(name)) ? store.changeAccount(id, change) : refuse(),
  }
}

/** Without these a code would work twice, and a password could be tried without end. */
const countsSignIns: ReadonlySet<string> = new Set(['lastTotpStep', 'failedAttempts', 'lockedUntil'])

const rolledBackError = ({ trail, publishedSize, foundSize }: RolledBack): LiuhenError =>
  new LiuhenError(
    'registryRolledBack',
    `The ${trail} trail has ${foundSize} entries, and does not go on from the ${publishedSize ?? 'unreadable'} that were published; nothing is written until an operator decides`,
  )
