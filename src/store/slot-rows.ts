/** Everything about the grant slots for the check, as it stood at one moment. */
import type { Database } from './database.ts'
import type { Store } from './store.ts'

export function slotRows(database: Database): Pick<Store, 'auditSlots'> {
  return {
    auditSlots: (work) =>
      database.snapshot(async (trx) => {
        const tree = await trx.selectFrom('slot_tree').selectAll().executeTakeFirst()
        const pages = await trx.selectFrom('slot_pages').selectAll().orderBy('page').execute()
        const { size: entries } = await trx
          .selectFrom('heads')
          .select('size')
          .where('trail', '=', 'register')
          .executeTakeFirstOrThrow()
        const newest = await trx
          .selectFrom('leaves')
          .select('entry')
          .where('trail', '=', 'register')
          .where('leaf_index', '=', entries - 1)
          .executeTakeFirst()
        const rotation =
          tree?.trail === 'security' && tree.leaf_index !== null
            ? await trx
                .selectFrom('security_events')
                .select('body')
                .where('position', '=', tree.leaf_index)
                .executeTakeFirst()
            : undefined
        return work({
          tree:
            !tree || tree.size === null
              ? null
              : {
                  size: tree.size,
                  frontier: tree.frontier,
                  salt: tree.salt,
                  trail: tree.trail,
                  leafIndex: tree.leaf_index,
                },
          pages: pages.map(({ page, root }) => ({ page, root })),
          entries,
          newestEntry: newest?.entry ?? null,
          rotationBody: rotation?.body ?? null,
          async read(after, limit) {
            const rows = await trx
              .selectFrom('slots')
              .innerJoin('dossiers', 'dossiers.id', 'slots.dossier_id')
              .select(['slot_id', 'slot', 'digest', 'id', 'number', 'content_key', 'identity_key', 'keys_since'])
              .where('slot_id', '>', after)
              .orderBy('slot_id')
              .limit(limit)
              .execute()
            return rows.map(({ slot_id, slot, digest, id, number, content_key, identity_key, keys_since }) => ({
              slotId: slot_id,
              slot,
              digest,
              dossier: { id, number, contentKey: content_key, identityKey: identity_key, keysSince: keys_since },
            }))
          },
        })
      }),
  }
}
