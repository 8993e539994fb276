/**
 * The superior body (上级机关) that sealed transfers go to, and the keys they are sealed to (R44).
 *
 * A changed key is the obvious attack: whoever puts his own in receives every matter that leaves. So the security administrator
 * proposes, the head of the discipline office or the lead confirms what he compared, and both sign with their accounts' keys. What the
 * database holds counts only while both signatures do.
 */
import { z } from 'zod'
import { mayOpen } from '../../domain/access/permissions.ts'
import type { AccountId } from '../../domain/organisation/types.ts'
import { fromBase64, toBase64, toHex, utf8 } from '../../kit/bytes.ts'
import { dayOf, type Day, type Instant } from '../../kit/calendar.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { checkAccountSignature, signWithAccount } from '../../vault/account-keys.ts'
import { isAgeRecipient, recipientFingerprint } from '../../vault/age.ts'
import { sha256 } from '#primitives'
import { noteSecurityEvent } from '../accounts/security-events.ts'
import { passwordConfirmed } from '../accounts/sign-in.ts'
import type { AppContext, Viewer } from '../context.ts'
import { organisationInForce } from '../people/organisation-in-force.ts'

const CURRENT = 'superior.current'
const PROPOSED = 'superior.proposed'
/** More than a superior body has duty officers for. */
const MAX_RECIPIENTS = 5

const signature = z.object({ accountId: z.string(), at: z.string(), signature: z.string() })
const proposalSchema = z.object({
  organ: z.string(),
  recipients: z.array(z.string()).min(1).max(MAX_RECIPIENTS),
  proposed: signature,
})
const currentSchema = proposalSchema.extend({ confirmed: signature })
type Proposal = z.infer<typeof proposalSchema>
type Current = z.infer<typeof currentSchema>

export type SuperiorKeys = {
  readonly organ: string
  readonly recipients: readonly { readonly recipient: string; readonly fingerprint: string }[]
}
export type ConfirmedSuperior = SuperiorKeys & {
  readonly since: Day
  readonly proposedBy: string
  readonly confirmedBy: string
}
export type ProposedSuperior = SuperiorKeys & {
  readonly proposedOn: Day
  readonly proposedBy: string
  /** Stands for exactly this proposal: an answer to another one is refused. */
  readonly id: string
}

export type SuperiorRefusal =
  | { readonly code: 'notFound' }
  | { readonly code: 'organMissing' }
  | { readonly code: 'recipientsMissing' }
  | { readonly code: 'recipientUnusable'; readonly recipient: string }
  | { readonly code: 'currentPasswordWrong' }
  /** Another proposal took its place, or it was answered. */
  | { readonly code: 'proposalChanged' }

const messageOf = (step: 'proposed' | 'confirmed', { organ, recipients }: Omit<Proposal, 'proposed'>, at: string) =>
  utf8(['liuhen/superior@v1', step, at, organ, ...recipients].join('\n'))

const keysOf = ({ organ, recipients }: Proposal): SuperiorKeys => ({
  organ,
  recipients: recipients.map((recipient) => ({ recipient, fingerprint: recipientFingerprint(recipient) })),
})

const idOf = (proposal: Proposal): string => toHex(sha256(utf8(JSON.stringify(proposal)))).slice(0, 32)

/** To whom transfers go; null until two persons have agreed on it, and when a signature no longer holds. */
export async function superiorOf(context: AppContext): Promise<ConfirmedSuperior | null> {
  const current = await stored<Current>(context, CURRENT, currentSchema)
  if (!current) return null
  const { proposed, confirmed } = current
  const people = await signers(context, [
    { ...proposed, message: messageOf('proposed', current, proposed.at) },
    { ...confirmed, message: messageOf('confirmed', current, confirmed.at) },
  ])
  if (!people || proposed.accountId === confirmed.accountId) return null
  const [proposedBy = '', confirmedBy = ''] = people
  return { ...keysOf(current), since: dayOf(confirmed.at as Instant), proposedBy, confirmedBy }
}

async function stored<Value>(context: AppContext, name: string, schema: z.ZodType): Promise<Value | null> {
  const text = await context.store.setting(name)
  if (!text) return null
  try {
    return schema.parse(JSON.parse(text)) as Value
  } catch {
    return null
  }
}

type Signed = { readonly accountId: string; readonly signature: string; readonly message: Uint8Array }

/** The names of who signed; null when one of the signatures is not by the account that it names. */
async function signers(context: AppContext, signed: readonly Signed[]): Promise<readonly string[] | null> {
  const { accounts, persons } = await organisationInForce(context)
  const names = signed.map(({ accountId, signature: text, message }) => {
    const account = accounts.find(({ id }) => id === accountId)
    const keys = account?.signingKey ? [account.signingKey, ...account.earlierSigningKeys] : []
    if (!account || !keys.some((key) => checkAccountSignature(key, message, bytesOf(text)))) return null
    return persons.find(({ id }) => id === account.personId)?.name ?? account.username
  })
  return names.every((name) => name !== null) ? names : null
}

