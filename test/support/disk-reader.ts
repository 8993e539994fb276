/** Somebody who reads the whole disk at leisure: every file of the data folder and every value of every table, and what to look for in it. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TestRegistry } from './registry.ts'

export type Found = { readonly where: string; readonly bytes: Buffer }

/** What belongs to the register: nothing in it may lead to a person or a moment. */
export const registerTables = [
  'heads',
  'leaves',
  'tiles',
  'checkpoints',
  'dossiers',
  'events',
  'commands',
  'snapshots',
  'slots',
  'slot_locks',
  'drafts',
  'list_pages',
  'uploads',
] as const
const otherTables = [
  'security_events',
  'units',
  'persons',
  'posts',
  'accounts',
  'sessions',
  'settings',
  'cases',
  'case_handlers',
] as const

const asBytes = (value: unknown): Buffer =>
  value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value), 'utf8')

export async function tableValues(registry: TestRegistry, tables: readonly string[]): Promise<Found[]> {
  const found: Found[] = []
  for (const table of tables)
    for (const row of await registry.statement(`select * from ${table}`))
      for (const [column, value] of Object.entries(row))
        found.push({ where: `${table}.${column}`, bytes: asBytes(value) })
  return found
}

export const fileContents = (folder: string): Found[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap(({ parentPath, name }) => [
      { where: name, bytes: readFileSync(join(parentPath, name)) },
      { where: 'a file name', bytes: Buffer.from(name) },
    ])

export const everything = async (registry: TestRegistry): Promise<Found[]> => [
  ...fileContents(registry.context.dataFolder),
  ...(await tableValues(registry, [...registerTables, ...otherTables])),
]

/** Where the secret stands, in whichever of the usual writings. */
export function placesOf(secret: string | Uint8Array, disk: readonly Found[]): string[] {
  const wanted = writings(secret)
  return disk.filter(({ bytes }) => wanted.some((writing) => bytes.includes(writing))).map(({ where }) => where)
}

function writings(secret: string | Uint8Array): Buffer[] {
  const utf8 = Buffer.from(secret)
  const plain = [utf8]
  if (typeof secret === 'string') {
    const utf16 = Buffer.from(secret, 'utf16le')
    plain.push(utf16, Buffer.from(utf16).swap16(), Buffer.from(escaped(secret)))
  }
  return [...plain, ...plain.flatMap((bytes) => [Buffer.from(bytes.toString('hex')), ...base64Writings(bytes)])]
}

/** As JSON may write what is not ASCII. */
const escaped = (text: string): string =>
  text.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Base64 of a longer text holds ours in one of three alignments; the characters it shares with its neighbours are left out. */
const base64Writings = (bytes: Buffer): Buffer[] =>
  [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
    const inner = whole.toString('base64url').slice(Math.ceil((before * 8) / 6), Math.floor((whole.length * 8) / 6))
    return [Buffer.from(inner), Buffer.from(inner.replaceAll('-', '+').replaceAll('_', '/'))]
  })
