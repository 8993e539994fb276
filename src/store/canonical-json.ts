/**
 * JSON with one way to write a value: keys in the order of their UTF-16 code units, no blanks. What is hashed is stored
 * as these exact bytes; nothing ever hashes a value that was parsed and printed again.
 */

/** Takes what JSON.stringify takes, and leaves out what it leaves out. */
export const canonicalJson = (value: unknown): string => print(JSON.parse(JSON.stringify(value)))

function print(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(print).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  // Not an object in sorted order: JavaScript moves keys that look like numbers to the front.
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${print(inner)}`).join(',')}}`
}
