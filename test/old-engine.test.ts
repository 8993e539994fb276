/**
 * The oldest browser we serve is Chromium 86, of late 2020: domestic browsers of that age are in use. Syntax is the build's matter
 * (vite.config.ts) and the language's own functions the compiler's (src/browser/tsconfig.json); this watches over what neither
 * knows: what a style sheet may say, and what the browser itself offers.
 */
import { globSync, readFileSync } from 'node:fs'
import { build } from 'vite'
import { expect, it } from 'vitest'

/** Each with the version that brought it. Where an old engine only loses decoration, it may stand in `harmless`. */
const youngStyles: readonly (readonly [RegExp, string])[] = [
  [/:has\(/, ':has (105)'],
  [/:is\(|:where\(/, ':is and :where (88)'],
  [/:not\([^()]*,/, ':not with a list (88)'],
  [/(?:^|[\s;{])inset(?:-(?:inline|block))?\s*:/, 'inset (87)'],
  [/(?:^|[\s;{])(?:margin|padding|border)-(?:inline|block)\s*:/, 'logical shorthands (87)'],
  [/aspect-ratio\s*:/, 'aspect-ratio (88)'],
  [/@container|container-type|\dcq[wh]\b/, 'container queries (105)'],
  [/@layer/, '@layer (99)'],
  [/color-mix\(|oklch\(|\blab\(|\blch\(/, 'new colours (111)'],
  [/\d(?:dvh|svh|lvh|dvw)\b/, 'dynamic viewport units (108)'],
  [/overflow(?:-[xy])?\s*:\s*clip/, 'overflow: clip (90)'],
  [/:user-valid|:user-invalid/, ':user-invalid (119)'],
  [/:modal|::backdrop\s*:|@starting-style/, 'new dialogs (105)'],
  [/(?:^|[\s;{])(?:translate|rotate|scale)\s*:/, 'single transforms (104)'],
  [/(?:^|\n)\s*&/, 'nesting (112)'],
]

const youngFunctions: readonly (readonly [RegExp, string])[] = [
  [/\bstructuredClone\(/, 'structuredClone (98)'],
  [/randomUUID\(/, 'crypto.randomUUID (92)'],
  [/AbortSignal\.(?:timeout|any|abort)\(/, 'AbortSignal.timeout (103)'],
  [/\.throwIfAborted\(/, 'AbortSignal.throwIfAborted (100)'],
  [/\bscheduler\./, 'scheduler (94)'],
  [/\bnavigation\./, 'navigation (102)'],
  [/\.inert\b|\binert=/, 'inert (102)'],
  [/showPopover\(|popovertarget/, 'popovers (114)'],
  [/\.setHTML\(|getHTML\(/, 'setHTML'],
  [/CompressionStream\(|CSSStyleSheet\(/, 'streams and sheets (80 to 103)'],
  [/\.checkVisibility\(/, 'checkVisibility (105)'],
  [/showPicker\(/, 'showPicker (99)'],
  [/crypto\.subtle\.[a-z]+\([^)]*Ed25519/, 'Ed25519 (137)'],
]

/** Of the language, as far as nobody asks first whether it is there; libraries may use them where src/browser/older-engines.ts brings them. */
const youngLanguage: readonly (readonly [RegExp, string])[] = [
  [/\bObject\.hasOwn\b/, 'Object.hasOwn (93)'],
  [/\.at\(/, 'at (92)'],
  [/\.findLast(?:Index)?\(/, 'findLast (97)'],
  [/\.to(?:Sorted|Reversed|Spliced)\(/, 'toSorted (110)'],
  [/\.(?:groupBy|fromAsync|withResolvers)\(/, 'groupBy, fromAsync, withResolvers (117)'],
  [/\.(?:isWellFormed|toWellFormed)\(/, 'isWellFormed (111)'],
]
const brought = new Set(['Object.hasOwn (93)'])

const withoutComments = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')

const found = (files: readonly string[], young: typeof youngStyles): readonly string[] =>
  files.flatMap((file) => {
    const text = withoutComments(readFileSync(file, 'utf8'))
    return young.filter(([what]) => what.test(text)).map(([, name]) => `${file}: ${name}`)
  })

it('R18: styles say nothing that Chromium 86 does not understand', () => {
  const files = globSync('src/web/style/*.css')
  expect(files.length).toBeGreaterThan(3)
  expect(found(files, youngStyles)).toEqual([])
})

it('R18: scripts ask nothing of the browser that Chromium 86 does not have', () => {
  const files = globSync('src/browser/**/*.ts').filter((file) => !file.endsWith('.test.ts'))
  expect(files.length).toBeGreaterThan(10)
  expect(found(files, youngFunctions)).toEqual([])
})

it('R18: the build and the compiler aim at the same old engine', () => {
  expect(readFileSync('vite.config.ts', 'utf8').match(/'chrome86'/g)).toHaveLength(2)
  const { compilerOptions } = JSON.parse(readFileSync('src/browser/tsconfig.json', 'utf8')) as {
    compilerOptions: { lib: string[] }
  }
  // What ES2022 added (`at`, `hasOwn`) came with Chromium 92 and 93; an error's `cause` is only ignored.
  expect(compilerOptions.lib.filter((name) => name.startsWith('es'))).toEqual(['es2021', 'es2022.error'])
})

it(
  'R18: what libraries bring into the pages asks nothing more either, but for what we bring them',
  { timeout: 60_000 },
  async () => {
    const built = await build({ logLevel: 'silent', build: { write: false } })
    const chunks = [built].flat().flatMap((each) => ('output' in each ? each.output : []))
    const scripts = chunks.flatMap((chunk) => (chunk.type === 'chunk' ? [chunk] : []))
    expect(scripts.length).toBeGreaterThan(1)
    const asked = scripts.flatMap(({ name, code }) =>
      [...youngFunctions, ...youngLanguage]
        .filter(([what, since]) => what.test(code) && !brought.has(since))
        .map(([, since]) => `${name}: ${since}`),
    )
    expect(asked).toEqual([])
    // Whoever needs what we bring has it first.
    for (const { code } of scripts.filter((script) => /\bObject\.hasOwn\b/.test(script.code)))
      expect(code).toMatch(/[`'"]hasOwn[`'"]\s*in Object/)
  },
)
