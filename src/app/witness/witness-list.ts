/** The witnesses that a registry is told to ask: `LIUHEN_WITNESSES`. None is asked that does not stand there (R90). */
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { LOG_KEY_TYPE, parseVkey, type VerifierKey } from '../../trail/verifier-key.ts'

export type WitnessPlace = {
  /** The submission prefix, without a slash at its end. */
  readonly url: string
  /** Whose lines are kept of what it answers. */
  readonly keys: readonly VerifierKey[]
}

/**
 * Reads `url+vkey,url+vkey`; a witness with two keys stands there twice. Empty when there is nothing. Throws a LiuhenError
 * `configurationInvalid`.
 */
export function parseWitnesses(text: string): WitnessPlace[] {
  const places = new Map<string, VerifierKey[]>()
  for (const item of text.split(',').map((each) => each.trim())) {
    if (item === '') continue
    const [, url = '', vkey = ''] = /^(https?:\/\/[^\s+]+?)\/*\+(.+)$/.exec(item) ?? []
    if (!URL.canParse(url)) throw invalid('it is not of the form url+vkey')
    places.set(url, [...(places.get(url) ?? []), witnessKeyIn(vkey)])
  }
  return [...places].map(([url, keys]) => ({ url, keys }))
}

function witnessKeyIn(vkey: string): VerifierKey {
  let key: VerifierKey
  try {
    key = parseVkey(vkey)
  } catch (cause) {
    throw invalid('a public key cannot be read', cause)
  }
  if (key.type === LOG_KEY_TYPE) throw invalid(`${key.name} is the key of a log`)
  return key
}

const invalid = (problem: string, cause?: unknown): LiuhenError =>
  new LiuhenError('configurationInvalid', `LIUHEN_WITNESSES: ${problem}`, { cause })
