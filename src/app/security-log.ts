/**
 * The security trail for a log collector: each event as JSON or as a line of syslog (RFC 5424), in order, with its position, so that
 * whoever was cut off goes on where he was.
 *
 * What goes out is what stands in `exported`, field by field and by form: a new kind of event tells its type, its time and its accounts,
 * and nothing else until somebody has thought about it here. No free text, no name of a person, no key, nothing of any record (R87).
 */
import { mayOpen } from '../domain/access/permissions.ts'
import { roles } from '../domain/organisation/types.ts'
import { fromUtf8 } from '../kit/bytes.ts'
import { type Instant, isDay } from '../kit/calendar.ts'
import type { SecurityEventInput, Store } from '../store/store.ts'
import { noteSecurityEvent } from './accounts/security-events.ts'
import type { AppContext, Viewer } from './context.ts'

type Value = string | number | boolean | readonly string[]

/** A line of the log. `account` is whom it befell, `by` who did it: usernames, or the id where there is no account of it any more. */
export type LoggedEvent = {
  readonly position: number
  readonly at: Instant
  readonly type: string
  readonly account: string | null
  readonly by: string | null
  readonly details: Readonly<Record<string, Value>>
}

type Form = (value: unknown) => value is Value
const isCount: Form = (value): value is number => Number.isSafeInteger(value)
const isId: Form = (value): value is string => typeof value === 'string' && /^[\w-]{1,40}$/.test(value)
/** A setting, a digest, a scope: letters and digits of a program, never a sentence. */
const isWord: Form = (value): value is string => typeof value === 'string' && /^[A-Za-z0-9.+/=_-]{1,100}$/.test(value)
const isDate: Form = (value): value is string => typeof value === 'string' && isDay(value)
const isMoment: Form = (value): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(value)
const isRoles: Form = (value): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => roles.some((role) => role === each))
const isWords: Form = (value): value is readonly string[] => Array.isArray(value) && value.every((each) => isWord(each))

/** Everything of an event's data that may leave, and the form it must have. */
export const exported: Readonly<Record<string, Form>> = {
  roles: isRoles,
  before: isRoles,
  after: isRoles,
  until: isMoment,
  setting: isWord,
  value: isCount,
  size: isCount,
  root: isWord,
  token: isId,
  scopes: isWords,
  expiresOn: isDate,
  units: isCount,
  persons: isCount,
  posts: isCount,
  since: isCount,
}

export function loggedEvent(
  position: number,
  { type, at, accountId, data }: SecurityEventInput,
  usernames: ReadonlyMap<string, string>,
): LoggedEvent {
  const named = (id: unknown): string | null =>
    isId(id) || id === 'setUp' ? (usernames.get(String(id)) ?? String(id)) : null
  const details = Object.entries(data).filter((entry): entry is [string, Value] => {
    const [name, value] = entry
    return Object.hasOwn(exported, name) && (exported[name]?.(value) ?? false)
  })
  return { position, at, type, account: named(accountId), by: named(data.by), details: Object.fromEntries(details) }
}

const EVENTS_PER_READ = 500

/** From the position `since` on, oldest first, as far as the trail goes now. */
export async function* loggedEvents(store: Store, since: number): AsyncGenerator<LoggedEvent> {
  for (let from = since; ; from += EVENTS_PER_READ) {
    const stored = await store.securityEventsForAudit(from, EVENTS_PER_READ)
    if (stored.length === 0) return
    const usernames = new Map((await store.accounts()).map(({ id, username }) => [String(id), username]))
    for (const { leafIndex, bodyBytes } of stored)
      // An entry whose event is gone is for `liuhen check` to name; the log goes on.
      if (bodyBytes) yield loggedEvent(leafIndex, JSON.parse(fromUtf8(bodyBytes)) as SecurityEventInput, usernames)
  }
}

export type LogFormat = 'json' | 'syslog'

/** One line, without its end. `host` is the name that the syslog line gives as its origin. */
export const printLogged = (event: LoggedEvent, format: LogFormat, host: string): string =>
  format === 'json' ? JSON.stringify(event) : printSyslog(event, host)

/** RFC 5424 §6.2.1: facility 13 (log audit) and how grave it is. */
const FACILITY = 13
const [WARNING, INFORMATIONAL] = [4, 6]
const grave: ReadonlySet<string> = new Set([
  'activationFailed',
  'signInFailed',
  'accountLocked',
  'beyondRights',
  'rollbackAccepted',
  'registryRestored',
])

/** The number that RFC 5612 sets aside for examples: nobody else's elements can be mistaken for ours, and we have registered none. */
const ELEMENT = 'liuhen@32473'

function printSyslog({ position, at, type, account, by, details }: LoggedEvent, host: string): string {
  const priority = FACILITY * 8 + (grave.has(type) ? WARNING : INFORMATIONAL)
  const parameters: readonly (readonly [string, Value | null])[] = [
    ['position', position],
    ['account', account],
    ['by', by],
    ...Object.entries(details),
  ]
  const printed = parameters.flatMap(([name, value]) => (value === null ? [] : [`${name}="${escaped(value)}"`]))
  return `<${priority}>1 ${at} ${hostName(host)} liuhen - ${type} [${[ELEMENT, ...printed].join(' ')}]`
}

/** RFC 5424 §6.3.3. */
const escaped = (value: Value): string =>
  (Array.isArray(value) ? value.join(',') : String(value)).replaceAll(/["\\\]]/g, String.raw`\$&`)

/** RFC 5424 §6.2.4: printable ASCII, `-` for none. */
const hostName = (host: string): string => host.replaceAll(/[^\x21-\x7e]/g, '').slice(0, 255) || '-'

/** For the audit administrator, with an event of its own; null for everybody else. */
export async function exportSecurityLog(
  context: AppContext,
  viewer: Viewer,
  since: number,
): Promise<AsyncGenerator<LoggedEvent> | null> {
  if (!mayOpen(viewer.roles, 'securityAudit')) return null
  await noteSecurityEvent(context, 'securityLogExported', viewer.accountId, { since })
  return loggedEvents(context.store, since)
}
