/**
 * The host key: a file outside the database that signs checkpoints and cookies. It reads nothing.
 *
 *     liuhen/host-key@v1
 *     register <base64 of 32 bytes: Ed25519 seed of the register's trail>
 *     security <base64 of 32 bytes: Ed25519 seed of the security trail>
 *     cookies <base64 of 32 bytes: HMAC key>
 */
import { fromBase64, toBase64, utf8 } from '../kit/bytes.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { keyedHash, randomBytes, signDetached, signPair } from './sodium.ts'

export type HostKey = {
  readonly register: Uint8Array
  readonly security: Uint8Array
  readonly cookies: Uint8Array
}

const FIRST_LINE = 'liuhen/host-key@v1'
const parts = ['register', 'security', 'cookies'] as const

export const newHostKey = (): HostKey => ({
  register: randomBytes(32),
  security: randomBytes(32),
  cookies: randomBytes(32),
})

export const printHostKey = (key: HostKey): string =>
  `${[FIRST_LINE, ...parts.map((part) => `${part} ${toBase64(key[part])}`)].join('\n')}\n`

/** Throws `keyMalformed` and never shows what it read. */
export function parseHostKey(text: string): HostKey {
  const [first, ...lines] = text.trimEnd().split('\n')
  const malformed = new LiuhenError('keyMalformed', 'the host key file is not a Liuhen host key of version 1')
  if (first !== FIRST_LINE || lines.length !== parts.length) throw malformed
  const read = (part: (typeof parts)[number], i: number): Uint8Array => {
    const [name, value] = lines[i]?.split(' ') ?? []
    let bytes: Uint8Array
    try {
      bytes = fromBase64(value ?? '')
    } catch {
      throw malformed
    }
    if (name !== part || bytes.length !== 32) throw malformed
    return bytes
  }
  const [register, security, cookies] = parts.map(read)
  if (!register || !security || !cookies) throw malformed
  return { register, security, cookies }
}

/** The seed of the ML-DSA-44 key that goes with a trail's Ed25519 seed: derived, so that host keys of 0.1.0 have one too. */
export const latticeSeed = (seed: Uint8Array): Uint8Array => keyedHash(seed, utf8('liuhen/ml-dsa-44@v1'), 32)

export type Signer = { readonly publicKey: Uint8Array; readonly sign: (message: Uint8Array) => Uint8Array }

/** Ed25519 from a seed, for the trail's note signing. */
export function signer(seed: Uint8Array): Signer {
  const pair = signPair(seed)
  return { publicKey: pair.publicKey, sign: (message) => signDetached(message, pair) }
}
