/**
 * The two files by which a registry is itself: `host.key`, which signs and reads nothing, and `origin`, the name under
 * which witnesses know its trail. Both are made at the first start and never change.
 */
import { join } from 'node:path'
import { sha256 } from '#primitives'
import { toHex } from '../kit/bytes.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import type { TrailName } from '../store/store.ts'
import {
  isKeyName,
  LOG_KEY_TYPE,
  ML_DSA_KEY_TYPE,
  printVkey,
  verifierKey,
  type VerifierKey,
} from '../trail/verifier-key.ts'
import { latticeSeed, newHostKey, parseHostKey, printHostKey, signer, type HostKey } from '../vault/host-key.ts'
import { mlDsaSigner } from '../vault/ml-dsa.ts'
import type { CosigningKey } from './cross-signing.ts'
import { readIfThere, readOrMake } from './made-once.ts'

export type RegistryIdentity = {
  /** Cookies, form tokens, challenges. */
  readonly hostSecret: Uint8Array
  /** The public key of each trail: two logs, two names, two keys. */
  readonly keys: Readonly<Record<TrailName, VerifierKey>>
  readonly sign: (trail: TrailName, message: Uint8Array) => Uint8Array
  /** The second key of each trail, ML-DSA-44; made when it is first asked for. */
  readonly latticeKey: (trail: TrailName) => CosigningKey
}

/**
 * Reads who the registry is, or makes it when there is nothing: two starts at once agree on one. `origin` names a new
 * registry and is ignored afterwards. Throws a LiuhenError `keyMalformed`, `configurationInvalid` or `dataFolderUnusable`.
 */
export async function registryIdentity(dataFolder: string, origin?: string): Promise<RegistryIdentity> {
  const [keyFile, originFile] = [join(dataFolder, 'host.key'), join(dataFolder, 'origin')]
  // The key is made before the origin: an origin without it is a registry whose key was lost, or restored without it.
  if ((await readIfThere(originFile)) !== null && (await readIfThere(keyFile)) === null)
    throw new LiuhenError('keyMalformed', `${keyFile} is missing: restore it, a new one would sign as somebody else`)
  const keyText = await readOrMake(keyFile, () => printHostKey(newHostKey()))
  const name = await readOrMake(originFile, () => `${origin ?? drawnOrigin(parseHostKey(keyText))}\n`)
  return identityOf(keyText, name.trim()).identity
}

/** Who signs with this key under this name. Throws a LiuhenError `keyMalformed` or `configurationInvalid`. */
export function identityOf(
  keyText: string,
  name: string,
): { identity: RegistryIdentity; vkeys: Readonly<Record<TrailName, string>> } {
  const key = parseHostKey(keyText)
  if (!isKeyName(name))
    throw new LiuhenError('configurationInvalid', 'The origin is empty, or holds a space or a plus sign')
  const signers = { register: signer(key.register), security: signer(key.security) }
  const keys = {
    register: verifierKey(name, LOG_KEY_TYPE, signers.register.publicKey),
    security: verifierKey(`${name}/security`, LOG_KEY_TYPE, signers.security.publicKey),
  }
  return {
    identity: {
      hostSecret: key.cookies,
      keys,
      sign: (trail, message) => signers[trail].sign(message),
      latticeKey: latticeKeysOf(key, keys),
    },
    vkeys: { register: printVkey(keys.register), security: printVkey(keys.security) },
  }
}

function latticeKeysOf(hostKey: HostKey, keys: RegistryIdentity['keys']): RegistryIdentity['latticeKey'] {
  const made = new Map<TrailName, CosigningKey>()
  return (trail) => {
    const known = made.get(trail)
    if (known) return known
    const { publicKey, sign } = mlDsaSigner(latticeSeed(hostKey[trail]))
    const fresh = { key: verifierKey(keys[trail].name, ML_DSA_KEY_TYPE, publicKey), sign }
    made.set(trail, fresh)
    return fresh
  }
}

const drawnOrigin = (key: HostKey): string =>
  `liuhen.local/${toHex(sha256(signer(key.register).publicKey)).slice(0, 8)}`
