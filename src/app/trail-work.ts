/** The trail's mathematics under the host key, as the store is given it. */
import { randomBytes } from 'node:crypto'
import type { SlotWork, TrailWork } from '../store/trail-work.ts'
import { printCheckpoint } from '../trail/checkpoint.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { parseLeafEntry, printLeafEntry } from '../trail/leaf-entry.ts'
import { emptyRoot, leafHash, nodeHash } from '../trail/merkle.ts'
import { printNote, signText } from '../trail/note.ts'
import { missingSlotHash, slotHash, slotsCommitment } from '../trail/slot-commitment.ts'
import type { RegistryIdentity } from './registry-identity.ts'

export const slotWork: SlotWork = {
  slotHash,
  missingSlotHash,
  slotsCommitment,
  newSalt: () => new Uint8Array(randomBytes(32)),
  commitmentIn(entry) {
    try {
      const parsed = parseLeafEntry(entry)
      return parsed.kind === 'event' ? parsed.slotsCommitment : null
    } catch (error) {
      if (error instanceof LiuhenError) return null
      throw error
    }
  },
}

export const trailWorkWith = ({ keys, sign }: RegistryIdentity): TrailWork => ({
  printLeafEntry: (event) => printLeafEntry({ kind: 'event', ...event }),
  printSecurityLeafEntry: (event) => printLeafEntry({ kind: 'securityEvent', ...event }),
  leafHash,
  nodeHash,
  emptyRoot: emptyRoot(),
  ...slotWork,
  signCheckpoint(trail, treeSize, root) {
    const key = keys[trail]
    const text = printCheckpoint({ origin: key.name, treeSize, root })
    return printNote({ text, signatures: [signText(text, key, (message) => sign(trail, message))] })
  },
})
