/** The trail's mathematics under the host key, as the store is given it. */
import type { TrailWork } from '../store/trail-work.ts'
import { printCheckpoint } from '../trail/checkpoint.ts'
import { printLeafEntry } from '../trail/leaf-entry.ts'
import { emptyRoot, leafHash, nodeHash } from '../trail/merkle.ts'
import { printNote, signText } from '../trail/note.ts'
import type { RegistryIdentity } from './registry-identity.ts'

export const trailWorkWith = ({ keys, sign }: RegistryIdentity): TrailWork => ({
  printLeafEntry: (event) => printLeafEntry({ kind: 'event', ...event }),
  printSecurityLeafEntry: (event) => printLeafEntry({ kind: 'securityEvent', ...event }),
  leafHash,
  nodeHash,
  emptyRoot: emptyRoot(),
  signCheckpoint(trail, treeSize, root) {
    const key = keys[trail]
    const text = printCheckpoint({ origin: key.name, treeSize, root })
    return printNote({ text, signatures: [signText(text, key, (message) => sign(trail, message))] })
  },
})
