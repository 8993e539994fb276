/**
 * The two files by which a registry is itself: `host.key`, which signs and reads nothing, and `origin`, the name under
 * which witnesses know its trail. Both are made at the first start and never change.
 */
import { join } from 'node:path'
import { sha256 } from '#primitives'
import { toHex } from '../kit/bytes.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import type { TrailName } from '../store/store.ts'
import { isKeyName, LOG_KEY_TYPE, verifierKey, type VerifierKey } from '../trail/verifier-key.ts'
import { newHostKey, parseHostKey, printHostKey, signer, type HostKey } from '../vault/host-key.ts'
import { readOrMake } from './made-once.ts'

export type RegistryIdentity = {
  /** Cookies, form tokens, challenges. */
  readonly hostSecret: Uint8Array
  /** The public key of each trail: two logs, two names, two keys. */
  readonly keys: Readonly<Record<TrailName, VerifierKey>>
  readonly sign: (trail: TrailName, message: Uint8Array) => Uint8Array
}

/**
 * Reads who the registry is, or makes it when there is nothing: two starts at once agree on one. `origin` names a new
 * registry and is ignored afterwards. Throws a LiuhenError `keyMalformed`, `configurationInvalid` or `dataFolderUnusable`.
 */
export async function registryIdentity(dataFolder: string, origin?: string): Promise<RegistryIdentity> {
  const key = parseHostKey(await readOrMake(join(dataFolder, 'host.key'), () => printHostKey(newHostKey())))
  const name = (await readOrMake(join(dataFolder, 'origin'), () => `${origin ?? drawnOrigin(key)}\n`)).trim()
  if (!isKeyName(name))
    throw new LiuhenError('configurationInvalid', 'The origin is empty, or holds a space or a plus sign')
  const signers = { register: signer(key.register), security: signer(key.security) }
  return {
    hostSecret: key.cookies,
    keys: {
      register: verifierKey(name, LOG_KEY_TYPE, signers.register.publicKey),
      security: verifierKey(`${name}/security`, LOG_KEY_TYPE, signers.security.publicKey),
    },
    sign: (trail, message) => signers[trail].sign(message),
  }
}

const drawnOrigin = (key: HostKey): string =>
  `liuhen.local/${toHex(sha256(signer(key.register).publicKey)).slice(0, 8)}`
