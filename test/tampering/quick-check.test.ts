/**
 * The quick way of the check reads columns of many rows joined into one value. It says yes to whatever was registered, bytes of all kinds,
 * and no as soon as something moved over the border between two rows, where the joined value stays the same.
 */
import { describe, expect, it, onTestFinished } from 'vitest'
import { Auditors } from '../../src/app/check/auditors.ts'
import { quickCheck } from '../../src/app/check/quick-check.ts'
import { quickSlots } from '../../src/app/check/quick-slots.ts'
import { day } from '../../src/kit/calendar.ts'
import { toHex } from '../../src/kit/bytes.ts'
import type { DossierId } from '../../src/domain/dossier/types.ts'
import type { OpenedRegistry } from '../../src/main.ts'
import { engines, type TestEngine } from '../support/engines.ts'
import { aPlace, dropGuards, type Place, register } from '../support/place.ts'
import { aCommand } from '../support/store-builders.ts'

const SEALED = [
  new Uint8Array(0),
  Uint8Array.of(0),
  Uint8Array.of(0, 0, 0, 65, 0),
  Uint8Array.of(0xff, 0xfe, 0xc3, 0x28, 0x80, 0x7c, 0x0a, 0x2c),
  new Uint8Array(0),
  new Uint8Array(70_000).fill(0xed),
]

async function sound(engine: TestEngine): Promise<{ place: Place; registry: OpenedRegistry }> {
  const place = await aPlace(engine)
  const registry = await place.open()
  onTestFinished(() => registry.close())
  const dossierId = 'bytes' as DossierId
  const facts = { verb: 'added', dueOn: day('2026-03-09'), owner: 'disciplineOffice' } as const
  const events = SEALED.map((sealed, i) => ({ dossierId, sequence: i + 1, date: day('2026-03-02'), facts, sealed }))
  await registry.context.store.append({ ...aCommand({ id: dossierId }), events })
  await register(registry, 'other', 'third')
  return { place, registry }
}

type Answers = { readonly entries: boolean; readonly slots: boolean }

async function quickly({ context: { store }, vkeys }: OpenedRegistry): Promise<Answers> {
  const auditors = new Auditors(store.auditSource)
  try {
    const entries = await quickCheck(store, auditors, vkeys.register, [])
    const slots = await store.auditSlots((audit) => quickSlots(audit, auditors))
    return { entries: entries?.events === SEALED.length + 2, slots: slots !== null }
  } finally {
    await auditors.close()
  }
}

/** Moves the first byte of one row to the end of the row before, or makes the pair share their bytes otherwise. */
async function shift({ statement }: Place, { name }: TestEngine, border: Border): Promise<void> {
  const { table, column, key, rows } = border
  const [left, right] = rows
  const bytesAt = async (row: number): Promise<Uint8Array> =>
    (await statement(`select ${column} from ${table} where ${key} = ${row}${border.and ?? ''}`))[0]?.[
      column
    ] as Uint8Array
  const joined = Buffer.concat([await bytesAt(left), await bytesAt(right)])
  const cut = (await bytesAt(left)).length + 1
  for (const [row, bytes] of [
    [left, joined.subarray(0, cut)],
    [right, joined.subarray(cut)],
  ] as const) {
    const literal = name === 'sqlite' ? `x'${toHex(bytes)}'` : `'\\x${toHex(bytes)}'`
    await statement(`update ${table} set ${column} = ${literal} where ${key} = ${row}${border.and ?? ''}`)
  }
}

type Border = { table: string; column: string; key: string; rows: readonly [number, number]; and?: string }
const inRegister = ` and trail = 'register'`
const borders: readonly Border[] = [
  { table: 'leaves', column: 'entry', key: 'leaf_index', rows: [2, 3], and: inRegister },
  { table: 'leaves', column: 'leaf_hash', key: 'leaf_index', rows: [2, 3], and: inRegister },
  { table: 'events', column: 'sealed', key: 'leaf_index', rows: [2, 3] },
]

describe.each(engines.filter(({ available }) => available))('the quick check, on $name', (engine) => {
  it('R26: passes bytes of all kinds, none included', async () => {
    const { registry } = await sound(engine)
    expect(await quickly(registry)).toEqual({ entries: true, slots: true })
  })

  it.each(borders)('R26: sees a byte of $table.$column given to the row before', async (border) => {
    const { place, registry } = await sound(engine)
    await dropGuards(place, engine)
    await shift(place, engine, border)
    expect(await quickly(registry)).toEqual({ entries: false, slots: true })
  })

  it.each([
    ['facts', `update events set facts = facts || '\n' || facts where leaf_index = 1`],
    ['a date', `update events set date = '2026-03-02,2026-03-02' where leaf_index = 1`],
    ['an event', 'delete from events where leaf_index = 6'],
  ])('R26: sees that %s took the place of two', async (_, change) => {
    const { place, registry } = await sound(engine)
    await dropGuards(place, engine)
    await place.statement(change)
    expect(await quickly(registry)).toEqual({ entries: false, slots: true })
  })

  it('R42: sees a byte of a slot given to the slot before', async () => {
    const { place, registry } = await sound(engine)
    await shift(place, engine, { table: 'slots', column: 'slot', key: 'slot_id', rows: [1, 2] })
    expect(await quickly(registry)).toEqual({ entries: true, slots: false })
  })

  it('R42: sees a slot under a number below the first', async () => {
    const { place, registry } = await sound(engine)
    await place.statement(`insert into slots (slot_id, dossier_id, slot, digest)
      select 0, dossier_id, slot, digest from slots where slot_id = 1`)
    expect(await quickly(registry)).toEqual({ entries: true, slots: false })
  })
})
