/**
 * Grants: a dossier's secrets sealed to one account's reading key, in slots that carry no label.
 *
 * Access is holding a grant; recusal is not holding one (R42). Slots have one length, stand in random order and are filled
 * up with boxes that nobody can open, so that neither the recorder's grant nor a missing one can be seen. A holder finds his by
 * trying.
 */
import { randomInt } from 'node:crypto'
import { concat } from '../kit/bytes.ts'
import { type AccountSecret, readingPair } from './account-keys.ts'
import type { DossierKeys } from './dossier-keys.ts'
import { BOX_OVERHEAD, type BoxPair, boxOpen, boxPair, boxSeal, randomBytes } from './sodium.ts'

/** Slots come in multiples of this. */
export const SLOTS_PER_DOSSIER = 16
const GRANT_LENGTH = 1 + 32 + 32
const WITH_IDENTITY = 0x01
const WITHOUT_IDENTITY = 0x00

export type Recipient = { readonly readingKey: Uint8Array; readonly withIdentity: boolean }

/** One slot. Throws nothing: whoever is granted less gets zeros in the identity's place. */
export function sealOneGrant(keys: DossierKeys, { readingKey, withIdentity }: Recipient): Uint8Array {
  const identity = withIdentity ? keys.identity : null
  const grant = concat(
    Uint8Array.of(identity ? WITH_IDENTITY : WITHOUT_IDENTITY),
    keys.content,
    identity ?? new Uint8Array(32),
  )
  return boxSeal(grant, readingKey)
}

/**
 * A slot that looks like any other and opens for nobody. A sealed box begins with a fresh public key, and what follows cannot be
 * told from random bytes: so a fresh public key before random bytes is one, at a third of the price of sealing to a key that is
 * thrown away. Random bytes alone would not do: half of them are no point of the curve.
 */
export const decoySlot = (): Uint8Array => decoyFrom(randomBytes(DECOY_RANDOM))

const SEED_LENGTH = 32
const DECOY_RANDOM = SEED_LENGTH + BOX_OVERHEAD - 32 + GRANT_LENGTH

const decoyFrom = (random: Uint8Array): Uint8Array =>
  concat(boxPair(random.subarray(0, SEED_LENGTH)).publicKey, random.subarray(SEED_LENGTH))

/** Several at once: the system is asked for random bytes a single time. */
function decoySlots(count: number): Uint8Array[] {
  const random = randomBytes(count * DECOY_RANDOM)
  return Array.from({ length: count }, (_, i) => decoyFrom(random.subarray(i * DECOY_RANDOM, (i + 1) * DECOY_RANDOM)))
}

/** All slots of a new dossier, in random order, padded up to the next multiple of sixteen. */
export function sealGrants(keys: DossierKeys, recipients: readonly Recipient[]): Uint8Array[] {
  const slots = recipients.map((recipient) => sealOneGrant(keys, recipient))
  const count = Math.max(1, Math.ceil(slots.length / SLOTS_PER_DOSSIER)) * SLOTS_PER_DOSSIER
  return shuffled([...slots, ...decoySlots(count - slots.length)])
}

/** Fisher–Yates with the system's random numbers. */
function shuffled<Item>(items: readonly Item[]): Item[] {
  const result = [...items]
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = randomInt(i + 1)
    ;[result[i], result[j]] = [result[j] as Item, result[i] as Item]
  }
  return result
}

/** The keys in the slot, or null when it is not this account's. */
export const tryOpenGrant = (slot: Uint8Array, secret: AccountSecret): DossierKeys | null =>
  openGrantWith(slot, readingPair(secret))

/** The same with the pair derived once, for a scan over many slots. */
export function openGrantWith(slot: Uint8Array, pair: BoxPair): DossierKeys | null {
  const grant = boxOpen(slot, pair)
  if (grant?.length !== GRANT_LENGTH) return null
  return { content: grant.slice(1, 33), identity: grant[0] === WITH_IDENTITY ? grant.slice(33) : null }
}
