/** The real trail with a fixed key, as the store is given it. */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { printCheckpoint } from '../../src/trail/checkpoint.ts'
import { printLeafEntry } from '../../src/trail/leaf-entry.ts'
import { emptyRoot, leafHash, nodeHash } from '../../src/trail/merkle.ts'
import { printNote, signText } from '../../src/trail/note.ts'
import { LOG_KEY_TYPE, ML_DSA_KEY_TYPE, printVkey, verifierKey } from '../../src/trail/verifier-key.ts'
import { slotWork } from '../../src/app/trail-work.ts'
import { crossSigning } from '../../src/app/cross-signing.ts'
import { mlDsaSigner } from '../../src/vault/ml-dsa.ts'
import type { TrailWork } from '../../src/store/trail-work.ts'

/** PKCS #8 of an Ed25519 seed of 32 bytes 0x01 (RFC 8410). */
const privateKey = createPrivateKey({
  key: Buffer.from(`302e020100300506032b657004220420${'01'.repeat(32)}`, 'hex'),
  format: 'der',
  type: 'pkcs8',
})
const publicKey = Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x as string, 'base64url')

export const origins = { register: 'liuhen.example/qingyuan', security: 'liuhen.example/qingyuan/security' } as const

export const testTrailWork: TrailWork = {
  printLeafEntry: (event) => printLeafEntry({ kind: 'event', ...event }),
  printSecurityLeafEntry: (event) => printLeafEntry({ kind: 'securityEvent', ...event }),
  leafHash,
  nodeHash,
  emptyRoot: emptyRoot(),
  ...slotWork,
  signCheckpoint(trail, treeSize, root) {
    const key = verifierKey(origins[trail], LOG_KEY_TYPE, new Uint8Array(publicKey))
    const text = printCheckpoint({ origin: origins[trail], treeSize, root })
    return printNote({ text, signatures: [signText(text, key, (message) => sign(null, message, privateKey))] })
  },
}

/** The second key, with a fixed seed as well. */
export const testCrossSigning = crossSigning((trail) => {
  const { publicKey: latticeKey, sign: signLattice } = mlDsaSigner(
    new Uint8Array(32).fill(trail === 'register' ? 2 : 3),
  )
  return { key: verifierKey(origins[trail], ML_DSA_KEY_TYPE, latticeKey), sign: signLattice }
})

const vkeyOf = (origin: string): string => printVkey(verifierKey(origin, LOG_KEY_TYPE, new Uint8Array(publicKey)))

export const testVkeys = { register: vkeyOf(origins.register), security: vkeyOf(origins.security) } as const
