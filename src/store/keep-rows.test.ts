import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openSqlite } from './dialect-sqlite.ts'
import { type Insert, keepRows } from './keep-rows.ts'
import type { Tables } from './tables.ts'

const insertAnswers: Insert<Tables['commands']> = (db, rows) => db.insertInto('commands').values(rows)

async function aStore() {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-rows-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const engine = openSqlite(join(folder, 'register.db'))
  onTestFinished(() => engine.close())
  const { write } = engine
  await write.schema.createTable('commands').addColumn('idempotency_key', 'text').addColumn('answer', 'text').execute()
  return write
}

const answers = (count: number): Tables['commands'][] =>
  Array.from({ length: count }, (_, i) => ({ idempotency_key: `key ${i}`, answer: `answer ${i}` }))

it.each([0, 1, 3, 4, 16, 21, 64, 85])('keeps %i rows, each once and in order', async (count) => {
  const db = await aStore()
  await keepRows(db, insertAnswers, answers(count))
  expect(await db.selectFrom('commands').selectAll().execute()).toEqual(answers(count))
})

it('takes the fields of a row by their names, in whatever order they stand', async () => {
  const db = await aStore()
  await keepRows(db, insertAnswers, answers(1))
  await keepRows(db, insertAnswers, [{ answer: 'answer 1', idempotency_key: 'key 1' }])
  expect(await db.selectFrom('commands').selectAll().execute()).toEqual(answers(2))
})

it('refuses an insert with parameters of its own, which would be taken for a row', async () => {
  const db = await aStore()
  const bounded: Insert<Tables['commands']> = (to, rows) =>
    to
      .insertInto('commands')
      .values(rows)
      .onConflict((conflict) => conflict.column('answer').doUpdateSet({ answer: 'other' }))
  await expect(keepRows(db, bounded, answers(1))).rejects.toThrow('no parameters but its rows')
})
