/**
 * Asks the configured witnesses to cosign the newest checkpoint of each trail, and keeps what they answer (R26).
 *
 * A witness that has seen more than there is here, or another history, refuses: then the registry was rolled back or
 * rewritten, and the outcome says so. How often to ask is the caller's matter. C2SP tlog-witness; docs/formats/witness.md.
 */
import { LiuhenError } from '../../kit/liuhen-error.ts'
import type { Store, TrailHead, TrailName } from '../../store/store.ts'
import { parseDecimal } from '../../trail/decimal.ts'
import { checkNote, parseNote, parseSignatureLines, printSignatureLine } from '../../trail/note.ts'
import { printWitnessRequest } from '../../trail/witness-request.ts'
import type { AppContext } from '../context.ts'
import type { CrossSigning } from '../cross-signing.ts'
import { consistencyOf } from '../trail-files.ts'
import type { WitnessPlace } from './witness-list.ts'

/** Sends a body and answers what came back. Throws when nobody answers. */
export type PostToWitness = (url: string, body: string) => Promise<{ readonly status: number; readonly body: string }>

export type WitnessOutcome = { readonly trail: TrailName; readonly url: string } & (
  | { readonly kind: 'cosigned' | 'upToDate'; readonly size: number }
  /** The witness has cosigned a longer trail than there is here: this registry was rolled back. */
  | { readonly kind: 'rolledBack'; readonly size: number; readonly witnessedSize: number }
  /** Our trail does not extend the one that the witness cosigned: this registry was rewritten. */
  | { readonly kind: 'contradicted'; readonly size: number }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'unusable' | 'unreachable'; readonly problem: string }
)

export async function submitCheckpoints(
  { store, crossSigning }: Pick<AppContext, 'store' | 'crossSigning'>,
  witnesses: readonly WitnessPlace[],
  post: PostToWitness,
): Promise<WitnessOutcome[]> {
  const asked = (['register', 'security'] as const).flatMap((trail) =>
    witnesses.map(async (witness) => {
      const outcome = await submitTo(store, crossSigning, trail, witness, post).catch((error: unknown) =>
        unreachable(error),
      )
      return { trail, url: witness.url, ...outcome }
    }),
  )
  return Promise.all(asked)
}

type Outcome = WitnessOutcome extends infer Each ? (Each extends unknown ? Omit<Each, 'trail' | 'url'> : never) : never

async function submitTo(
  store: Store,
  crossSigning: CrossSigning,
  trail: TrailName,
  witness: WitnessPlace,
  post: PostToWitness,
): Promise<Outcome> {
  const head = await store.head(trail)
  const { size } = head
  if (size === 0 || hasLineOf(witness, await store.cosignatures(trail, size))) return { kind: 'upToDate', size }
  const checkpointNote = crossSigning.sign(trail, head.checkpoint)
  const ask = async (oldSize: number) => {
    const proof = await consistencyOf(store, trail, oldSize, size)
    return post(`${witness.url}/add-checkpoint`, printWitnessRequest({ oldSize, proof, checkpointNote }))
  }
  // Where the witness stands is a guess; it corrects us when we are wrong.
  let answer = await ask((await store.newestCosigned(trail))?.size ?? 0)
  if (answer.status === 409) {
    const witnessedSize = parseDecimal(answer.body.trim())
    if (witnessedSize === undefined) return { kind: 'unusable', problem: 'a 409 without a size' }
    if (witnessedSize > size) {
      // Another process of this registry may have been here with a longer trail in the meantime.
      const { size: sizeNow } = await store.head(trail)
      return witnessedSize > sizeNow ? { kind: 'rolledBack', size, witnessedSize } : { kind: 'upToDate', size }
    }
    answer = await ask(witnessedSize)
  }
  if (answer.status === 422) return { kind: 'contradicted', size }
  if (answer.status !== 200) return { kind: 'refused', status: answer.status }
  const lines = linesThatHold(head, witness, answer.body)
  if (lines.length === 0) return { kind: 'unusable', problem: 'no line of its that holds' }
  await store.keepCosignatures(trail, size, lines)
  return { kind: 'cosigned', size }
}

/** Of what the witness answered, the lines of its known keys, when they hold for our checkpoint. */
function linesThatHold({ checkpoint }: TrailHead, { keys }: WitnessPlace, answered: string): string[] {
  try {
    const signatures = parseSignatureLines(answered).filter((line) => isOf(keys, line))
    const checked = checkNote({ text: parseNote(checkpoint).text, signatures }, keys)
    return checked.ok ? signatures.map(printSignatureLine) : []
  } catch (error) {
    if (error instanceof LiuhenError) return []
    throw error
  }
}

const hasLineOf = ({ keys }: WitnessPlace, lines: readonly string[]): boolean =>
  lines.length > 0 && parseSignatureLines(lines.join('')).some((line) => isOf(keys, line))

const isOf = (keys: WitnessPlace['keys'], line: { readonly name: string; readonly keyId: string }): boolean =>
  keys.some(({ name, keyId }) => name === line.name && keyId === line.keyId)

/** What the store throws is a matter of its own: only the way to the witness may fail quietly. */
function unreachable(error: unknown): Outcome {
  if (error instanceof LiuhenError) throw error
  return { kind: 'unreachable', problem: error instanceof Error ? error.message : String(error) }
}
