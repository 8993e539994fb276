/**
 * Somebody with the whole database, the guards out of the way and all the time in the world changes one thing, on either engine:
 * `liuhen check` names it (ledger formats, section 10 item 6). What a restored or rewritten registry hides in itself is named with a
 * checkpoint that somebody kept.
 */
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { KeptCheckpoint } from '../../src/app/check/check-trail.ts'
import { checkRegistry } from '../../src/app/check/check-registry.ts'
import type { CheckResult } from '../../src/app/check/finding.ts'
import type { OpenedRegistry } from '../../src/main.ts'
import { toHex } from '../../src/kit/bytes.ts'
import { slotHash } from '../../src/trail/slot-commitment.ts'
import { engines, type TestEngine } from '../support/engines.ts'
import { aPlace, dropGuards, type Place, putEvidence, register } from '../support/place.ts'
import { anAddition } from '../support/store-builders.ts'

/** More than one full tile of level 0, so that it is stored, and its root is a hash of level 1. */
const DOSSIERS = 260

const trailHolds = (failure: Record<string, unknown>) => ({ rule: 'trailHolds', trail: 'register', failure })
const entryOf = (index: number): string => `trail = 'register' and leaf_index = ${index}`

/** Statements, or a byte of one value to invert. */
type Change = string | { readonly table: string; readonly column: string; readonly at: number; readonly where: string }
const FITTING_DIGEST = 'the digest of slot 300, computed anew'
type Row = readonly [what: string, changes: readonly Change[], named: Record<string, unknown>]

