import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Turns } from './turns.ts'

it('lets in one at a time, in the order of coming, also those who come while a turn is handed on', async () => {
  const turns = new Turns()
  const seen: string[] = []
  let inside = 0
  const visit = async (name: string): Promise<void> => {
    await turns.take()
    inside += 1
    expect(inside).toBe(1)
    seen.push(name)
    await nextTurn()
    inside -= 1
    turns.release()
    if (name.length === 1) await visit(`${name}${name}`)
  }
  await Promise.all(['a', 'b', 'c'].map(visit))
  expect(seen).toEqual(['a', 'b', 'c', 'aa', 'bb', 'cc'])
})
