/**
 * What the vault costs over bare libsodium: every line is a ratio of two times taken in this run, so that the machine cancels out.
 *
 *     npx node bench/vault.ts
 */
import { performance } from 'node:perf_hooks'
import sodium from 'sodium-native'
import { newAccountSecret, readingPair } from '../src/vault/account-keys.ts'
import { newDossierKeys } from '../src/vault/dossier-keys.ts'
import { EVIDENCE_CHUNK_LENGTH, newEvidenceKey, openChunk, sealChunk } from '../src/vault/evidence.ts'
import { decoySlot, openGrantWith } from '../src/vault/grants.ts'
import { openEvent, sealEvent } from '../src/vault/sealed-event.ts'

const ROUNDS = 9

type Subject = { readonly name: string; readonly repeat: number; readonly ours: () => void; readonly bare: () => void }

function millisecondsOf(work: () => void, repeat: number): number {
  const start = performance.now()
  for (let i = 0; i < repeat; i += 1) work()
  return (performance.now() - start) / repeat
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** Ours and bare take turns, and whoever goes first changes, so that neither has the warmer machine. */
function compare({ name, repeat, ours, bare }: Subject): void {
  const times = { ours: [] as number[], bare: [] as number[] }
  ours()
  bare()
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const side of round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const))
      times[side].push(millisecondsOf(side === 'ours' ? ours : bare, repeat))
  }
  const [own, reference] = [median(times.ours), median(times.bare)]
  process.stdout.write(
    `${name.padEnd(38)} ${(own / reference).toFixed(2)} × bare   (${own.toFixed(4)} ms, bare ${reference.toFixed(4)} ms)\n`,
  )
}

const pairOf = (seed: Uint8Array): { publicKey: Buffer; secretKey: Buffer } => {
  const publicKey = Buffer.alloc(sodium.crypto_box_PUBLICKEYBYTES)
  const secretKey = Buffer.alloc(sodium.crypto_box_SECRETKEYBYTES)
  sodium.crypto_box_seed_keypair(publicKey, secretKey, Buffer.from(seed))
  return { publicKey, secretKey }
}

/** An event as a registration writes it, against two bare boxes over as many bytes. */
function compareEvents(): void {
  const { keys, publicKeys } = newDossierKeys()
  const parts = { content: '过问'.repeat(500), identity: JSON.stringify({ name: '周敏', unit: '清源区综合执法局' }) }
  const sealed = sealEvent(parts, publicKeys)
  const pairs = [pairOf(keys.content), pairOf(keys.identity)]
  const messages = [Buffer.alloc(4096, 1), Buffer.alloc(1024, 1)]
  const boxes = messages.map((message) => Buffer.alloc(message.length + sodium.crypto_box_SEALBYTES))
  const sealBare = (): void => {
    for (const [i, { publicKey }] of pairs.entries()) {
      const [box, message] = [boxes[i], messages[i]]
      if (box && message) sodium.crypto_box_seal(box, message, publicKey)
    }
  }
  const openBare = (): void => {
    for (const [i, { publicKey, secretKey }] of pairs.entries()) {
      const [box, message] = [boxes[i], messages[i]]
      if (!box || !message || !sodium.crypto_box_seal_open(message, box, publicKey, secretKey))
        throw new Error('a bare box did not open')
    }
  }
  const open = (): void => {
    if (openEvent(sealed, keys).content !== parts.content) throw new Error('an event came back changed')
  }
  compare({ name: 'seal an event', repeat: 300, ours: () => sealEvent(parts, publicKeys), bare: sealBare })
  compare({ name: 'open an event', repeat: 300, ours: open, bare: openBare })
}

/** What a sign-in does with every slot that is not the account's own. */
function compareTrials(): void {
  const secret = newAccountSecret()
  const pair = readingPair(secret)
  const slot = decoySlot()
  const bareSlot = Buffer.from(slot)
  const [publicKey, secretKey] = [Buffer.from(pair.publicKey), Buffer.from(pair.secretKey)]
  const message = Buffer.alloc(slot.length - sodium.crypto_box_SEALBYTES)
  const tryBare = (): void => {
    if (sodium.crypto_box_seal_open(message, bareSlot, publicKey, secretKey)) throw new Error('a decoy opened')
  }
  const tryOurs = (): void => {
    if (openGrantWith(slot, pair)) throw new Error('a decoy opened')
  }
  compare({ name: 'try a slot of somebody else', repeat: 500, ours: tryOurs, bare: tryBare })
}

/** 256 MiB chunk by chunk, against bare authenticated encryption of the same bytes into one buffer used again. */
function compareEvidence(): void {
  const CHUNKS = (256 * 1024 ** 2) / EVIDENCE_CHUNK_LENGTH
  const key = newEvidenceKey()
  const bareKey = Buffer.from(key)
  const chunk = Buffer.alloc(EVIDENCE_CHUNK_LENGTH)
  sodium.randombytes_buf(chunk)
  const sealed = sealChunk(key, 'bench', 0, false, chunk)
  const nonce = Buffer.alloc(sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
  const bare = Buffer.alloc(chunk.length + sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES)
  const opened = Buffer.alloc(chunk.length)
  const sealOurs = (): void => {
    for (let index = 0; index < CHUNKS; index += 1) sealChunk(key, 'bench', index, index === CHUNKS - 1, chunk)
  }
  const sealBare = (): void => {
    for (let index = 0; index < CHUNKS; index += 1) {
      sodium.randombytes_buf(nonce)
      sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(bare, chunk, null, null, nonce, bareKey)
    }
  }
  const openOurs = (): void => {
    for (let i = 0; i < CHUNKS; i += 1) openChunk(key, 'bench', 0, false, sealed)
  }
  const openBare = (): void => {
    for (let i = 0; i < CHUNKS; i += 1)
      sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(opened, null, bare, null, nonce, bareKey)
  }
  compare({ name: 'seal 256 MiB of evidence', repeat: 1, ours: sealOurs, bare: sealBare })
  compare({ name: 'open 256 MiB of evidence', repeat: 1, ours: openOurs, bare: openBare })
}

compareEvents()
compareTrials()
compareEvidence()
