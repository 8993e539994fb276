/** The catalogues: complete for every code, and neutral. That keys are the same in both languages is checked by the compiler. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Refusal } from '../domain/inquiry-record/commands.ts'
import { adviceCodes, problemCodes } from '../domain/inquiry-record/journey-checks.ts'
import { accessText } from './access/text.ts'
import { permitsText } from './permits/text.ts'
import { journeyText } from './journeys/inquiry/text.ts'
import { labelsFor, languages, textFor } from './language.ts'
import { recordsText } from './records/text.ts'
import { transferText } from './transfer/text.ts'
import * as en from './text/en/codes.ts'
import * as zh from './text/zh-CN/codes.ts'

const sourcesUnder = (folder: string): string[] =>
  readdirSync(join(import.meta.dirname, '..', folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(import.meta.dirname, '..', folder, file), 'utf8'))

/** Every plain text of a catalogue. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsOf)
  return []
}

const refusalExamples: readonly Refusal[] = [
  { code: 'wrongState', status: 'received' },
  { code: 'textMissing', text: 'reason' },
  { code: 'redLineCrossed', redLines: ['factFinding'] },
  { code: 'lawfulSupervisionUnproven', missing: ['duty', 'procedure'] },
  { code: 'notTheSignatory', signatory: 'disciplineLead' },
  { code: 'notPermitted' },
]

describe.each(languages)('the catalogue in %s', (language) => {
  const text = textFor(language)

  it('has a sentence for every problem and every advice', () => {
    for (const code of problemCodes) expect(text.problem(code)).toMatch(/[。.]$/)
    for (const code of adviceCodes) expect(text.advice(code)).toMatch(/[。.]$/)
  })

  it('R10: refusals say what they are about', () => {
    for (const refusal of refusalExamples) expect(text.refusalOf(refusal)).toMatch(/[。.]$/)
    const redLine = text.refusal('redLineCrossed', { redLines: ['factFinding'] })
    expect(redLine.toLowerCase()).toContain(labelsFor(language).redLine.factFinding.toLowerCase())
  })

  it('knows every code that a form of the door or of the accounts can bring', () => {
    const { formErrors, doorErrors } = language === 'en' ? en : zh
    // A wrong password opens no seal; the sign-in answers with one sentence for all that may be wrong.
    const known: ReadonlySet<string> = new Set([
      ...Object.keys(formErrors),
      ...Object.keys(doorErrors),
      ...Object.keys(text.api.problems),
      ...Object.keys(text.api.fieldProblems),
      ...Object.keys(zh.refusals),
      ...problemCodes,
      'passwordWrong',
    ])
    const sources = [...sourcesUnder('http'), ...sourcesUnder('app/accounts')].join('\n')
    const missing = [
      ...sources.matchAll(
        /'(\w+(?:Missing|TooLong|TooShort|TooCommon|HoldsName|Wrong|Refused|Taken|Unusable|Unknown|OutOfRange|Differ))'/g,
      ),
    ]
      .map(([, code = '']) => code)
      .filter((code) => !known.has(code))
    expect([...new Set(missing)]).toEqual([])
  })

  it('R12: names nothing but the inquiry before a determination exists', () => {
    const texts = [...textsOf(text), ...textsOf(labelsFor(language)), ...textsOf(language === 'en' ? en : zh)]
    texts.push(
      ...textsOf(journeyText[language]),
      ...textsOf(recordsText(language)),
      ...textsOf(accessText(language)),
      ...textsOf(permitsText(language)),
      ...textsOf(transferText(language)),
    )
    expect(texts.length).toBeGreaterThan(200)
    expect(texts.filter((said) => /干预|违法|说情|插手|interfer|illegal|meddl/i.test(said))).toEqual([])
  })
})

it('R88: what is announced about a task names no case and no person', () => {
  for (const language of languages) {
    const { frame } = textFor(language)
    expect(frame.tasks(3)).toMatch(/^3 (项待办|tasks)$/)
  }
})
