/** Drafts and uploads: sealed bytes under tags that say nothing to whoever reads the table. */
import { inChunks, type Database } from './database.ts'
import type { Store } from './store.ts'

type SealedRows = Pick<
  Store,
  'drafts' | 'saveDraft' | 'deleteDraft' | 'createUpload' | 'upload' | 'advanceUpload' | 'deleteUpload' | 'staleUploads'
>

export function sealedRows(database: Database): SealedRows {
  const { read } = database
  const uploads = () =>
    read
      .selectFrom('uploads')
      .select(['id', 'tag', 'length', 'received as offset', 'sealed', 'changed_on as changedOn'])

  return {
    async drafts(tags) {
      return inChunks(tags, (some) =>
        read
          .selectFrom('drafts')
          .select(['tag', 'version', 'sealed', 'changed_on as changedOn'])
          .where('tag', 'in', some)
          .execute(),
      )
    },
    async saveDraft({ tag, baseVersion, sealed, changedOn }) {
      const row = { version: baseVersion + 1, sealed, changed_on: changedOn }
      if (baseVersion === 0) {
        const inserted = await database.write((db) =>
          db
            .insertInto('drafts')
            .values({ tag, ...row })
            .onConflict((conflict) => conflict.column('tag').doNothing())
            .returning('tag')
            .executeTakeFirst(),
        )
        return inserted !== undefined
      }
      const { numUpdatedRows } = await database.write((db) =>
        db.updateTable('drafts').set(row).where('tag', '=', tag).where('version', '=', baseVersion).executeTakeFirst(),
      )
      return numUpdatedRows === 1n
    },
    async deleteDraft({ tag, version }) {
      const { numDeletedRows } = await database.write((db) =>
        db.deleteFrom('drafts').where('tag', '=', tag).where('version', '=', version).executeTakeFirst(),
      )
      return numDeletedRows === 1n
    },
    async createUpload({ id, tag, length, offset, sealed, changedOn }) {
      const row = { id, tag, length, received: offset, sealed, changed_on: changedOn }
      await database.write((db) => db.insertInto('uploads').values(row).execute())
    },
    async upload(id) {
      return (await uploads().where('id', '=', id).executeTakeFirst()) ?? null
    },
    async advanceUpload(id, from, to, sealed) {
      const { numUpdatedRows } = await database.write((db) =>
        db
          .updateTable('uploads')
          .set({ received: to, sealed })
          .where('id', '=', id)
          .where('received', '=', from)
          .executeTakeFirst(),
      )
      return numUpdatedRows === 1n
    },
    async deleteUpload(id) {
      await database.write((db) => db.deleteFrom('uploads').where('id', '=', id).execute())
    },
    async staleUploads(before) {
      return uploads().where('changed_on', '<', before).orderBy('id').execute()
    },
  }
}
