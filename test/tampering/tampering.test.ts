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
import { toBase64, toHex } from '../../src/kit/bytes.ts'
import type { Instant } from '../../src/kit/calendar.ts'
import type { Store } from '../../src/store/store.ts'
import { slotHash } from '../../src/trail/slot-commitment.ts'
import { engines, type TestEngine } from '../support/engines.ts'
import { aPlace, dropGuards, type Place, putEvidence, register } from '../support/place.ts'
import { anAccount, anAddition, aPerson } from '../support/store-builders.ts'

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
    'R42: a grant slot put in before the first',
    [`insert into slots (slot_id, dossier_id, slot) select 0, 'd1', slot from slots where slot_id = 1`],
    { rule: 'slotIsAsWritten', what: 'added', slotId: 0, dossierId: 'd1' },
  ],
  [
    'R42: a grant slot given to another dossier',
    [`update slots set dossier_id = 'd3' where slot_id = 9`],
    { rule: 'slotIsAsWritten', what: 'overwritten', slotId: 9, dossierId: 'd3' },
  ],
  [
    'R42: a dossier given a public key that somebody else can open',
    [{ table: 'dossiers', column: 'content_key', at: 1, where: `id = 'd5'` }],
    { rule: 'slotIsAsWritten', what: 'overwritten', dossierId: 'd5' },
  ],
  [
    'R31: a register number',
    [`update dossiers set number = '2026-OTHER' where id = 'd5'`],
    { rule: 'slotIsAsWritten', what: 'overwritten', dossierId: 'd5' },
  ],
  [
    'R42: a tree of slots begun anew',
    [`update slot_tree set size = null, salt = null, trail = null, leaf_index = null`],
    { rule: 'slotIsAsWritten', what: 'added' },
  ],
  [
    'R87: a role that somebody wrote himself',
    [`update accounts set roles = '["disciplineHandler","enforcementOfficer"]' where id = 'a1'`],
    {
      rule: 'accountMatchesTrail',
      accountId: 'a1',
      column: 'roles',
      expected: 'enforcementOfficer',
      found: 'disciplineHandler enforcementOfficer',
    },
  ],
  [
    'R87: a suspended account made usable',
    [`update accounts set status = 'active' where id = 'a1'`],
    { rule: 'accountMatchesTrail', accountId: 'a1', column: 'status', expected: 'suspended', found: 'active' },
  ],
  [
    'R42: a key put into the row of somebody',
    [{ table: 'accounts', column: 'reading_key', at: 1, where: `id = 'a2'` }],
    { rule: 'accountMatchesTrail', accountId: 'a2', column: 'reading_key' },
  ],
  [
    'R87: an account taken away',
    [`delete from accounts where id = 'a2'`],
    { rule: 'accountMatchesTrail', accountId: 'a2', column: 'id', found: 'none' },
  ],
  [
    'R87: an account written past the trail',
    [`update accounts set id = 'a3' where id = 'a2'`],
    { rule: 'accountMatchesTrail', accountId: 'a3', column: 'id', expected: 'none' },
  ],
  [
    'R87: an event about an account hidden from those who look for it',
    ['delete from account_events where position = 3'],
    { rule: 'accountEventIsListed', position: 3 },
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
  const [row] = await statement(`select slot, id, number, content_key, identity_key, keys_since
    from slots join dossiers on id = dossier_id where slot_id = 300`)
  const text = (column: string): string => String(row?.[column])
  const bytes = (column: string): Uint8Array => row?.[column] as Uint8Array
  const dossier = {
    id: text('id'),
    number: text('number'),
    contentKey: bytes('content_key'),
    identityKey: bytes('identity_key'),
    keysSince: Number(row?.['keys_since']),
  }
  const slot = bytes('slot')
  const hex = toHex(slotHash({ slotId: 300, dossier, slot }))
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
  await withAccounts(store, now())
  await store.appendSecurityEvent({ type: 'signedIn', at: now(), accountId: null, data: { note: 'first' } })
  return { place, registry }
}

/** One that is suspended and one in use, each with the events that made it so. */
async function withAccounts(store: Store, at: Instant): Promise<void> {
  const readingKey = new Uint8Array(32).fill(1)
  const signingKey = new Uint8Array(32).fill(2)
  for (const id of ['a1', 'a2']) {
    const person = aPerson(`p-${id}`)
    await store.savePersons([person])
    const account = { ...anAccount(id, person), status: 'awaitingActivation', readingKey: null } as const
    const data = { by: 'setUp', roles: account.roles, personId: person.id }
    await store.createAccount(account, { type: 'accountCreated', at, accountId: account.id, data })
  }
  const [first, second] = [anAccount('a1', aPerson('p-a1')).id, anAccount('a2', aPerson('p-a2')).id]
  await store.changeAccount(
    first,
    { status: 'suspended' },
    { type: 'accountSuspended', at, accountId: first, data: {} },
  )
  const keys = { readingKey: toBase64(readingKey), signingKey: toBase64(signingKey) }
  await store.changeAccount(
    second,
    { status: 'active', readingKey, signingKey },
    { type: 'accountActivated', at, accountId: second, data: keys },
  )
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
  it.each(
    engine.name === 'sqlite'
      ? rows
      : rows.filter(([what]) => /^R(42|87)/.test(what) || rows.findIndex((row) => row[0] === what) < 5),
  )('%s: is named', async (_what, changes, named) => {
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
