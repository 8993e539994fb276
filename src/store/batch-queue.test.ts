import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { BatchQueue } from './batch-queue.ts'

/** Answers each with its double and remembers what came together. A nought fails its whole batch. */
function doubling(): { queue: BatchQueue<number, number>; batches: (readonly number[])[] } {
  const batches: (readonly number[])[] = []
  const queue = new BatchQueue<number, number>(async (items) => {
    batches.push(items)
    if (items.includes(0)) throw new Error('nought')
    return items.map((item) => item * 2)
  })
  return { queue, batches }
}

it('writes together what requests bring in the same turn of the event loop', async () => {
  const { queue, batches } = doubling()
  const asked = [1, 2, 3].map(async (item) => {
    await nextTurn()
    return queue.add(item)
  })
  expect(await Promise.all(asked)).toEqual([2, 4, 6])
  expect(batches).toEqual([[1, 2, 3]])
})

it('tries the members of a failed batch one by one, so that one bad member fails alone', async () => {
  const { queue, batches } = doubling()
  const answers = await Promise.allSettled([queue.add(1), queue.add(0), queue.add(2)])
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(batches).toEqual([[1, 0, 2], [1], [0], [2]])
})

it('is idle when everything that was added has been answered', async () => {
  const { queue } = doubling()
  const asked = queue.add(4)
  await queue.idle()
  expect(await asked).toBe(8)
})
