/**
 * Notices that wait to be mailed (R88): for whom, and how many; never of what. Whoever acts on a record knows whose task it becomes, the sweep that mails does
 * not, so the list is left here in between. It is sealed with the host key, forgets each notice as it is sent, and remembers for the day who got one: nobody
 * gets two mails on one day. A failure is tried again later and later, and holds up nothing. Several processes may serve one registry: each change starts from
 * what the list says now, and whoever is about to send a mail says so first.
 */
import { z } from 'zod'
import { personById } from '../../domain/organisation/organisation.ts'
import type { AccountId } from '../../domain/organisation/types.ts'
import { fromBase64, toBase64 } from '../../kit/bytes.ts'
import { dayOf, type Instant, instantOf } from '../../kit/calendar.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { openForHost, sealForHost } from '../../vault/host-seal.ts'
import { inTurn } from '../accounts/in-turn.ts'
import type { AppContext } from '../context.ts'
import { organisationInForce } from '../people/organisation-in-force.ts'
import { mailSettings } from './mail-settings.ts'
import { sendMail } from './smtp.ts'
import { taskMail } from './templates.ts'

const SETTING = 'mail.outbox'
const PURPOSE = 'liuhen/mail-outbox@v1'
const FIRST_PAUSE_MINUTES = 15
const LONGEST_PAUSE_MINUTES = 24 * 60
/** Longer than one mail ever takes (smtp.ts). A process that ended meanwhile holds up the others for so long. */
const CLAIM_MINUTES = 5

const schema = z.object({
  waiting: z.record(z.string(), z.number().int()),
  sentOn: z.string(),
  sentTo: z.array(z.string()),
  failures: z.number().int(),
  notBefore: z.string(),
  /** Somebody is sending a mail, at the longest until then. */
  claimedUntil: z.string().default(''),
})
type Outbox = z.output<typeof schema>

const empty: Outbox = { waiting: {}, sentOn: '', sentTo: [], failures: 0, notBefore: '', claimedUntil: '' }

function opened({ hostSecret }: AppContext, text: string | null): Outbox {
  if (!text) return empty
  try {
    return schema.parse(JSON.parse(openForHost(hostSecret, PURPOSE, fromBase64(text))))
  } catch (error) {
    // Restored beside another host key: what waited there is not ours.
    if (error instanceof LiuhenError) return empty
    throw error
  }
}

/** False when `changed` says that there is nothing to change. */
const change = (context: AppContext, changed: (outbox: Outbox) => Outbox | null): Promise<boolean> =>
  inTurn('mail', async () => {
    const { store, hostSecret } = context
    for (;;) {
      const before = await store.setting(SETTING)
      const after = changed(opened(context, before))
      if (after === null) return false
      const text = toBase64(sealForHost(hostSecret, PURPOSE, JSON.stringify(after)))
      // Another process was faster.
      if (await store.saveSetting(SETTING, text, before)) return true
    }
  })

/** Leaves a notice for each. Nothing while no mail server is set. Never fails: what was done has been done. */
export async function leaveNotices(context: AppContext, accountIds: readonly AccountId[]): Promise<void> {
  if (accountIds.length === 0) return
  try {
    if ((await mailSettings(context)) === null) return
    await change(context, (outbox) => {
      const waiting = { ...outbox.waiting }
      for (const id of accountIds) waiting[id] = (waiting[id] ?? 0) + 1
      return { ...outbox, waiting }
    })
  } catch (error) {
    if (!(error instanceof LiuhenError)) throw error
  }
}

export type MailRound = {
  readonly sent: number
  /** What went wrong, without address or password; null when nothing did. */
  readonly problem: string | null
}

/** By the sweep: at most one mail a day for each, in the order of leaving, until one fails. */
export async function mailNotices(context: AppContext): Promise<MailRound> {
  const settings = await mailSettings(context)
  if (!settings || context.rolledBack) return { sent: 0, problem: null }
  const { accounts, persons } = await organisationInForce(context)
  let sent = 0
  for (;;) {
    const at = context.now()
    const next = await claimed(context, at)
    if (next === null) return { sent, problem: null }
    const account = accounts.find(({ id, status }) => id === next.id && status === 'active')
    const to = account && personById({ persons }, account.personId)?.mail
    try {
      const address = settings.showsAddress ? context.address : null
      if (to) await sendMail(context, settings, to, taskMail(next.count, address))
    } catch (error) {
      if (!(error instanceof LiuhenError)) throw error
      await change(context, (outbox) => afterFailure(outbox, at))
      return { sent, problem: error.message }
    }
    await change(context, (outbox) => afterSending(outbox, next.id, at, Boolean(to)))
    if (to) sent += 1
  }
}

type Next = { readonly id: string; readonly count: number }

/** Whose turn it is; null when it is nobody's, or somebody else is sending. */
async function claimed(context: AppContext, at: Instant): Promise<Next | null> {
  let next: Next | null = null
  await change(context, (outbox) => {
    next = nextOf(outbox, at)
    return next && { ...outbox, claimedUntil: minutesAfter(at, CLAIM_MINUTES) }
  })
  return next
}

function nextOf({ waiting, sentOn, sentTo, notBefore, claimedUntil }: Outbox, at: Instant): Next | null {
  if (notBefore > at || claimedUntil > at) return null
  const [id, count = 0] = Object.entries(waiting).find(([each]) => sentOn !== dayOf(at) || !sentTo.includes(each)) ?? []
  return id === undefined ? null : { id, count }
}

const minutesAfter = (at: Instant, minutes: number): Instant => instantOf(new Date(Date.parse(at) + minutes * 60_000))

/** Somebody without an address is dropped: he is told when he signs in. */
function afterSending(outbox: Outbox, id: string, at: Instant, wasSent: boolean): Outbox {
  const { [id]: _, ...waiting } = outbox.waiting
  const today = dayOf(at)
  const sentTo = [...(outbox.sentOn === today ? outbox.sentTo : []), ...(wasSent ? [id] : [])]
  return { waiting, sentOn: today, sentTo, failures: 0, notBefore: '', claimedUntil: '' }
}

function afterFailure(outbox: Outbox, at: Instant): Outbox {
  const minutes = Math.min(FIRST_PAUSE_MINUTES * 2 ** outbox.failures, LONGEST_PAUSE_MINUTES)
  return { ...outbox, failures: outbox.failures + 1, notBefore: minutesAfter(at, minutes), claimedUntil: '' }
}
