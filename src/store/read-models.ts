/**
 * The dossiers table as a fold of the plain halves of the events, so that it can be compared with them and made anew.
 *
 * Number and public keys are originals that came with the dossier or a renewal. Reminder and escalation marks are the sweep's own and
 * follow from no plain half; they survive a rebuilding.
 */
import type { Kysely, Selectable } from 'kysely'
import type { Day } from '../kit/calendar.ts'
import type { DossierId, Facts } from '../domain/dossier/types.ts'
import type { Database } from './database.ts'
import type { NewDossier, NewEvent, ReadModelDifference, Renewal } from './store.ts'
import type { Tables } from './tables.ts'
import { lockHead } from './trail-writer.ts'

export type DossierTableRow = Selectable<Tables['dossiers']>

/** What events say of a dossier. */
const folded = ['opened_on', 'last_event_on', 'sequence', 'due_on', 'owner'] as const
type Folded = Pick<DossierTableRow, (typeof folded)[number]>

/** A dossier before its first event, which sets the days, the owner and the due date. */
export const newDossierRow = ({ id, number, contentKey, identityKey }: NewDossier): DossierTableRow => ({
  id,
  number,
  content_key: contentKey,
  identity_key: identityKey,
  ...nothing,
  reminded_for: null,
  escalation_level: 0,
  keys_since: 1,
})

const nothing: Folded = { opened_on: '' as Day, last_event_on: '' as Day, sequence: 0, due_on: null, owner: 'none' }

const fold = (before: Folded, event: Pick<NewEvent, 'sequence' | 'date' | 'facts'>): Folded => ({
  opened_on: before.sequence === 0 ? event.date : before.opened_on,
  last_event_on: event.date,
  sequence: event.sequence,
  due_on: event.facts.dueOn,
  owner: event.facts.owner,
})

/** A new due date begins a new wait: nobody has been escalated to for it yet. */
export const afterEvent = (before: DossierTableRow, event: NewEvent): DossierTableRow => ({
  ...before,
  ...fold(before, event),
  escalation_level: before.due_on === event.facts.dueOn ? before.escalation_level : 0,
})

export const afterRenewal = (
  before: DossierTableRow,
  { fromSequence, contentKey, identityKey }: Renewal,
): DossierTableRow => ({ ...before, content_key: contentKey, identity_key: identityKey, keys_since: fromSequence })

/** Compares the dossiers with their events at one moment. Empty when all is well. */
export async function readModelDifferences(database: Database): Promise<ReadModelDifference[]> {
  return database.snapshot(async (trx) => {
    const expected = await foldAll(trx)
    const differences: ReadModelDifference[] = []
    for await (const row of pages(trx)) {
      const should = expected.get(row.id)
      expected.delete(row.id)
      if (!should) differences.push({ dossierId: row.id, field: 'surplus', stored: row.number, expected: null })
      else differences.push(...differencesOf(row, should))
    }
    for (const dossierId of expected.keys())
      differences.push({ dossierId, field: 'missing', stored: null, expected: dossierId })
    return differences
  })
}

function differencesOf(row: DossierTableRow, should: Folded): ReadModelDifference[] {
  return folded.flatMap((field) =>
    row[field] === should[field]
      ? []
      : [{ dossierId: row.id, field, stored: shown(row[field]), expected: shown(should[field]) }],
  )
}

const shown = (value: string | number | null): string | null => (value === null ? null : String(value))

/** Makes the folded columns anew from the events. Rows that are missing cannot come back: their keys are not in events. */
export async function rebuildReadModels(database: Database): Promise<void> {
  await database.transaction(async (trx) => {
    await lockHead(trx, 'register')
    for (const [id, row] of await foldAll(trx))
      await trx.updateTable('dossiers').set(row).where('id', '=', id).execute()
    // Every account makes its own anew; pages whose keys nobody has any more are gone with them.
    await trx.deleteFrom('list_pages').execute()
  })
}

async function foldAll(db: Kysely<Tables>): Promise<Map<DossierId, Folded>> {
  const dossiers = new Map<DossierId, Folded>()
  const page = 10_000
  for (let after = -1; ;) {
    const rows = await db
      .selectFrom('events')
      .select(['leaf_index', 'dossier_id', 'sequence', 'date', 'facts'])
      .where('leaf_index', '>', after)
      .orderBy('leaf_index')
      .limit(page)
      .execute()
    for (const { dossier_id, sequence, date, facts } of rows) {
      const before = dossiers.get(dossier_id) ?? nothing
      dossiers.set(dossier_id, fold(before, { sequence, date, facts: JSON.parse(facts) as Facts }))
    }
    const last = rows.at(-1)
    if (!last || rows.length < page) return dossiers
    after = last.leaf_index
  }
}

async function* pages(db: Kysely<Tables>): AsyncGenerator<DossierTableRow> {
  const page = 5_000
  for (let after = '' as DossierId; ;) {
    const rows = await db.selectFrom('dossiers').selectAll().where('id', '>', after).orderBy('id').limit(page).execute()
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < page) return
    after = last.id
  }
}
