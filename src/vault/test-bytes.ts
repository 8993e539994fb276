/** For the vault's tests: the same bytes with one of them changed. */
export function withFlippedByte(bytes: Uint8Array, at: number, bits = 0x01): Uint8Array {
  const changed = Uint8Array.from(bytes)
  changed[at] = (changed[at] ?? 0) ^ bits
  return changed
}
