/** A process that is killed while it writes (R26, edge case 24): what it had acknowledged is kept, on both engines. */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { engines } from '../support/engines.ts'
import { anOfficer, aRegistry } from '../support/registry.ts'
import { told } from './assignment.ts'
import { expectKept, expectWhole, inFull, keysOf, registeringProcess } from './trials.ts'

const KILLS = inFull ? 100 : 4

describe.each(engines)('killed while writing, $name', (engine) => {
  it.runIf(engine.available)(
    `R20, R26: ${KILLS} kills lose nothing that was acknowledged and double nothing`,
    { timeout: KILLS * 6000 + 60_000 },
    async () => {
      const registry = await aRegistry({ engine, people: [anOfficer('songyilin', '宋怡林')] })
      const officer = await registry.viewer('songyilin')
      const everAcknowledged = new Map<string, string>()
      const begun = new Set<string>()
      let interrupted = 0
      for (let round = 0; round < KILLS; round += 1) {
        const keys = keysOf(`round${round}`, 2000)
        const { child, acknowledged, ended } = await registeringProcess({
          store: registry.options,
          officer: told(officer),
          keys,
          atOnce: 8,
        })
        // On a busy machine the first registration takes its time.
        while (acknowledged.size === 0) await sleep(5)
        await sleep(20 + ((round * 37) % 180))
        child.kill('SIGKILL')
        if ((await ended) === 'SIGKILL') interrupted += 1
        await expectKept(registry.context, officer, acknowledged)
        for (const [key, number] of acknowledged) everAcknowledged.set(key, number)
        // Beyond the acknowledged ones at most those that were under way can have been kept.
        for (const key of keys.slice(0, acknowledged.size + 8)) begun.add(key)
      }
      expect(interrupted).toBe(KILLS)
      expect(everAcknowledged.size).toBeGreaterThanOrEqual(KILLS)
      await expectKept(registry.context, officer, everAcknowledged)
      await expectWhole(registry.context, officer, begun)
      await registry.close()
    },
  )
})
