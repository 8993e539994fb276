/**
 * When those who read records sign in and out is nobody's business but the audit administrators': it could tell who works on what. So these rows
 * are sealed, each to the audit administrators in office and not set aside, and to the recovery key; the trail commits to the sealed bytes (R42, R87).
 *
 * Whoever is set aside cannot open what is written from then on, whatever he does to the database: it is not sealed to him.
 */
import { type AccountId, readerRolesOf } from '../../domain/organisation/types.ts'
import { fromBase64, toBase64 } from '../../kit/bytes.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { accountPublic, type AccountSecret, newAccountSecret } from '../../vault/account-keys.ts'
import { openLetter, sealLetter } from '../../vault/letter.ts'
import type { AppContext } from '../context.ts'
import { accountHistories, organisationInForce } from './organisation-in-force.ts'

/** Failures stay plain: whoever watches for attacks counts them. */
const sealedTypes: ReadonlySet<string> = new Set(['signedIn', 'signedOut', 'signedOutEverywhere', 'grantsRenewed'])

export type Activity = {
  readonly type: string
  readonly accountId: AccountId | null
  readonly data: Readonly<Record<string, unknown>>
}

const LETTER_SIZE = 512
/** Letters come in multiples of this, so that they do not count the audit administrators. */
const LETTERS = 4

/** The event as it goes into the trail: itself, or letters with no account and no type of their own. */
export async function sealedActivity(context: AppContext, activity: Activity): Promise<Activity> {
  if (!sealedTypes.has(activity.type) || activity.accountId === null) return activity
  const { accounts } = await organisationInForce(context)
  const account = accounts.find(({ id }) => id === activity.accountId)
  if (!account || readerRolesOf(account.roles).length === 0) return activity
  const histories = await accountHistories(context)
  const auditors = accounts.filter(({ status, roles }) => status === 'active' && roles.includes('auditAdmin'))
  // A register without an audit administrator has nobody to seal to, and nobody to hide from.
  if (auditors.length === 0) return activity
  const keys = auditors.flatMap(({ id, readingKey }) =>
    readingKey && !histories.get(id)?.setAside ? [readingKey] : [],
  )
  if (context.recoveryKey) keys.push(context.recoveryKey)
  while (keys.length === 0 || keys.length % LETTERS !== 0) keys.push(accountPublic(newAccountSecret()).readingKey)
  const text = JSON.stringify(activity)
  // In the order of their bytes, which is nobody's.
  const letters = keys.map((key) => toBase64(sealLetter(text, key, LETTER_SIZE))).toSorted()
  return { type: 'officeActivity', accountId: null, data: { letters } }
}

/** What happened, for whom it was sealed to; null for everybody else. */
export function openActivity({ type, data }: Activity, secret: AccountSecret): Activity | null {
  if (type !== 'officeActivity' || !Array.isArray(data.letters)) return null
  for (const letter of data.letters as unknown[]) {
    try {
      return JSON.parse(openLetter(fromBase64(String(letter)), secret)) as Activity
    } catch (error) {
      if (!(error instanceof LiuhenError)) throw error
    }
  }
  return null
}
