/** What follows when the disk or the file fails under SQLite. */
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { utf8 } from '../kit/bytes.ts'
import { day } from '../kit/calendar.ts'
import { Database } from './database.ts'
import { openSqlite } from './dialect-sqlite.ts'

const PAGE = 4096

const keep = (database: Database, tag: string, bytes = 10) =>
  database.transaction((trx) =>
    trx
      .insertInto('drafts')
      .values({ tag, version: 1, sealed: new Uint8Array(bytes), changed_on: day('2026-03-02') })
      .execute(),
  )

describe('a failing disk', () => {
  let folder: string
  let file: string

  const open = async () => {
    const opened = openSqlite(file)
    const database = new Database(opened)
    await database.migrate('apply')
    return { opened, database }
  }
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'liuhen-disk-'))
    file = join(folder, 'register.db')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('is told as diskFull, keeps nothing of the transaction, and is over when there is room again', async () => {
    const { opened, database } = await open()
    await sql`pragma max_page_count = ${sql.raw(String(statSync(file).size / PAGE + 200))}`.execute(opened.write)
    await expect(keep(database, 'large', 400 * PAGE)).rejects.toMatchObject({ code: 'diskFull' })
    await keep(database, 'small')
    const rows = await database.read.selectFrom('drafts').select('tag').execute()
    expect(rows).toEqual([{ tag: 'small' }])
    await database.close()
  })

  it('is told as registryBroken when pages are damaged, and nothing more is written until a restart', async () => {
    const first = await open()
    for (let i = 0; i < 200; i += 1) await keep(first.database, `tag-${i}`, PAGE)
    const { rows } = await sql<{ rootpage: number }>`select rootpage from sqlite_schema where name = 'drafts'`.execute(
      first.opened.read,
    )
    await first.database.close()
    const damaged = openSync(file, 'r+')
    // Pages count from 1. Only this table is damaged, so that the file opens.
    writeSync(damaged, new Uint8Array(PAGE).fill(0xff), 0, PAGE, ((rows[0]?.rootpage ?? 0) - 1) * PAGE)
    closeSync(damaged)

    const database = new Database(openSqlite(file))
    await expect(keep(database, 'after')).rejects.toMatchObject({ code: 'registryBroken' })
    await expect(database.write((db) => sql`select 1`.execute(db))).rejects.toMatchObject({ code: 'registryBroken' })
    await database.close()
  })

  it('is told as dataFolderUnusable when the file is no database or cannot be made', () => {
    writeFileSync(file, utf8('这不是数据库'.repeat(1000)))
    expect(() => openSqlite(file)).toThrow(expect.objectContaining({ code: 'dataFolderUnusable' }))
    expect(() => openSqlite(join(folder, 'nowhere', 'register.db'))).toThrow(
      expect.objectContaining({ code: 'dataFolderUnusable' }),
    )
  })
})
