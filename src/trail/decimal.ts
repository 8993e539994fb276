/**
 * Reads a size or an index as the formats write it: decimal, no sign, no leading zero.
 *
 * Undefined when it is written otherwise, or is too large for an exact JavaScript number: the formats allow 2^63-1, and
 * we refuse what is above 2^53-1 rather than round it.
 */
export function parseDecimal(text: string): number | undefined {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(text)) return undefined
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : undefined
}

/** Whether a number can be a tree size, an index or a position. */
export const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0
