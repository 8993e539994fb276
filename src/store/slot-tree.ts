/**
 * The tree over the grant slots, kept inside the transactions that write slots (docs/decisions/0013).
 *
 *     slots 1..256 ─> page 0 ─┐
 *     slots 257..  ─> page 1 ─┼─> root ─salted─> the newest entry of the register, or the event of a rotation
 *     the last few ───────────┘
 *
 * Who appends looks first whether the tree that he finds is the one that the newest entry commits to. If it is not, somebody changed
 * it behind our back: then nothing more is committed to, so that `liuhen check` goes on naming it, and the work itself goes on.
 * The register's head row is locked by every caller: it is the lock of the slots too.
 */
import type { Kysely, Selectable, Transaction } from 'kysely'
import { equalBytes, fromBase64 } from '../kit/bytes.ts'
import { invariant } from '../kit/invariant.ts'
import type { DossierId } from '../domain/dossier/types.ts'
import { inChunks } from './database.ts'
import { extendFrontier, rootOf } from './frontier.ts'
import { keepRows, type Insert } from './keep-rows.ts'
import type { TrailName } from './store.ts'
import type { Tables } from './tables.ts'
import type { SlotDossier, TrailWork } from './trail-work.ts'
import { foldFull, TILE_WIDTH } from './trail-writer.ts'

export type SlotChange = {
  readonly slotId: number
  readonly slot: Uint8Array
  /** Only while it still holds these bytes: somebody may have overwritten it meanwhile, and that stands. */
  readonly before?: Uint8Array
}

type Work = Pick<
  TrailWork,
  'nodeHash' | 'emptyRoot' | 'slotHash' | 'missingSlotHash' | 'newSalt' | 'slotsCommitment' | 'commitmentIn'
>
type TreeRow = Selectable<Tables['slot_tree']>
type SlotRow = Selectable<Tables['slots']>
type Place = { readonly trail: TrailName; readonly leafIndex: number }
const NOTHING = new Uint8Array(0)

const insertSlots: Insert<SlotRow> = (db, rows) => db.insertInto('slots').values(rows)

export class SlotTree {
  readonly #trx: Transaction<Tables>
  readonly #work: Work
  #size: number
  #frontier: Uint8Array
  #salt: Uint8Array | null = null
  /** Whether what was found is what the newest entry commits to. */
  #sound: boolean

  private constructor(
    trx: Transaction<Tables>,
    work: Work,
    found: { size: number; frontier: Uint8Array; sound: boolean },
  ) {
    this.#trx = trx
    this.#work = work
    this.#size = found.size
    this.#frontier = found.frontier
    this.#sound = found.sound
  }

