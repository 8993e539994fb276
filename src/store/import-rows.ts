/**
 * Fills an empty registry from what another one exported, in one transaction. Every entry is hashed again and the tiles are
 * made anew, so that what stands at the end has the roots that were signed there, or nothing is kept at all.
 */
import { sql, type Transaction } from 'kysely'
import { equalBytes, fromBase64 } from '../kit/bytes.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { carriedTables, type CarriedHeads, type CarriedLine, type CarriedName } from './carried.ts'
import { chunks, type Database } from './database.ts'
import { insertSecurityEvents } from './security-events.ts'
import type { TrailHead, TrailName } from './store.ts'
import type { Tables } from './tables.ts'
import type { TrailWork } from './trail-work.ts'
import { growTrail, type Standing } from './trail-writer.ts'

const LINES_PER_WRITE = 500

/** Hashes, and no key: whoever imports need not be able to sign. */
export type ImportWork = Pick<TrailWork, 'leafHash' | 'nodeHash' | 'emptyRoot'>

type HashedHead = Pick<TrailHead, 'size' | 'root'>
/** What came out of hashing every entry. */
export type HashedHeads = Readonly<Record<TrailName, HashedHead>>

/**
 * `lines` may be asked for again when another writer was in the way. Throws a LiuhenError: `dataFolderUnusable` when the
 * database already holds something, `backupBroken` when the lines do not give the heads.
 */
export async function importRegistry(
  database: Database,
  work: ImportWork,
  heads: CarriedHeads,
  lines: () => AsyncIterable<CarriedLine>,
): Promise<HashedHeads> {
  return database.transaction(async (trx) => {
    await expectNothing(trx)
    const importing = new Importing(trx, work)
    for await (const batch of inBatches(lines())) await importing.take(batch)
    const found = {
      register: await importing.finish('register', heads.register),
      security: await importing.finish('security', heads.security),
    }
    if (database.engine === 'postgres')
      await sql`select setval(pg_get_serial_sequence('slots', 'slot_id'), (select max(slot_id) from slots))`.execute(
        trx,
      )
    return found
  })
}

/** A server that was started once on an empty database has begun both trails, and nothing else. */
async function expectNothing(trx: Transaction<Tables>): Promise<void> {
  const begun = await trx.selectFrom('heads').select('size').where('size', '>', 0).executeTakeFirst()
  const peopled = await trx.selectFrom('persons').select('id').executeTakeFirst()
  if (begun ?? peopled)
    throw new LiuhenError('dataFolderUnusable', 'The database already holds a registry; nothing was changed')
}

type Kind<Name extends CarriedLine['kind']> = Extract<CarriedLine, { kind: Name }>

class Importing {
  readonly #trx: Transaction<Tables>
  readonly #work: ImportWork
  readonly #standing: Record<TrailName, Standing & { root: Uint8Array }>

  constructor(trx: Transaction<Tables>, work: ImportWork) {
    this.#trx = trx
    this.#work = work
    const nothing = { size: 0, frontier: new Uint8Array(0), root: work.emptyRoot }
    this.#standing = { register: nothing, security: nothing }
  }

  /** Lines of one kind and one table. */
  async take(batch: readonly CarriedLine[]): Promise<void> {
    const [first] = batch
    if (!first) return
    if (first.kind === 'event') return this.#events(batch as readonly Kind<'event'>[])
    if (first.kind === 'securityEvent') return this.#securityEvents(batch as readonly Kind<'securityEvent'>[])
    const rows = (batch as readonly Kind<'row'>[]).map(({ table, row }) => withBytes(table, row))
    await this.#rows(first.table, rows)
  }

