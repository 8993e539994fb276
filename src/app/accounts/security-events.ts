/**
 * What the security trail tells: who signed in, who changed roles and settings. An account and a type, never a dossier and never a
 * staff path, so that this trail cannot be married to the register's (R87).
 */
import type { AccountId } from '../../domain/organisation/types.ts'
import type { Instant } from '../../kit/calendar.ts'
import type { SecurityEventInput } from '../../store/store.ts'
import type { AppContext } from '../context.ts'
import { sealedActivity } from '../people/sealed-activity.ts'

export const securityEventTypes = [
  'accountCreated',
  'activationRenewed',
  'activationFailed',
  'accountActivated',
  'signedIn',
  'signInFailed',
  'accountLocked',
  'signedOut',
  'signedOutEverywhere',
  'passwordChanged',
  'totpRenewed',
  'rolesChanged',
  'accountSuspended',
  'accountReactivated',
  'accountReset',
  'authenticatorReleased',
  'keysRotated',
  'accountsAdopted',
  'readerConfirmed',
  'grantsRenewed',
  'beyondRights',
  'officeActivity',
  'administratorSetAside',
  'administratorReturned',
  'settingChanged',
  'apiTokenMade',
  'apiTokenRevoked',
  'directoryUpdated',
  'securityLogExported',
  'superiorProposed',
  'superiorConfirmed',
  'superiorRejected',
  'backupMade',
  'registryRestored',
  'restoreDrilled',
  'rollbackAccepted',
  'readModelsRebuilt',
  'registryExported',
  'registryImported',
  'setUpBegun',
  'setUpStepKept',
  'recoverySheetsMade',
  'recoverySheetTried',
  'recoverySheetsUsed',
  'setUpFinished',
  'setUpClosed',
  'directoryImported',
  'timeLimitsPublished',
] as const
export type SecurityEventType = (typeof securityEventTypes)[number]

/** The event as it will stand in the trail, for changes that are kept together with it. */
export const securityEvent = (
  context: AppContext,
  type: SecurityEventType,
  accountId: AccountId | null,
  data: Readonly<Record<string, unknown>> = {},
): SecurityEventInput => ({ type, at: context.now(), accountId, data })

/** Coming and going: while nothing can be appended, people come and go without an event, so that somebody can look and decide. */
const comingAndGoing: ReadonlySet<SecurityEventType> = new Set([
  'signedIn',
  'signInFailed',
  'accountLocked',
  'signedOut',
  'signedOutEverywhere',
  'beyondRights',
])

/**
 * Appends and waits until it is kept. `accountId` is whom it befell; who did it, when somebody else, stands in `data.by`. `at` is given where
 * the very moment was signed.
 */
export async function noteSecurityEvent(
  context: AppContext,
  type: SecurityEventType,
  accountId: AccountId | null,
  data: Readonly<Record<string, unknown>> = {},
  at: Instant = context.now(),
): Promise<void> {
  if (context.rolledBack && comingAndGoing.has(type)) return
  await context.store.appendSecurityEvent({ at, ...(await sealedActivity(context, { type, accountId, data })) })
}
