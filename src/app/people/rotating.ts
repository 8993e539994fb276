/**
 * Replacing one's own keys: a new secret under the same password, and everything that the old one opened sealed to the new one. The old key signs
 * the new keys, so that what was confirmed stays confirmed and what was signed stands; afterwards the old secret opens nothing (R42).
 *
 * Whoever compares the disk of before with that of after sees in which dossiers the account's slots lie: SECURITY.md says so.
 */
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import {
  type AccountSecret,
  accountPublic,
  newAccountSecret,
  openForSelf,
  ownTag,
  readingPair,
  sealForSelf,
  sealWithPassword,
} from '../../vault/account-keys.ts'
import { openGrantWith, sealOneGrant } from '../../vault/grants.ts'
import { passwordConfirmed, TOTP_PURPOSE } from '../accounts/sign-in.ts'
import { securityEvent } from '../accounts/security-events.ts'
import type { AppContext, Viewer } from '../context.ts'
import { DRAFT_ROWS } from '../drafts.ts'
import { listTagsOf } from '../lists/shelves.ts'
import { PERMIT_ROWS } from '../inquiries/permit-requests.ts'
import { keyTexts, signRotation } from './key-statements.ts'

const SLOTS_PER_READ = 2000

/** Every session of the account ends, this one too: its holder signs in again with the same password and authenticator. */
export async function rotateOwnKeys(
  context: AppContext,
  viewer: Viewer,
  currentPassword: string,
): Promise<Decision<null, { readonly code: 'currentPasswordWrong' }>> {
  if (!(await passwordConfirmed(context, viewer, currentPassword))) return refuse({ code: 'currentPasswordWrong' })
  const row = await context.store.account(viewer.accountId)
  if (!row?.sealedTotp) throw new LiuhenError('registryBroken', 'an account that is signed in to has an authenticator')
  const { accountId, secret: old } = viewer
  const secret = newAccountSecret()
  const keys = accountPublic(secret)
  const at = context.now()
  const signature = signRotation(old, { accountId, ...keyTexts(keys), at })
  const { slots, upTo } = await resealed(context, old, secret, 0)
  await context.store.rotateAccount({
    accountId,
    account: {
      ...keys,
      sealedSecret: await sealWithPassword(secret, currentPassword, context.passwordCost),
      sealedTotp: sealForSelf(secret, TOTP_PURPOSE, openForSelf(old, TOTP_PURPOSE, row.sealedTotp)),
    },
    slots,
    // Found once more by trying, with the next look.
    endedPages: await listTagsOf(context, viewer),
    drafts: await ownRows(context, old, secret),
    event: { type: 'keysRotated', at, accountId, data: { ...keyTexts(keys), signature } },
  })
  // What somebody granted to the old key while this one was at work.
  const late = await resealed(context, old, secret, upTo)
  if (late.slots.length > 0)
    await context.store.replaceSlots(late.slots, securityEvent(context, 'grantsRenewed', accountId, { by: accountId }))
  return accept(null)
}

async function resealed(context: AppContext, old: AccountSecret, secret: AccountSecret, after: number) {
  const pair = readingPair(old)
  const { readingKey } = accountPublic(secret)
  const slots: { slotId: number; before: Uint8Array; after: Uint8Array }[] = []
  for (let upTo = after; ;) {
    const read = await context.store.slotsAfter(upTo, SLOTS_PER_READ)
    for (const { slotId, slot } of read) {
      const keys = openGrantWith(slot, pair)
      if (!keys) continue
      const withIdentity = keys.identity !== null
      slots.push({ slotId, before: slot, after: sealOneGrant(keys, { readingKey, withIdentity }) })
    }
    upTo = read.at(-1)?.slotId ?? upTo
    if (read.length < SLOTS_PER_READ) return { slots, upTo }
  }
}

/** Drafts and the list of own permits. Unfinished uploads stay behind: the browser begins them anew. */
async function ownRows(context: AppContext, old: AccountSecret, secret: AccountSecret) {
  const moves = [DRAFT_ROWS, PERMIT_ROWS].flatMap(({ purpose, count }) =>
    Array.from({ length: count }, (_, n) => ({
      purpose,
      tag: ownTag(old, purpose, n),
      newTag: ownTag(secret, purpose, n),
    })),
  )
  const rows = await context.store.drafts(moves.map(({ tag }) => tag))
  return rows.flatMap(({ tag, sealed }) => {
    const move = moves.find((each) => each.tag === tag)
    if (!move) return []
    const { purpose, newTag } = move
    return [{ tag, newTag, sealed: sealForSelf(secret, purpose, openForSelf(old, purpose, sealed)) }]
  })
}