  async finish(trail: TrailName, head: CarriedHeads[TrailName]): Promise<HashedHead> {
    const { size, frontier, root } = this.#standing[trail]
    if (size !== head.size || !equalBytes(root, head.root))
      throw broken(`the entries of the ${trail} trail do not give the head that was exported`)
    const { checkpoint } = head
    await this.#trx
      .insertInto('heads')
      .values({ trail, size, frontier, root, checkpoint })
      .onConflict((conflict) => conflict.column('trail').doUpdateSet({ size, frontier, root, checkpoint }))
      .execute()
    return { size, root }
  }

  async #events(lines: readonly Kind<'event'>[]): Promise<void> {
    const rows = lines.map(({ position, dossierId, sequence, date, facts, sealed }) => ({
      leaf_index: position,
      dossier_id: dossierId,
      sequence,
      date,
      facts,
      sealed,
    }))
    await this.#trx.insertInto('events').values(rows).execute()
    await this.#grow('register', lines)
  }

  async #securityEvents(lines: readonly Kind<'securityEvent'>[]): Promise<void> {
    const rows = lines.map(({ position, body }) => ({ position, body }))
    await insertSecurityEvents(this.#trx, rows)
    await this.#grow('security', lines)
  }

  async #grow(trail: TrailName, lines: readonly Kind<'event' | 'securityEvent'>[]): Promise<void> {
    const before = this.#standing[trail]
    for (const [i, { position, entry, leafHash }] of lines.entries()) {
      if (position !== before.size + i) throw broken(`entry ${before.size + i} of the ${trail} trail is missing`)
      if (!equalBytes(this.#work.leafHash(entry), leafHash))
        throw broken(`entry ${position} of the ${trail} trail does not have its hash`)
    }
    const entries = lines.map(({ entry }) => entry)
    this.#standing[trail] = await growTrail(this.#trx, trail, before, entries, this.#work)
  }

  async #rows(table: CarriedName, rows: readonly Row[]): Promise<void> {
    const kept = table === 'checkpoints' ? await this.#newCheckpoints(rows) : rows
    // The one row of a registry in which nothing was begun.
    if (table === 'slot_tree') await this.#trx.deleteFrom('slot_tree').execute()
    const [first] = kept
    if (!first) return
    for (const some of chunks(kept, Object.keys(first).length)) {
      const columns = Object.keys(first)
      const values = some.map((row) => sql`(${sql.join(columns.map((column) => row[column] ?? null))})`)
      await sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
        values ${sql.join(values)}`.execute(this.#trx)
    }
  }

  /** Without those of an empty trail that a first start has already written here. */
  async #newCheckpoints(rows: readonly Row[]): Promise<readonly Row[]> {
    const there = await this.#trx.selectFrom('checkpoints').select(['trail', 'note']).where('size', '=', 0).execute()
    return rows.filter((row) => {
      const same = row['size'] === 0 ? there.find(({ trail }) => trail === row['trail']) : undefined
      if (same && same.note !== row['note'])
        throw new LiuhenError('dataFolderUnusable', 'The database was begun under another host key')
      return !same
    })
  }
}

type Row = Readonly<Record<string, string | number | null | Uint8Array>>

function withBytes(table: CarriedName, row: Kind<'row'>['row']): Row {
  const bytes: readonly string[] = carriedTables[table].bytes
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      bytes.includes(column) && typeof value === 'string' ? fromBase64(value) : value,
    ]),
  )
}

async function* inBatches(lines: AsyncIterable<CarriedLine>): AsyncGenerator<readonly CarriedLine[]> {
  let batch: CarriedLine[] = []
  const belongs = (line: CarriedLine): boolean => {
    const [first] = batch
    if (!first) return true
    if (batch.length >= LINES_PER_WRITE || first.kind !== line.kind) return false
    return first.kind !== 'row' || first.table === (line as Kind<'row'>).table
  }
  for await (const line of lines) {
    if (!belongs(line)) {
      yield batch
      batch = []
    }
    batch.push(line)
  }
  yield batch
}

const broken = (problem: string): LiuhenError => new LiuhenError('backupBroken', `The export is not whole: ${problem}`)