const rows: readonly Row[] = [
  [
    'R26: a byte of an entry',
    [{ table: 'leaves', column: 'entry', at: 12, where: entryOf(17) }],
    trailHolds({ code: 'entryDiffers', leafIndex: 17 }),
  ],
  [
    'R26: a hash of a tile of level 0',
    [{ table: 'tiles', column: 'hashes', at: 33, where: `trail = 'register' and level = 0` }],
    trailHolds({ code: 'tileDiffers', path: 'tile/0/000', hashIndex: 1 }),
  ],
  [
    'R26: a hash of level 1',
    [{ table: 'tiles', column: 'root', at: 5, where: `trail = 'register' and level = 0` }],
    trailHolds({ code: 'tileDiffers', path: 'tile/1/000.p/1', hashIndex: 0 }),
  ],
  [
    'R26: a hash of the unfinished tile',
    [{ table: 'leaves', column: 'leaf_hash', at: 0, where: entryOf(259) }],
    trailHolds({ code: 'tileDiffers', path: 'tile/0/001.p/5', hashIndex: 3 }),
  ],
  [
    'R20: the last event gone, with its entry',
    ['delete from events where leaf_index = 260', `delete from leaves where ${entryOf(260)}`],
    trailHolds({ code: 'entriesMissing', expected: 261, found: 260 }),
  ],
  [
    'R20: the last event gone, and its entry left',
    ['delete from events where leaf_index = 260'],
    { rule: 'entryHasEvent', dossierId: 'd0', sequence: 2, leafIndex: 260 },
  ],
  [
    'R26: two entries swapped',
    [
      `update leaves set leaf_index = 100000 where ${entryOf(5)}`,
      `update leaves set leaf_index = 5 where ${entryOf(9)}`,
      `update leaves set leaf_index = 9 where ${entryOf(100_000)}`,
    ],
    trailHolds({ code: 'entriesSwapped', leafIndex: 5, otherIndex: 9 }),
  ],
  [
    'R26: two events swapped',
    [
      'update events set leaf_index = 100000 where leaf_index = 5',
      'update events set leaf_index = 5 where leaf_index = 9',
      'update events set leaf_index = 9 where leaf_index = 100000',
    ],
    { rule: 'eventMatchesEntry', leafIndex: 5 },
  ],
  [
    'R26: an event given to another dossier',
    [`update events set dossier_id = 'd3', sequence = 2 where leaf_index = 260`],
    { rule: 'eventMatchesEntry', leafIndex: 260 },
  ],
  [
    'R19: what was recorded',
    [{ table: 'events', column: 'sealed', at: 3, where: 'leaf_index = 1' }],
    { rule: 'eventMatchesEntry', part: 'sealed', leafIndex: 1 },
  ],
  [
    'R38: a due date in an event',
    [`update events set facts = replace(facts, '2026-03-09', '2027-03-09') where leaf_index = 1`],
    { rule: 'eventMatchesEntry', part: 'facts', leafIndex: 1 },
  ],
  [
    'R26: an event written past the trail',
    [`insert into events select 261, dossier_id, 2, date, facts, sealed from events where leaf_index = 2`],
    { rule: 'eventHasEntry', dossierId: 'd2', sequence: 2 },
  ],
  [
    'R38: the list of dossiers',
    [`update dossiers set due_on = '2099-01-01' where id = 'd2'`],
    { rule: 'listMatchesEvents', dossierId: 'd2', column: 'due_on', expected: '2026-03-09', found: '2099-01-01' },
  ],
  [
    'R42: an overwritten grant slot',
    [{ table: 'slots', column: 'slot', at: 3, where: 'slot_id = 300' }],
    { rule: 'slotIsAsWritten', what: 'overwritten', slotId: 300, by: { trail: 'register', leafIndex: 260 } },
  ],
  [
    'R42: an overwritten grant slot whose digest was made to fit',
    [{ table: 'slots', column: 'slot', at: 3, where: 'slot_id = 300' }, FITTING_DIGEST],
    { rule: 'slotsMatchTrail', firstSlot: 257, lastSlot: 512, by: { trail: 'register', leafIndex: 260 } },
  ],
  [
    'R42: a grant slot taken away',
    ['delete from slots where slot_id = 7'],
    { rule: 'slotIsAsWritten', what: 'missing', slotId: 7 },
  ],
  [
    'R42: the last grant slots taken away',
    ['delete from slots where slot_id > 518'],
    { rule: 'slotIsAsWritten', what: 'missing', slotId: 519 },
  ],
  [
    'R42: a grant slot put in',
    [`insert into slots (slot_id, dossier_id, slot) select 900, 'd1', slot from slots where slot_id = 1`],
    { rule: 'slotIsAsWritten', what: 'added', slotId: 900, dossierId: 'd1' },
  ],
  [
    'R42: a grant slot given to another dossier',
    [`update slots set dossier_id = 'd3' where slot_id = 9`],
    { rule: 'slotIsAsWritten', what: 'overwritten', slotId: 9, dossierId: 'd3' },
  ],
  [
    'R42: a tree of slots begun anew',
    [`update slot_tree set size = null, salt = null, trail = null, leaf_index = null`],
    { rule: 'slotIsAsWritten', what: 'added' },
  ],
  [
    'R20: a security event',
    [`update security_events set body = replace(body, 'first', 'other') where body like '%first%'`],
    { rule: 'securityEventMatchesEntry' },
  ],
  [
    'R26: the signed head',
    [`update heads set checkpoint = replace(checkpoint, '\n261\n', '\n262\n') where trail = 'register'`],
    trailHolds({ code: 'signatureBroken' }),
  ],
]

/** Drops the guards, and changes what is to be changed. */
async function changed(place: Place, engine: TestEngine, changes: readonly Change[]): Promise<void> {
  await dropGuards(place, engine)
  for (const change of changes) {
    if (change === FITTING_DIGEST) await fitDigest(place, engine)
    else if (typeof change === 'string') await place.statement(change)
    else await invertByte(place, engine, change)
  }
}

/** Whoever knows the format makes the digest beside the slot fit as well. */
async function fitDigest({ statement }: Place, { name }: TestEngine): Promise<void> {
  const [row] = await statement('select dossier_id, slot from slots where slot_id = 300')
  const { dossier_id: dossierId, slot } = row as { dossier_id: string; slot: Uint8Array }
  const hex = toHex(slotHash({ slotId: 300, dossierId, slot }))
  await statement(`update slots set digest = ${name === 'sqlite' ? `x'${hex}'` : `'\\x${hex}'`} where slot_id = 300`)
}