function bytesOf(base64: string): Uint8Array {
  try {
    return fromBase64(base64)
  } catch {
    return new Uint8Array()
  }
}

export type SuperiorState = {
  readonly current: ConfirmedSuperior | null
  readonly proposed: ProposedSuperior | null
  readonly mayPropose: boolean
  readonly mayAnswer: boolean
}

const mayPropose = (viewer: Viewer): boolean => mayOpen(viewer.roles, 'accounts')
/** Whom a colleague has confirmed in that role: an account that the security administrator has only just made does not confirm his key. */
async function mayAnswer(context: AppContext, viewer: Viewer): Promise<boolean> {
  const { accounts } = await organisationInForce(context)
  const confirmed = accounts.find(({ id }) => id === viewer.accountId)?.confirmedRoles ?? []
  return (['disciplineOfficeHead', 'disciplineLead'] as const).some(
    (role) => confirmed.includes(role) && viewer.roles.includes(role),
  )
}

/** Null to whoever has nothing to do with it. */
export async function superiorState(context: AppContext, viewer: Viewer): Promise<SuperiorState | null> {
  if (!mayOpen(viewer.roles, 'superior')) return null
  const proposal = await stored<Proposal>(context, PROPOSED, proposalSchema)
  const people = proposal && (await signers(context, [proposedSignature(proposal)]))
  return {
    current: await superiorOf(context),
    proposed:
      proposal && people
        ? {
            ...keysOf(proposal),
            proposedOn: dayOf(proposal.proposed.at as Instant),
            proposedBy: people[0] ?? '',
            id: idOf(proposal),
          }
        : null,
    mayPropose: mayPropose(viewer),
    mayAnswer: await mayAnswer(context, viewer),
  }
}

const proposedSignature = (proposal: Proposal): Signed => ({
  ...proposal.proposed,
  message: messageOf('proposed', proposal, proposal.proposed.at),
})

/** By the security administrator. Nothing is changed by it until somebody of the discipline office confirms. */
export async function proposeSuperior(
  context: AppContext,
  viewer: Viewer,
  input: { readonly organ: string; readonly recipients: readonly string[]; readonly password: string },
): Promise<Decision<null, SuperiorRefusal>> {
  if (!mayPropose(viewer)) return refuse({ code: 'notFound' })
  const organ = input.organ.replaceAll(/\s+/gu, ' ').trim()
  if (organ === '') return refuse({ code: 'organMissing' })
  const recipients = [...new Set(input.recipients.map((text) => text.trim()).filter((text) => text !== ''))]
  if (recipients.length === 0 || recipients.length > MAX_RECIPIENTS) return refuse({ code: 'recipientsMissing' })
  for (const recipient of recipients)
    if (!(await isAgeRecipient(recipient))) return refuse({ code: 'recipientUnusable', recipient })
  if (!(await passwordConfirmed(context, viewer, input.password))) return refuse({ code: 'currentPasswordWrong' })
  const at = context.now()
  const proposal: Proposal = {
    organ,
    recipients,
    proposed: signedBy(viewer, at, messageOf('proposed', { organ, recipients }, at)),
  }
  await context.store.saveSetting(PROPOSED, JSON.stringify(proposal))
  await note(context, 'superiorProposed', viewer.accountId, proposal)
  return accept(null)
}

const signedBy = (viewer: Viewer, at: Instant, message: Uint8Array): Proposal['proposed'] => ({
  accountId: viewer.accountId,
  at,
  signature: toBase64(signWithAccount(viewer.secret, message)),
})

/** By the head of the discipline office or the lead, who compared the fingerprints with what the superior body gave. */
export async function answerSuperior(
  context: AppContext,
  viewer: Viewer,
  input: { readonly id: string; readonly agreed: boolean; readonly password: string },
): Promise<Decision<null, SuperiorRefusal>> {
  if (!(await mayAnswer(context, viewer))) return refuse({ code: 'notFound' })
  const proposal = await stored<Proposal>(context, PROPOSED, proposalSchema)
  if (!proposal || idOf(proposal) !== input.id || !(await signers(context, [proposedSignature(proposal)])))
    return refuse({ code: 'proposalChanged' })
  if (!(await passwordConfirmed(context, viewer, input.password))) return refuse({ code: 'currentPasswordWrong' })
  const at = context.now()
  if (input.agreed) {
    const confirmed = signedBy(viewer, at, messageOf('confirmed', proposal, at))
    await context.store.saveSetting(CURRENT, JSON.stringify({ ...proposal, confirmed } satisfies Current))
  }
  await context.store.saveSetting(PROPOSED, '')
  await note(context, input.agreed ? 'superiorConfirmed' : 'superiorRejected', viewer.accountId, proposal)
  return accept(null)
}

const note = (
  context: AppContext,
  type: 'superiorProposed' | 'superiorConfirmed' | 'superiorRejected',
  accountId: AccountId,
  proposal: Proposal,
): Promise<void> =>
  noteSecurityEvent(context, type, accountId, {
    organ: proposal.organ,
    fingerprints: proposal.recipients.map(recipientFingerprint),
  })
