/** A byte range as a player asks for it (RFC 9110, section 14): one range; several at once are answered whole. */
export type Range = { readonly start: number; readonly end: number }

export function readRange(header: string | undefined, size: number): Range | 'unsatisfiable' | null {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!parts || (parts[1] === '' && parts[2] === '')) return null
  const [from, to] = [parts[1] ?? '', parts[2] ?? '']
  // `-500` asks for the last 500 bytes.
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  return start > end || start >= size ? 'unsatisfiable' : { start, end }
}
