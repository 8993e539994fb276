/**
 * Checks a proof that a recorder kept, with nothing but the file and the register's public key: no server, no database (R26).
 *
 * One file is enough, because our proofs carry the entry in their `extra` line. That line is not signed, and need not be:
 * the proof holds for exactly one entry, so an exchanged one fails. Whoever has the entry from elsewhere gives it, and the line is ignored.
 */
import { parseLeafEntry, type LeafEntry } from '../../trail/leaf-entry.ts'
import { checkPolicy, parsePolicy } from '../../trail/policy.ts'
import { checkProof, parseProof, type ProvenEntry } from '../../trail/proof.ts'
import { printVkey } from '../../trail/verifier-key.ts'
import { fails, holds, type Verdict } from '../../trail/verdict.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'

export type ProvenFile = {
  readonly proven: ProvenEntry
  readonly entry: LeafEntry | null
  readonly entryFrom: 'proof' | 'file'
}

/** Throws a LiuhenError `policyMalformed`; about the proof it always answers a verdict. */
export function checkProofFile(
  proofText: string,
  given: {
    readonly entry: Uint8Array | null
    readonly vkeys: readonly string[]
    /** The text of a policy: which logs are trusted and who must have cosigned. Its keys count beside the given ones. */
    readonly policy?: string | null
  },
): Verdict<ProvenFile> {
  const policy = given.policy ? parsePolicy(given.policy) : null
  let carried: Uint8Array | undefined
  let checkpointNote: string
  try {
    ;({ extra: carried, checkpointNote } = parseProof(proofText))
  } catch (error) {
    if (error instanceof LiuhenError) return fails({ code: 'proofMalformed', problem: error.message })
    throw error
  }
  const entryBytes = given.entry ?? carried
  if (!entryBytes) return fails({ code: 'proofMalformed', problem: 'it carries no entry, and none was given' })
  const vkeys = policy ? [...policy.logs, ...policy.witnesses].map(printVkey) : []
  const verdict = checkProof(entryBytes, proofText, [...vkeys, ...given.vkeys])
  if (!verdict.ok) return verdict
  const witnessed = policy && checkPolicy(policy, checkpointNote)
  if (witnessed && !witnessed.ok) return witnessed
  const { ok: _, ...proven } = verdict
  return holds({ proven, entry: readable(entryBytes), entryFrom: given.entry ? 'file' : 'proof' })
}

/** The entry as we write them; null for a proof of something else, which may hold all the same. */
function readable(bytes: Uint8Array): LeafEntry | null {
  try {
    return parseLeafEntry(bytes)
  } catch (error) {
    if (error instanceof LiuhenError) return null
    throw error
  }
}