  /** As it stands while the head of the register, of this size, is locked. */
  static async of(trx: Transaction<Tables>, entries: number, work: Work): Promise<SlotTree> {
    const row = await trx.selectFrom('slot_tree').selectAll().executeTakeFirst()
    if (!row || row.size === null) return new SlotTree(trx, work, { size: 0, frontier: NOTHING, sound: false })
    const { size, frontier } = row
    const tree = new SlotTree(trx, work, { size, frontier, sound: true })
    const committed = await committedAt(trx, row, entries, work)
    tree.#sound = row.salt
      ? committed !== null && equalBytes(committed, tree.#commitment(entries, row.salt))
      : committed === null
    return tree
  }

  async add(slots: readonly { readonly dossierId: DossierId; readonly slot: Uint8Array }[]): Promise<void> {
    if (slots.length === 0) return
    const { last } = await this.#trx
      .selectFrom('slots')
      .select(({ fn }) => fn.max('slot_id').as('last'))
      .executeTakeFirstOrThrow()
    const first = Math.max(this.#size, last ?? 0) + 1
    const dossiers = await slotDossiers(
      this.#trx,
      slots.map(({ dossierId }) => dossierId),
    )
    const rows = slots.map(({ dossierId, slot }, i) => {
      const slotId = first + i
      const digest = this.#work.slotHash({ slotId, dossier: dossierIn(dossiers, dossierId), slot })
      return { slot_id: slotId, dossier_id: dossierId, slot, digest }
    })
    await keepRows(this.#trx, insertSlots, rows)
    if (!this.#sound) return
    const leftOut = Array.from({ length: first - this.#size - 1 }, () => this.#work.missingSlotHash)
    await this.#grow([...leftOut, ...rows.map(({ digest }) => digest)])
  }

  /** A slot that holds other bytes than `before` is left as it is. The slots of dossiers whose keys were renewed are bound to the new ones. */
  async change(overwritten: readonly SlotChange[], renewed: readonly DossierId[] = []): Promise<void> {
    const changes = [...overwritten, ...(await this.#untouched(overwritten, renewed))]
    if (changes.length === 0) return
    const pages = this.#sound ? await this.#soundPages(changes) : null
    const places = await inChunks(
      changes.map(({ slotId }) => slotId),
      (some) => this.#trx.selectFrom('slots').select(['slot_id', 'dossier_id']).where('slot_id', 'in', some).execute(),
    )
    const dossierOf = new Map(places.map(({ slot_id, dossier_id }) => [slot_id, dossier_id]))
    const dossiers = await slotDossiers(this.#trx, [...dossierOf.values()])
    for (const { slotId, slot, before } of changes) {
      const dossierId = dossierOf.get(slotId)
      invariant(dossierId, 'a slot that is overwritten exists')
      const digest = this.#work.slotHash({ slotId, dossier: dossierIn(dossiers, dossierId), slot })
      let update = this.#trx.updateTable('slots').set({ slot, digest }).where('slot_id', '=', slotId)
      if (before) update = update.where('slot', '=', before)
      await update.execute()
    }
    if (!pages) {
      this.#sound = false
      return
    }
    for (const page of new Set(changes.map(({ slotId }) => pageOf(slotId)))) {
      if (page >= pages.length) continue
      const root = foldFull(await this.#digests(page), this.#work.nodeHash)
      pages[page] = root
      await this.#trx.updateTable('slot_pages').set({ root }).where('page', '=', page).execute()
    }
    this.#frontier = await this.#frontierOver(pages)
  }

  async #untouched(overwritten: readonly SlotChange[], renewed: readonly DossierId[]): Promise<SlotChange[]> {
    const rows = await inChunks(renewed, (some) =>
      this.#trx.selectFrom('slots').select(['slot_id', 'slot']).where('dossier_id', 'in', some).execute(),
    )
    const known = new Set(overwritten.map(({ slotId }) => slotId))
    return rows.flatMap(({ slot_id: slotId, slot }) => (known.has(slotId) ? [] : [{ slotId, slot }]))
  }

  /** What an entry says that makes the register this long. Every one has a salt of its own; that of the last is kept. */
  commit(entries: number): Uint8Array {
    this.#salt = this.#work.newSalt()
    // Nobody can tell it from a commitment, and nothing fits it.
    return this.#sound ? this.#commitment(entries, this.#salt) : this.#work.newSalt()
  }

  /** Keeps where the tree stands, with the place of the entry that committed to it last. */
  async keep({ trail, leafIndex }: Place): Promise<void> {
    if (!this.#sound) return
    const row = { size: this.#size, frontier: this.#frontier, salt: this.#salt, trail, leaf_index: leafIndex }
    await this.#trx.updateTable('slot_tree').set(row).execute()
  }

  /** Takes over what there is, in a registry of before: hashes each slot as it is found. */
  async begin(): Promise<void> {
    for (;;) {
      const rows = await this.#trx
        .selectFrom('slots')
        .select(['slot_id', 'dossier_id', 'slot'])
        .where('slot_id', '>', this.#size)
        .orderBy('slot_id')
        .limit(SLOTS_PER_READ)
        .execute()
      const last = rows.at(-1)
      if (!last) break
      const dossiers = await slotDossiers(
        this.#trx,
        rows.map(({ dossier_id }) => dossier_id),
      )
      const digests = new Map<number, Uint8Array>()
      for (const { slot_id: slotId, dossier_id: dossierId, slot } of rows) {
        const digest = this.#work.slotHash({ slotId, dossier: dossierIn(dossiers, dossierId), slot })
        digests.set(slotId, digest)
        await this.#trx.updateTable('slots').set({ digest }).where('slot_id', '=', slotId).execute()
      }
      const from = this.#size + 1
      const { missingSlotHash } = this.#work
      await this.#grow(
        Array.from({ length: last.slot_id - from + 1 }, (_, i) => digests.get(from + i) ?? missingSlotHash),
      )
    }
    await this.#trx.updateTable('slot_tree').set({ size: this.#size, frontier: this.#frontier }).execute()
  }

  #commitment(entries: number, salt: Uint8Array): Uint8Array {
    const root = rootOf(this.#frontier, this.#work.nodeHash) ?? this.#work.emptyRoot
    return this.#work.slotsCommitment({ slots: this.#size, entries, root }, salt)
  }

  /** The digests stand in the rows already. */
  async #grow(digests: readonly Uint8Array[]): Promise<void> {
    const [before, after] = [
      Math.floor(this.#size / TILE_WIDTH),
      Math.floor((this.#size + digests.length) / TILE_WIDTH),
    ]
    this.#frontier = extendFrontier(this.#frontier, this.#size, digests, this.#work.nodeHash)
    this.#size += digests.length
    for (let page = before; page < after; page += 1) {
      const root = foldFull(await this.#digests(page), this.#work.nodeHash)
      await this.#trx.insertInto('slot_pages').values({ page, root }).execute()
    }
  }

  /** Of a full page all 256, of the last one as many as there are. */
  async #digests(page: number): Promise<Uint8Array[]> {
    const from = page * TILE_WIDTH + 1
    const upTo = Math.min(from + TILE_WIDTH - 1, this.#size)
    const rows = await this.#trx
      .selectFrom('slots')
      .select(['slot_id', 'digest'])
      .where('slot_id', '>=', from)
      .where('slot_id', '<=', upTo)
      .execute()
    const known = new Map(rows.map(({ slot_id, digest }) => [slot_id, digest]))
    const { missingSlotHash } = this.#work
    return Array.from({ length: upTo - from + 1 }, (_, i) => known.get(from + i) ?? missingSlotHash)
  }

  /** Null when pages or digests are not those of the tree: what is made from them would vouch for what somebody put there. */
  async #soundPages(changes: readonly SlotChange[]): Promise<Uint8Array[] | null> {
    const rows = await this.#trx.selectFrom('slot_pages').selectAll().orderBy('page').execute()
    const pages = rows.map(({ root }) => root)
    if (pages.length !== Math.floor(this.#size / TILE_WIDTH)) return null
    if (!equalBytes(await this.#frontierOver(pages), this.#frontier)) return null
    for (const page of new Set(changes.map(({ slotId }) => pageOf(slotId)))) {
      const root = pages[page]
      if (root && !equalBytes(foldFull(await this.#digests(page), this.#work.nodeHash), root)) return null
    }
    return pages
  }

  async #frontierOver(pages: readonly Uint8Array[]): Promise<Uint8Array> {
    const { nodeHash } = this.#work
    const full = extendFrontier(NOTHING, 0, pages, nodeHash)
    return extendFrontier(full, pages.length * TILE_WIDTH, await this.#digests(pages.length), nodeHash)
  }
}

type Dossiers = ReadonlyMap<DossierId, SlotDossier>

async function slotDossiers(db: Kysely<Tables>, ids: readonly DossierId[]): Promise<Dossiers> {
  const rows = await inChunks(ids, (some) =>
    db
      .selectFrom('dossiers')
      .select(['id', 'number', 'content_key as contentKey', 'identity_key as identityKey', 'keys_since as keysSince'])
      .where('id', 'in', some)
      .execute(),
  )
  return new Map(rows.map((row) => [row.id, row]))
}

function dossierIn(dossiers: Dossiers, id: DossierId): SlotDossier {
  const dossier = dossiers.get(id)
  invariant(dossier, 'a slot belongs to a dossier')
  return dossier
}

const SLOTS_PER_READ = 1024
const pageOf = (slotId: number): number => Math.floor((slotId - 1) / TILE_WIDTH)

/** When a registry is opened: a tree over the slots of before, once. Where an entry commits to slots already, the tree was taken away, and stays so. */
export async function beginSlotTree(trx: Transaction<Tables>, work: Work): Promise<void> {
  const row = await trx.selectFrom('slot_tree').select('size').executeTakeFirst()
  if (!row || row.size !== null) return
  const { size } = await trx
    .selectFrom('heads')
    .select('size')
    .where('trail', '=', 'register')
    .executeTakeFirstOrThrow()
  if ((await commitmentOf(trx, { trail: 'register', leafIndex: size - 1 }, work)) !== null) return
  await (await SlotTree.of(trx, size, work)).begin()
}

/** What the entry says that the tree claims to be committed to by, or that should commit to it. */
async function committedAt(
  db: Kysely<Tables>,
  { trail, leaf_index: leafIndex }: TreeRow,
  entries: number,
  work: Work,
): Promise<Uint8Array | null> {
  const newest = { trail: 'register', leafIndex: entries - 1 } as const
  return commitmentOf(db, trail === 'security' && leafIndex !== null ? { trail, leafIndex } : newest, work)
}

/** Null when it commits to nothing. */
async function commitmentOf(
  db: Kysely<Tables>,
  { trail, leafIndex }: Place,
  work: Pick<Work, 'commitmentIn'>,
): Promise<Uint8Array | null> {
  if (trail === 'register') {
    const leaf = await db
      .selectFrom('leaves')
      .select('entry')
      .where('trail', '=', trail)
      .where('leaf_index', '=', leafIndex)
      .executeTakeFirst()
    return leaf ? work.commitmentIn(leaf.entry) : null
  }
  const event = await db
    .selectFrom('security_events')
    .select('body')
    .where('position', '=', leafIndex)
    .executeTakeFirst()
  return event ? commitmentInBody(event.body) : null
}

/** What a security event that replaced slots commits to. */
export function commitmentInBody(body: string): Uint8Array | null {
  const { data } = JSON.parse(body) as { data?: { slots?: unknown } }
  return typeof data?.slots === 'string' ? fromBase64(data.slots) : null
}
