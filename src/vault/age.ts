/**
 * What leaves the register for good: the `age` format (age-encryption.org/v1), to X25519 recipients, so that whoever receives it
 * needs the standard `age` tool and nothing of ours (R44). Streams: a package of gigabytes passes through 64 KiB at a time.
 *
 * The construction is the format author's own library; here stand our rules about recipients, and how a stream becomes another.
 */
import { ReadableStream as NodeStream } from 'node:stream/web'
import { sha256 } from '#primitives'
import { toHex, utf8 } from '../kit/bytes.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'

/** Loaded by those who need it: a start and an idle register do without. */
const age = () => import('age-encryption')

/** `age1` and 58 characters of bech32: 32 bytes and a checksum of 6 characters. */
const RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/

/** Whether the text is an X25519 recipient: form, bech32 checksum, and a point that a secret can be shared with. */
export async function isAgeRecipient(text: string): Promise<boolean> {
  if (!RECIPIENT.test(text)) return false
  try {
    const { Encrypter } = await age()
    const encrypter = new Encrypter()
    encrypter.addRecipient(text)
    await encrypter.encrypt(new Uint8Array())
    return true
  } catch {
    return false
  }
}

/**
 * What two people compare when they read a recipient to one another: the first 16 bytes of the SHA-256 of its text, in groups of
 * four. `printf %s age1… | sha256sum` gives the same.
 */
export const recipientFingerprint = (recipient: string): string =>
  (
    toHex(sha256(utf8(recipient)).subarray(0, 16))
      .toUpperCase()
      .match(/.{4}/g) ?? []
  ).join('-')

/** Encrypts to every recipient; each opens it alone. Throws `keyMalformed` for a text that is no recipient. */
export async function* ageEncrypt(
  recipients: readonly string[],
  plain: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const { Encrypter } = await age()
  const encrypter = new Encrypter()
  try {
    for (const recipient of recipients) encrypter.addRecipient(recipient)
  } catch (cause) {
    throw new LiuhenError('keyMalformed', 'an age recipient cannot be read', { cause })
  }
  // An empty list would make a file that nobody opens.
  if (recipients.length === 0) throw new LiuhenError('keyMalformed', 'there is no age recipient')
  yield* await encrypter.encrypt(streamOf(plain))
}

/**
 * Decrypts with the first identity that fits. Throws `keyMalformed` for a text that is no identity, `sealBroken` when none of them
 * opens the file, and at the first chunk that was changed or is missing.
 */
export async function* ageDecrypt(
  identities: readonly string[],
  sealed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const { Decrypter } = await age()
  const decrypter = new Decrypter()
  try {
    for (const identity of identities) decrypter.addIdentity(identity)
  } catch (cause) {
    throw new LiuhenError('keyMalformed', 'an age identity cannot be read', { cause })
  }
  try {
    yield* await decrypter.decrypt(streamOf(sealed))
  } catch (cause) {
    if (cause instanceof LiuhenError) throw cause
    throw new LiuhenError('sealBroken', 'the file does not open: another identity, or changed bytes', { cause })
  }
}

/** The library's types are the browser's; in Node the stream is the same object and can be read with `for await`. */
const streamOf = (chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> =>
  NodeStream.from(chunks) as unknown as ReadableStream<Uint8Array>

/** The identities of a key file as `age-keygen` writes it: one a line, comments begin with #. */
export const identitiesIn = (keyFile: string): string[] =>
  keyFile
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))

/** A new pair: for the demonstration and for tests. A superior body makes its own, with `age-keygen`, on its own machine. */
export async function newAgePair(): Promise<{ readonly identity: string; readonly recipient: string }> {
  const { generateX25519Identity, identityToRecipient } = await age()
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}
