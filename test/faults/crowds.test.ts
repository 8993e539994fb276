/** Many who write at the same time, in one process and in several on one registry (R20, R26). */
import { describe, expect, it } from 'vitest'
import { registerContent } from '../../src/app/inquiries/registering.ts'
import { engines } from '../support/engines.ts'
import { accepted, anOfficer, aRegistry } from '../support/registry.ts'
import { aContent, signing, told } from './assignment.ts'
import { expectKept, expectWhole, inFull, keysOf, registeringProcess } from './trials.ts'

const EACH = inFull ? 50 : 5

describe.each(engines)('a crowd, $name', (engine) => {
  it.runIf(engine.available)(
    'R26: 64 writers in one process get 64 times their own answer',
    { timeout: 300_000 },
    async () => {
      const registry = await aRegistry({ engine, people: [anOfficer('songyilin', '宋怡林')] })
      const officer = await registry.viewer('songyilin')
      const content = aContent()
      const acknowledged = new Map<string, string>()
      await Promise.all(
        Array.from({ length: 64 }, async (_, writer) => {
          for (const key of keysOf(`writer${writer}`, EACH)) {
            // Each is sent twice at once, as an impatient finger does.
            const both = [1, 2].map(() => registerContent(registry.context, officer, content, signing, key))
            const [first, second] = (await Promise.all(both)).map((answer) => accepted(answer).number)
            expect(second).toBe(first)
            acknowledged.set(key, String(first))
          }
        }),
      )
      expect(new Set(acknowledged.values()).size).toBe(64 * EACH)
      await expectWhole(registry.context, officer, acknowledged.keys())
      await registry.close()
    },
  )

  it.runIf(engine.available)(
    'R26: two processes on one registry do not disturb one another',
    { timeout: 300_000 },
    async () => {
      const registry = await aRegistry({ engine, people: [anOfficer('songyilin', '宋怡林')] })
      const officer = await registry.viewer('songyilin')
      const names = ['one', 'two']
      const writers = await Promise.all(
        names.map((name) =>
          registeringProcess({
            store: registry.options,
            officer: told(officer),
            keys: keysOf(name, 10 * EACH),
            atOnce: 4,
          }),
        ),
      )
      for (const { ended } of writers) expect(await ended).toBe(0)
      for (const { acknowledged } of writers) {
        expect(acknowledged.size).toBe(10 * EACH)
        await expectKept(registry.context, officer, acknowledged)
      }
      await expectWhole(
        registry.context,
        officer,
        writers.flatMap(({ acknowledged }) => [...acknowledged.keys()]),
      )
      await registry.close()
    },
  )
})
