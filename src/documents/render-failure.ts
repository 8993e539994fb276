/** What the compiler said, as an error of ours. */
import { LiuhenError } from '../kit/liuhen-error.ts'

/** How the compiler names a text for which no font has a glyph, inside a message that was itself quoted once more. */
const MISSING_GLYPH = /the text `(?:\\?")(.+?)(?:\\?")` could not be displayed/gu

/** `glyphMissing` names the characters, so that a clerk can find and replace them; the rest is `rendererFailed`. */
export function failureOf(problems: readonly string[]): LiuhenError {
  const said = problems.join('; ')
  const missing = [...said.matchAll(MISSING_GLYPH)].map(([, text = '']) => withoutEscapes(text))
  if (missing.length === 0) return new LiuhenError('rendererFailed', said || 'the compiler gave no reason')
  const characters = [...new Set(missing.flatMap((text) => Array.from(text)))].join('')
  return new LiuhenError('glyphMissing', `no font has: ${characters}`, { data: { characters } })
}

/** Rare characters arrive as `\u{1fff0}`, the backslash perhaps doubled. */
const withoutEscapes = (text: string): string =>
  text.replaceAll(/\\+u\{([0-9a-f]{1,6})\}/gu, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
