import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openSqlite } from './dialect-sqlite.ts'
import { Flushes } from './sqlite-flushes.ts'

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-flushes-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

describe('flushes', () => {
  it('R26: says that a flush is under way until it is done', async () => {
    const file = join(aFolder(), 'log')
    writeFileSync(file, 'written')
    const flushes = new Flushes(file)
    onTestFinished(() => flushes.close())
    expect(flushes.done()).toBeNull()
    const [first, second] = [flushes.begin(), flushes.begin()]
    expect(flushes.done()).toBe(second)
    await Promise.all([first, second])
    expect(flushes.done()).toBeNull()
  })

  it('R26: one that failed stays failed, for writers and readers, though the next would pass', async () => {
    const file = join(aFolder(), 'log')
    const flushes = new Flushes(file)
    await expect(flushes.begin()).rejects.toMatchObject({ code: 'registryBroken' })
    writeFileSync(file, 'there after all')
    await expect(flushes.begin()).rejects.toMatchObject({ code: 'registryBroken' })
    await expect(flushes.done()).rejects.toMatchObject({ code: 'registryBroken' })
  })
})

describe('a SQLite store', () => {
  it('R26: shows nobody what is not on the disk yet', async () => {
    const file = join(aFolder(), 'register.db')
    const engine = openSqlite(file)
    onTestFinished(() => engine.close())
    const { write, read } = engine
    await write.schema.createTable('settings').addColumn('name', 'text').addColumn('value', 'text').execute()
    const other = new DatabaseSync(file, { readOnly: true })
    onTestFinished(() => other.close())
    const count = other.prepare('select count(*) as count from settings')

    const order: string[] = []
    const writing = (async () => {
      await write.insertInto('settings').values({ name: 'a', value: '1' }).execute()
      order.push('told')
    })()
    // The disk answers in a later turn of the event loop, so in this one the row is committed and not flushed.
    for (let turn = 0; turn < 100 && count.get()?.['count'] === 0; turn += 1) await Promise.resolve()
    expect(count.get()).toEqual({ count: 1 })
    expect(order).toEqual([])
    const rows = await read.selectFrom('settings').selectAll().execute()
    order.push(`read ${rows.length}`)
    await writing
    expect(order).toEqual(['told', 'read 1'])
  })

  it('R26: is durable in the eyes of another connection when the writer is told', async () => {
    const file = join(aFolder(), 'register.db')
    const engine = openSqlite(file)
    onTestFinished(() => engine.close())
    const { write } = engine
    await write.schema.createTable('settings').addColumn('name', 'text').addColumn('value', 'text').execute()
    const trx = await write.startTransaction().execute()
    await trx.insertInto('settings').values({ name: 'a', value: '1' }).execute()
    const other = new DatabaseSync(file, { readOnly: true })
    onTestFinished(() => other.close())
    const count = other.prepare('select count(*) as count from settings')
    expect(count.get()).toEqual({ count: 0 })
    await trx.commit().execute()
    expect(count.get()).toEqual({ count: 1 })
  })
})
