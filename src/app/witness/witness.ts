/**
 * A witness: cosigns a checkpoint of a log it knows when, and only when, the tree extends the one it cosigned last.
 *
 * So two persons who hold cosigned checkpoints of one log hold two moments of one history, and a registry that was rolled
 * back or rewritten gets no cosignature any more (R26). C2SP tlog-witness, add-checkpoint; docs/formats/witness.md.
 */
import { sha256 } from '#primitives'
import { utf8 } from '../../kit/bytes.ts'
import type { Instant } from '../../kit/calendar.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { hasPossibleRoot, parseCheckpointLines, type Checkpoint } from '../../trail/checkpoint.ts'
import { checkConsistency } from '../../trail/merkle.ts'
import { checkNote, cosignText, parseNote, printNote, printSignatureLine, type SignedNote } from '../../trail/note.ts'
import { isLogKey, parseVkey, printVkey, type VerifierKey } from '../../trail/verifier-key.ts'
import { parseWitnessRequest } from '../../trail/witness-request.ts'
import type { CosigningKey } from '../cross-signing.ts'
import type { WitnessMemory } from './witness-memory.ts'

/** The statuses are HTTP's, because the protocol gives each refusal one. `problem` is for the log's operator. */
export type WitnessAnswer =
  | { readonly status: 200; readonly signatureLines: string }
  | { readonly status: 409; readonly lastSize: number }
  | { readonly status: 400 | 403 | 404 | 422; readonly problem: string }

export type Witness = {
  readonly vkeys: readonly string[]
  readonly addCheckpoint: (body: string) => WitnessAnswer
  /** The newest cosigned checkpoint of the log whose origin has this SHA-256 (hexadecimal), or null. */
  readonly newestCheckpoint: (originDigest: string) => string | null
}

type Parts = {
  readonly memory: WitnessMemory
  readonly keys: readonly CosigningKey[]
  /** The logs to cosign for. A log may have several keys under one name. */
  readonly logVkeys: readonly string[]
  readonly now: () => Instant
}

/** Throws a LiuhenError `keyMalformed` for what is not a log's key. */
export function createWitness({ memory, keys, logVkeys, now }: Parts): Witness {
  const logKeys = logVkeys.map(logKeyIn)
  return {
    vkeys: keys.map(({ key }) => printVkey(key)),
    newestCheckpoint: (originDigest) => memory.noteByDigest(originDigest, (origin) => sha256(utf8(origin))),
    addCheckpoint(body) {
      const request = requestIn(body)
      if ('status' in request) return request
      const { oldSize, proof, note, checkpoint } = request
      const { origin, treeSize, root } = checkpoint

      // The order of these checks is the specification's.
      const known = logKeys.filter((key) => isLogKey(key, origin))
      if (known.length === 0) return refuse(404, 'the origin is not one of this witness’s logs')
      const signed = checkNote(note, known)
      if (!signed.ok) return refuse(403, `no valid signature of the log: ${signed.code}`)
      if (oldSize > treeSize) return refuse(400, 'the old size is larger than the checkpoint')
      const last = memory.newest(origin)
      if (oldSize !== last.treeSize) return { status: 409, lastSize: last.treeSize }
      if (!hasPossibleRoot(checkpoint)) return refuse(422, 'the root of size 0 is not the empty root')
      const consistent = checkConsistency({ oldSize, oldRoot: last.root, treeSize, root, proof })
      if (!consistent.ok) return refuse(422, `the tree does not extend the one cosigned last: ${consistent.code}`)

      const posixSeconds = Math.floor(Date.parse(now()) / 1000)
      const lines = keys.map(({ key, sign }) => cosignText(note.text, key, posixSeconds, sign))
      const cosigned = printNote({ text: note.text, signatures: [...linesOf(known, note), ...lines] })
      // On the disk before anybody gets the answer; whoever was faster has made `last` old.
      if (!memory.replace(origin, last, { treeSize, root, note: cosigned }))
        return { status: 409, lastSize: memory.newest(origin).treeSize }
      return { status: 200, signatureLines: lines.map(printSignatureLine).join('') }
    },
  }
}

type ReadRequest = {
  readonly oldSize: number
  readonly proof: readonly Uint8Array[]
  readonly note: SignedNote
  /** Not to be believed before the note was checked. */
  readonly checkpoint: Checkpoint
}

function requestIn(body: string): ReadRequest | WitnessAnswer {
  try {
    const { oldSize, proof, checkpointNote } = parseWitnessRequest(body)
    const note = parseNote(checkpointNote)
    return { oldSize, proof, note, checkpoint: parseCheckpointLines(note.text) }
  } catch (error) {
    if (error instanceof LiuhenError) return refuse(400, error.message)
    throw error
  }
}

/** The lines of keys that we know: a stranger's are not handed on. */
const linesOf = (keys: readonly VerifierKey[], { signatures }: SignedNote): SignedNote['signatures'] =>
  signatures.filter((line) => keys.some(({ name, keyId }) => name === line.name && keyId === line.keyId))

function logKeyIn(vkey: string): VerifierKey {
  const key = parseVkey(vkey)
  if (!isLogKey(key, key.name)) throw new LiuhenError('keyMalformed', `${key.name}: a witness’s key is no log’s`)
  return key
}

const refuse = (status: 400 | 403 | 404 | 422, problem: string): WitnessAnswer => ({ status, problem })