async function invertByte(
  { statement }: Place,
  { name }: TestEngine,
  { table, column, at, where }: Exclude<Change, string>,
): Promise<void> {
  const [row] = await statement(`select ${column} from ${table} where ${where}`)
  const bytes = Buffer.from(row?.[column] as Uint8Array)
  bytes[at] = 255 - (bytes[at] as number)
  const literal = name === 'sqlite' ? `x'${bytes.toString('hex')}'` : `'\\x${bytes.toString('hex')}'`
  await statement(`update ${table} set ${column} = ${literal} where ${where}`)
}

type Filled = { readonly place: Place; readonly registry: OpenedRegistry }

async function filled(engine: TestEngine): Promise<Filled> {
  const place = await aPlace(engine)
  const registry = await place.open()
  const { store, now } = registry.context
  await Promise.all(Array.from({ length: DOSSIERS }, (_, i) => register(registry, `d${i}`)))
  await store.append(anAddition('d0', 2, 'more-d0'))
  await store.appendSecurityEvent({ type: 'signedIn', at: now(), accountId: null, data: { note: 'first' } })
  return { place, registry }
}

const checked = ({ context, vkeys }: OpenedRegistry, kept: readonly KeptCheckpoint[] = []): Promise<CheckResult> =>
  checkRegistry(context, { vkeys, kept })

describe.each(engines.filter(({ available }) => available))('the check, on $name', (engine) => {
  it('R26: passes a sound registry', async () => {
    const { registry } = await filled(engine)
    const summary = { dossiers: DOSSIERS, events: DOSSIERS + 1, register: { size: DOSSIERS + 1 } }
    expect(await checked(registry)).toMatchObject({ ok: true, summary })
  })

  // The check is the same on both; what differs are bytes and how they are kept.
  it.each(engine.name === 'sqlite' ? rows : rows.slice(0, 5))('%s: is named', async (_what, changes, named) => {
    const { place, registry } = await filled(engine)
    await changed(place, engine, changes)
    expect(await checked(registry)).toMatchObject({ ok: false, finding: named })
  })

  it('R22: a replaced evidence file: is named', async () => {
    const { place, registry } = await filled(engine)
    const name = putEvidence(place.dataFolder, 'sealed evidence')
    expect(await checked(registry)).toMatchObject({ ok: true, summary: { evidenceFiles: 1 } })
    writeFileSync(join(place.dataFolder, 'evidence', name.slice(0, 2), name), 'something else')
    expect(await checked(registry)).toMatchObject({
      finding: { rule: 'evidenceMatchesName', file: `${name.slice(0, 2)}/${name}`, expected: name },
    })
  })

  it('R26: what a rolled back or rewritten registry hides in itself is named with a kept checkpoint', async () => {
    const { place, registry } = await filled(engine)
    const { checkpoint: note } = await registry.context.store.head('register')
    const kept = [{ source: 'printed in March', note }]
    await register(registry, 'later')
    expect(await checked(registry, kept)).toMatchObject({ ok: true, summary: { olderCheckpoints: 1 } })

    // The operator begins anew under the real key, and first writes less, then more than there was.
    const again = await aPlace(engine)
    for (const file of ['host.key', 'origin']) copyFileSync(join(place.dataFolder, file), join(again.dataFolder, file))
    const rewritten = await again.open()
    await register(rewritten, 'd0', 'd1')
    expect(await checked(rewritten)).toMatchObject({ ok: true })
    expect(await checked(rewritten, kept)).toMatchObject({
      finding: trailHolds({ code: 'checkpointRolledBack', source: 'printed in March', expected: 261, found: 2 }),
    })
    await Promise.all(Array.from({ length: 262 }, (_, i) => register(rewritten, `other${i}`)))
    expect(await checked(rewritten)).toMatchObject({ ok: true })
    expect(await checked(rewritten, kept)).toMatchObject({
      finding: trailHolds({ code: 'checkpointContradicted', source: 'printed in March', treeSize: 261 }),
    })
  })
})
