/** Every code that a person can meet stands in docs/errors.md, and nothing else does. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const project = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(project, path), 'utf8')
const [, errors = '', refusals = ''] = read('docs/errors.md').split(/^## /m)
const documented = (section: string): string[] => [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, code = '']) => code)

it('documents every error', () => {
  const codes = [...read('src/kit/liuhen-error.ts').matchAll(/\| '(\w+)'/g)].map(([, code = '']) => code)
  expect(codes.length).toBeGreaterThan(10)
  expect(documented(errors).toSorted()).toEqual(codes.toSorted())
})

it('documents every refusal of an inquiry record', () => {
  const source = ['commands', 'naming'].map((name) => read(`src/domain/inquiry-record/${name}.ts`)).join('\n')
  const codes = new Set([...source.matchAll(/readonly code: '(\w+)'/g)].map(([, code = '']) => code))
  expect(codes.size).toBeGreaterThan(10)
  expect(documented(refusals).toSorted()).toEqual([...codes].toSorted())
})
