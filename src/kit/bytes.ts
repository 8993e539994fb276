/** Bytes as text and back, the same in Node and in the browser. Decoders throw a RangeError on anything but the exact alphabet. */

const textEncoder = new TextEncoder()
const textDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export const utf8 = (text: string): Uint8Array => textEncoder.encode(text)

/** Throws a TypeError when the bytes are not UTF-8. */
export const fromUtf8 = (bytes: Uint8Array): string => textDecoder.decode(bytes)

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** Not constant-time: for public values only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false
  return true
}

/** What newer engines bring themselves, many times as fast; an older browser takes the way that is written out. */
type NativeText = { readonly toHex?: () => string; readonly toBase64?: () => string }
type NativeBytes = { readonly fromBase64?: (text: string, options: { lastChunkHandling: 'strict' }) => Uint8Array }

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function toHex(bytes: Uint8Array & NativeText): string {
  if (bytes.toHex) return bytes.toHex()
  let text = ''
  for (const byte of bytes) text += HEX[byte]
  return text
}

export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) throw new RangeError('not lower-case hexadecimal')
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16))
}

export function toBase64(bytes: Uint8Array & NativeText): string {
  if (bytes.toBase64) return bytes.toBase64()
  let binary = ''
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return btoa(binary)
}

/** Standard alphabet with padding, canonical only: what it accepts encodes back to the same text. */
export function fromBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new RangeError('not standard base64')
  const { fromBase64: native } = Uint8Array as NativeBytes
  if (native) return canonical(() => native(text, { lastChunkHandling: 'strict' }))
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  if (toBase64(bytes) !== text) throw new RangeError('not canonical base64')
  return bytes
}

function canonical(decode: () => Uint8Array): Uint8Array {
  try {
    return decode()
  } catch (cause) {
    throw new RangeError('not canonical base64', { cause })
  }
}

export const toBase64Url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

export function fromBase64Url(text: string): Uint8Array {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new RangeError('not base64url')
  const standard = text.replaceAll('-', '+').replaceAll('_', '/')
  return fromBase64(standard.padEnd(Math.ceil(standard.length / 4) * 4, '='))
}

export function u32be(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

/** Crockford's alphabet: no I, L, O, U, so that a number read aloud or copied by hand survives. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The first `length` characters of the bytes, five bits a character. */
export function toCrockford(bytes: Uint8Array, length: number): string {
  let text = ''
  let buffer = 0
  let bits = 0
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte
    bits += 8
    while (bits >= 5 && text.length < length) {
      text += CROCKFORD[(buffer >> (bits - 5)) & 31]
      bits -= 5
    }
    buffer &= 0xff
  }
  if (text.length < length) throw new RangeError(`${bytes.length} bytes are too few for ${length} characters`)
  return text
}
