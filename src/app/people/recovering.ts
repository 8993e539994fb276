/**
 * Recovery with two of the three sheets from the browser, for when nobody of the office can confirm any more (ADR 0009).
 *
 * The page is the security administrator's, whose session alone opens nothing: two keepers bring a sheet each, and the holder of the account compares
 * the fingerprint. The administrator makes accounts, the sheets confirm them, so that still no single person makes a reader. The sheets are combined in
 * memory for one request. They are kept nowhere and appear in no log, address or event; the event says which numbers were used, by whom and for what.
 */
import { awaitingConfirmation, confirmersOf } from '../../domain/access/confirming.ts'
import { mayOpen } from '../../domain/access/permissions.ts'
import { personById, unitOf } from '../../domain/organisation/organisation.ts'
import { type AccountId, readerRolesOf, type ReaderRole } from '../../domain/organisation/types.ts'
import { dayOf } from '../../kit/calendar.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { sheetNumber } from '../../vault/recovery.ts'
import { noteSecurityEvent } from '../accounts/security-events.ts'
import type { AppContext, Viewer } from '../context.ts'
import { confirmWithRecoveryKey, fingerprintOfAccount } from './confirming.ts'
import { organisationInForce } from './organisation-in-force.ts'
import { withSheets } from './recovery-sheets.ts'
import { giveWithRecoveryKey } from './regranting.ts'

export type WaitingAccount = {
  readonly accountId: AccountId
  readonly name: string
  readonly unit: string
  readonly roles: readonly ReaderRole[]
  readonly fingerprint: string
}

export type RecoveryView = {
  /** Accounts whose keys nobody of the office can confirm. */
  readonly waiting: readonly WaitingAccount[]
  /** How many wait for a colleague who can: these are no matter for the sheets. */
  readonly forColleagues: number
  /** False in a register whose sheets have never been used by this version: they are first used on the command line. */
  readonly ready: boolean
}

/** Null for everybody but the security administrator. */
export async function recoveryView(context: AppContext, viewer: Viewer): Promise<RecoveryView | null> {
  if (!mayOpen(viewer.roles, 'accounts')) return null
  const organisation = await organisationInForce(context)
  const awaiting = awaitingConfirmation(organisation)
  const alone = awaiting.filter(({ id }) => confirmersOf(organisation, id).length === 0)
  const today = dayOf(context.now())
  return {
    waiting: alone.map((account) => ({
      accountId: account.id,
      name: personById(organisation, account.personId)?.name ?? account.username,
      unit: unitOf(organisation, account.personId, today)?.name ?? '',
      roles: readerRolesOf(account.roles),
      fingerprint: fingerprintOfAccount(account) ?? '',
    })),
    forColleagues: awaiting.length - alone.length,
    ready: context.recoveryKey !== null && context.recoverySigningKey !== null,
  }
}

export type BroughtSheet = { readonly sheet: string; readonly keeper: string }
export type RecoveryRefusal =
  | { readonly code: 'notFound' }
  | { readonly code: 'fingerprintDiffers' }
  /** Nobody brings both. `at` is the second. */
  | { readonly code: 'keeperMissing' | 'recoverySheetMistyped'; readonly at: 0 | 1 }
  | { readonly code: 'keepersSame' | 'sheetsSame' | 'sheetsOfAnotherSet' }

export type Recovered = {
  readonly given: number
  /** Matters that one request had no time for. */
  readonly moreLeft: boolean
}

type Wanted = {
  readonly sheets: readonly [BroughtSheet, BroughtSheet]
  /** Whom to confirm, with the fingerprint that was shown and compared; null to give grants again and no more. */
  readonly confirm: { readonly accountId: AccountId; readonly shown: string } | null
  /** As many matters as fit into one request. */
  readonly most: number
}

/** Confirms the account, and gives the grants of every matter again, to whom domain/access finds and to nobody else. */
export async function recoverWithSheets(
  context: AppContext,
  viewer: Viewer,
  { sheets, confirm, most }: Wanted,
): Promise<Decision<Recovered, RecoveryRefusal>> {
  const view = await recoveryView(context, viewer)
  if (!view?.ready) return refuse({ code: 'notFound' })
  const account = confirm && view.waiting.find(({ accountId }) => accountId === confirm.accountId)
  if (confirm && !account) return refuse({ code: 'notFound' })
  if (confirm && account?.fingerprint !== confirm.shown) return refuse({ code: 'fingerprintDiffers' })
  const numbers = sheetNumbers(sheets)
  if (!numbers.ok) return numbers
  const opened = await opening(context, sheets)
  if (!opened) return refuse({ code: 'sheetsOfAnotherSet' })
  const purpose = confirm ? 'confirmation' : 'grants'
  await noteSecurityEvent(context, 'recoverySheetsUsed', confirm?.accountId ?? null, {
    by: viewer.accountId,
    sheets: numbers.value,
    keepers: sheets.map(({ keeper }) => keeper.trim()),
    purpose,
  })
  if (confirm) {
    const confirmed = await confirmWithRecoveryKey(opened.context, opened.secret, confirm.accountId)
    if (!confirmed.ok) return confirmed
  }
  const { done, moreLeft } = await giveWithRecoveryKey(opened.context, opened.secret, { most })
  return accept({ given: done, moreLeft })
}

/** Two sheets that read well, with different numbers, brought by two people. */
function sheetNumbers([first, second]: Wanted['sheets']): Decision<readonly number[], RecoveryRefusal> {
  const numbers: number[] = []
  for (const [at, { sheet, keeper }] of ([first, second] as const).entries()) {
    const which = at === 0 ? 0 : 1
    if (keeper.trim() === '') return refuse({ code: 'keeperMissing', at: which })
    try {
      numbers.push(sheetNumber(sheet))
    } catch (error) {
      if (error instanceof LiuhenError) return refuse({ code: 'recoverySheetMistyped', at: which })
      throw error
    }
  }
  if (plain(first.keeper) === plain(second.keeper)) return refuse({ code: 'keepersSame' })
  if (numbers[0] === numbers[1]) return refuse({ code: 'sheetsSame' })
  return accept(numbers)
}

const plain = (name: string): string => name.normalize('NFKC').replaceAll(/\s/gu, '')

/** Null for sheets that do not belong together, or not to this register. */
async function opening(context: AppContext, sheets: readonly BroughtSheet[]) {
  try {
    return await withSheets(
      context,
      sheets.map(({ sheet }) => sheet),
    )
  } catch (error) {
    if (error instanceof LiuhenError && error.code === 'sharesUnusable') return null
    throw error
  }
}
