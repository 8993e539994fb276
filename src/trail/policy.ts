/**
 * A trust policy: which logs somebody trusts, and how many of which witnesses must have cosigned.
 *
 *     log liuhen.example/qingyuan+2afa8a8f+AYqI4910…
 *     witness superior witness.example/superior+f89d8d59+BIE5dw6o…
 *     witness archive  witness.example/archive+0c14e2a1+BKz…
 *     group outside any superior archive
 *     quorum outside
 *
 * Format: C2SP tlog-policy; docs/formats/witness.md. Names belong to the file; keys decide. Needs no network (R90).
 */
import { toHex } from '../kit/bytes.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { checkNote, parseNote, type CheckedSignature } from './note.ts'
import { cosignaturesIn } from './proof.ts'
import { COSIGNER_KEY_TYPE, isLogKey, LOG_KEY_TYPE, parseVkey, type VerifierKey } from './verifier-key.ts'
import { attempt, fails, holds, type Verdict } from './verdict.ts'

/** A witness has witnessed when it cosigned; a group, when `threshold` of its members have. */
export type Quorum =
  | { readonly kind: 'none' }
  | { readonly kind: 'witness'; readonly name: string; readonly key: VerifierKey }
  | { readonly kind: 'group'; readonly name: string; readonly threshold: number; readonly members: readonly Quorum[] }

export interface Policy {
  readonly logs: readonly VerifierKey[]
  /** All that the file lists, also those that the quorum does not need. */
  readonly witnesses: readonly VerifierKey[]
  readonly quorum: Quorum
}

/** Throws a LiuhenError `policyMalformed`, which names the line, for anything that is not exactly a policy. */
export function parsePolicy(text: string): Policy {
  const reader = new PolicyReader()
  for (const [i, line] of text.split('\n').entries()) {
    const items = line.split(/[ \t]+/).filter((item) => item !== '')
    if (items.length === 0 || items[0]?.startsWith('#')) continue
    try {
      if (/(?!\t)\p{Cc}/u.test(line)) throw malformed('a control character')
      reader.read(items)
    } catch (cause) {
      if (cause instanceof LiuhenError) throw malformed(`line ${i + 1}: ${cause.message}`, cause)
      throw cause
    }
  }
  return reader.policy()
}

/** Reads line after line; what a line names must stand above it. */
class PolicyReader {
  readonly #logs: VerifierKey[] = []
  readonly #witnesses: VerifierKey[] = []
  readonly #named = new Map<string, Quorum>()
  readonly #members = new Set<string>()
  readonly #publicKeys = new Set<string>()
  #quorum: Quorum | undefined

  read([kind = '', ...items]: readonly string[]): void {
    if (kind === 'log') this.#readLog(items)
    else if (kind === 'witness') this.#readWitness(items)
    else if (kind === 'group') this.#readGroup(items)
    else if (kind === 'quorum') this.#readQuorum(items)
    else throw malformed(`«${kind}» is neither log, witness, group nor quorum`)
  }

  policy(): Policy {
    if (!this.#quorum) throw malformed('the quorum line is missing')
    return { logs: this.#logs, witnesses: this.#witnesses, quorum: this.#quorum }
  }

  #readLog([vkey = '', _url, ...surplus]: readonly string[]): void {
    if (!vkey || surplus.length > 0) throw malformed('not of the form «log vkey [url]»')
    const key = this.#newKey(vkey)
    if (key.type === COSIGNER_KEY_TYPE) throw malformed('a key of type 04 is no log’s')
    this.#logs.push(key)
  }

  #readWitness([name = '', vkey = '', _url, ...surplus]: readonly string[]): void {
    if (!vkey || surplus.length > 0) throw malformed('not of the form «witness name vkey [url]»')
    const key = this.#newKey(vkey)
    if (key.type === LOG_KEY_TYPE) throw malformed('a key of type 01 is no witness’s')
    this.#witnesses.push(key)
    this.#define(name, { kind: 'witness', name, key })
  }

  #readGroup([name = '', count = '', ...names]: readonly string[]): void {
    if (names.length === 0) throw malformed('not of the form «group name k|any|all member…»')
    const members = names.map((member) => {
      if (this.#members.has(member)) throw malformed(`${member} is already a member of a group`)
      this.#members.add(member)
      return this.#find(member)
    })
    this.#define(name, { kind: 'group', name, threshold: thresholdIn(count, members.length), members })
  }

  #readQuorum([name = '', ...surplus]: readonly string[]): void {
    if (!name || surplus.length > 0) throw malformed('not of the form «quorum name»')
    if (this.#quorum) throw malformed('a second quorum')
    this.#quorum = name === 'none' ? { kind: 'none' } : this.#find(name)
  }

  #newKey(vkey: string): VerifierKey {
    const key = parseVkey(vkey)
    const publicKey = toHex(key.publicKey)
    if (this.#publicKeys.has(publicKey)) throw malformed('the same public key twice')
    this.#publicKeys.add(publicKey)
    return key
  }

  #define(name: string, meaning: Quorum): void {
    if (name === 'none' || this.#named.has(name)) throw malformed(`the name ${name} is taken`)
    this.#named.set(name, meaning)
  }

  #find(name: string): Quorum {
    const found = this.#named.get(name)
    if (!found) throw malformed(`${name} is not defined above`)
    return found
  }
}

function thresholdIn(count: string, members: number): number {
  if (count === 'any') return 1
  if (count === 'all') return members
  if (!/^[1-9][0-9]{0,5}$/.test(count) || Number(count) > members)
    throw malformed(`${count} is neither any, all, nor a number up to ${members}`)
  return Number(count)
}

export interface WitnessedCheckpoint {
  readonly checkpoint: Checkpoint
  readonly cosignatures: readonly { readonly name: string; readonly posixSeconds: number }[]
}

/** Checks that a listed log signed this checkpoint and that the quorum cosigned it. Names the first thing that is missing. */
export function checkPolicy(policy: Policy, checkpointNote: string): Verdict<WitnessedCheckpoint> {
  const note = attempt('noteMalformed', () => parseNote(checkpointNote))
  if (!note.ok) return note
  const signed = checkNote(note.value, [...policy.logs, ...policy.witnesses])
  if (!signed.ok) return signed
  const checkpoint = attempt('checkpointMalformed', () => parseCheckpoint(signed.text))
  if (!checkpoint.ok) return checkpoint
  const { origin } = checkpoint.value
  if (!signed.signedBy.some(({ key }) => policy.logs.includes(key) && isLogKey(key, origin)))
    return fails({ code: 'logSignatureMissing', origin })
  const cosigned = signed.signedBy.filter(({ key }) => policy.witnesses.includes(key))
  if (!hasWitnessed(policy.quorum, cosigned))
    return fails({
      code: 'quorumMissing',
      quorum: policy.quorum.kind === 'none' ? 'none' : policy.quorum.name,
      cosignedBy: cosigned.map(({ key }) => key.name),
    })
  return holds({ checkpoint: checkpoint.value, cosignatures: cosignaturesIn(cosigned, origin) })
}

function hasWitnessed(quorum: Quorum, cosigned: readonly CheckedSignature[]): boolean {
  if (quorum.kind === 'none') return true
  if (quorum.kind === 'witness')
    return cosigned.some(({ key, cosignedAt }) => key === quorum.key && cosignedAt !== undefined)
  return quorum.members.filter((member) => hasWitnessed(member, cosigned)).length >= quorum.threshold
}

const malformed = (problem: string, cause?: unknown): LiuhenError =>
  new LiuhenError('policyMalformed', problem, { cause })
