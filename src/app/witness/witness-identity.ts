/**
 * Who a witness is: a name and two keys, made at the first start and never changed, in the file `witness.key`:
 *
 *     liuhen/witness-key@v1
 *     name witness.example/superior
 *     ed25519 <base64 of 32 bytes: the seed>
 *     ml-dsa-44 <base64 of 32 bytes: the seed>
 */
import { join } from 'node:path'
import { sha256 } from '#primitives'
import { fromBase64, toBase64, toHex } from '../../kit/bytes.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { COSIGNER_KEY_TYPE, isKeyName, ML_DSA_KEY_TYPE, verifierKey } from '../../trail/verifier-key.ts'
import { signer } from '../../vault/host-key.ts'
import { mlDsaSigner } from '../../vault/ml-dsa.ts'
import { randomBytes } from '../../vault/sodium.ts'
import type { CosigningKey } from '../cross-signing.ts'
import { readOrMake } from '../made-once.ts'

const FIRST_LINE = 'liuhen/witness-key@v1'
export const WITNESS_KEY_FILE = 'witness.key'

/**
 * Reads the keys, or makes them. `name` names a new witness and is ignored afterwards. Throws a LiuhenError `keyMalformed`,
 * which never shows what was read, or `dataFolderUnusable`.
 */
export async function witnessIdentity(dataFolder: string, name?: string): Promise<readonly CosigningKey[]> {
  return parseKeyFile(await readOrMake(join(dataFolder, WITNESS_KEY_FILE), () => newKeyFile(name)))
}

function newKeyFile(name?: string): string {
  const [ed25519, mlDsa] = [randomBytes(32), randomBytes(32)]
  const drawn = `witness.local/${toHex(sha256(signer(ed25519).publicKey)).slice(0, 8)}`
  return `${FIRST_LINE}\nname ${name ?? drawn}\ned25519 ${toBase64(ed25519)}\nml-dsa-44 ${toBase64(mlDsa)}\n`
}

function parseKeyFile(text: string): readonly CosigningKey[] {
  const form = /^liuhen\/witness-key@v1\nname (.+)\ned25519 (.{44})\nml-dsa-44 (.{44})\n$/.exec(text)
  const [, name = '', ed25519 = '', mlDsa = ''] = form ?? []
  if (!form || !isKeyName(name))
    throw new LiuhenError('keyMalformed', `${WITNESS_KEY_FILE} is not a witness key of version 1`)
  const [elliptic, lattice] = [signer(seedIn(ed25519)), mlDsaSigner(seedIn(mlDsa))]
  return [
    { key: verifierKey(name, COSIGNER_KEY_TYPE, elliptic.publicKey), sign: elliptic.sign },
    { key: verifierKey(name, ML_DSA_KEY_TYPE, lattice.publicKey), sign: lattice.sign },
  ]
}

function seedIn(encoded: string): Uint8Array {
  try {
    return fromBase64(encoded)
  } catch {
    throw new LiuhenError('keyMalformed', `${WITNESS_KEY_FILE} holds no seed where one should be`)
  }
}
