/** The repository checks itself: who may import whom, how long a file may be, and what the pure parts may not touch. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const src = resolve(import.meta.dirname, '..', 'src')

type Import = { readonly target: string; readonly typesOnly: boolean }
type Source = {
  /** Relative to src. */
  readonly path: string
  readonly folder: string
  readonly text: string
  readonly isTest: boolean
  readonly imports: readonly Import[]
}

const sources: readonly Source[] = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
  .map((entry) => readSource(join(entry.parentPath, entry.name)))

const production = sources.filter(({ isTest }) => !isTest)

function readSource(file: string): Source {
  const text = readFileSync(file, 'utf8')
  const path = relative(src, file).replaceAll('\\', '/')
  const statement = /^(?:import|export)\s+(type\s+)?((?:\*|\w|\{)[^'";]*?\sfrom\s+)?'([^']+)'/gm
  const imports = [...text.matchAll(statement)].flatMap(([, type, clause = '', target = '']): Import[] => {
    if (!target.startsWith('.')) return []
    return [
      {
        target: relative(src, join(dirname(file), target)).replaceAll('\\', '/'),
        typesOnly: Boolean(type) || onlyTypes(clause),
      },
    ]
  })
  return { path, folder: folderOf(path), text, isTest: /\.test\.tsx?$/.test(path), imports }
}

/** `{ type A, type B }`: every name by itself is a type. */
function onlyTypes(clause: string): boolean {
  const names = /^\{([\s\S]*)\}\s+from\s+$/.exec(clause.trim() + ' ')?.[1]
  return names !== undefined && names.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '))
}

function folderOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : 'main'
}

/** Folder → folders whose values it may import; then those of which it may import types only. */
const arrows: Readonly<Record<string, readonly [values: readonly string[], types: readonly string[]]>> = {
  kit: [[], []],
  domain: [['kit'], []],
  trail: [['kit'], []],
  vault: [['kit'], []],
  store: [['kit'], ['domain', 'trail', 'vault']],
  documents: [['kit'], ['domain', 'trail', 'vault']],
  app: [['store', 'documents', 'domain', 'trail', 'vault', 'kit'], []],
  // A page is a pure function of what a use case answered: it knows the answer's type.
  web: [['domain', 'kit'], ['app']],
  // Pages are filled from value lists and pure readers of the domain; whatever happens goes through app.
  http: [
    ['app', 'web', 'domain', 'kit'],
    ['store', 'trail', 'vault'],
  ],
  browser: [['trail', 'kit'], []],
  cli: [
    ['app', 'kit', 'main'],
    ['store', 'domain', 'trail'],
  ],
}

const pure = new Set(['domain', 'trail', 'vault', 'app'])

describe('the arrows', () => {
  it('finds the sources', () => {
    expect(production.length).toBeGreaterThan(50)
    expect(sources.find(({ path }) => path === 'app/sweep.ts')?.imports.length).toBeGreaterThan(3)
  })

  it.each(Object.entries(arrows))('%s imports what it may', (folder, [values, types]) => {
    const wrong = production
      .filter((source) => source.folder === folder)
      .flatMap(({ path, imports }) =>
        imports
          .map(({ target, typesOnly }) => ({ target, typesOnly, to: folderOf(target) }))
          .filter(({ to, typesOnly }) => to !== folder && !values.includes(to) && !(typesOnly && types.includes(to)))
          // package.json and the like lie above src.
          .filter(({ target }) => !target.startsWith('..'))
          .map(({ target, typesOnly }) => `${path} → ${target}${typesOnly ? ' (types)' : ''}`),
      )
    expect(wrong).toEqual([])
  })

  it('has no circle: no file needs itself to be there first', () => {
    const imported = new Map(
      production.map(({ path, imports }) => [
        path,
        imports.filter(({ typesOnly }) => !typesOnly).map(({ target }) => target),
      ]),
    )
    const done = new Set<string>()
    const circles: string[] = []
    const follow = (path: string, way: readonly string[]): void => {
      if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' → '))
      if (done.has(path) || way.includes(path)) return
      for (const target of imported.get(path) ?? []) follow(target, [...way, path])
      done.add(path)
    }
    for (const path of imported.keys()) follow(path, [])
    expect(circles).toEqual([])
  })

  it('has no folder that the drawing does not know', () => {
    const unknown = sources.filter(({ folder }) => folder !== 'main' && !Object.hasOwn(arrows, folder))
    expect(unknown.map(({ path }) => path)).toEqual([])
  })
})

describe('the house rules', () => {
  it('has no file longer than 400 lines, data of the demonstration apart', () => {
    const long = production
      .filter(({ path }) => !path.startsWith('app/demo/inquiries/'))
      .filter(({ text }) => text.split('\n').length > 401)
    expect(long.map(({ path }) => path)).toEqual([])
  })

  it('takes time and chance as arguments in the pure parts', () => {
    const reading = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(/
    const wrong = production.filter(({ folder, text }) => pure.has(folder) && reading.test(withoutComments(text)))
    expect(wrong.map(({ path }) => path)).toEqual([])
  })

  it('prints to the terminal from the command line only', () => {
    const wrong = production.filter(
      ({ folder, text }) => folder !== 'cli' && /\bconsole\.(log|info|error|warn|debug)\(/.test(withoutComments(text)),
    )
    expect(wrong.map(({ path }) => path)).toEqual([])
  })
})

const withoutComments = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')
