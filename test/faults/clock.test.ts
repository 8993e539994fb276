/** A server whose clock was set back (edge case 24): nothing is refused for it, nothing is reordered, and the trail says what happened. */
import { describe, expect, it } from 'vitest'
import { registerContent } from '../../src/app/inquiries/registering.ts'
import { openableRecords } from '../../src/app/inquiries/listing.ts'
import { sweep } from '../../src/app/sweep.ts'
import { defaultTimeLimits } from '../../src/domain/rules/time-limits.ts'
import { publishedWorkingDays } from '../../src/domain/rules/working-days.ts'
import { engines } from '../support/engines.ts'
import {
  aDisciplineHandler,
  aDisciplineHead,
  aDisciplineLead,
  accepted,
  anOfficer,
  aRegistry,
} from '../support/registry.ts'
import { aContent, signing } from './assignment.ts'
import { expectSound } from './trials.ts'

const people = [anOfficer('songyilin', '宋怡林'), aDisciplineHandler(), aDisciplineHead(), aDisciplineLead()]

describe.each(engines)('a clock set back, $name', (engine) => {
  it.runIf(engine.available)(
    'R21, R26: records keep the order of the trail, each with the time the server had',
    async () => {
      const registry = await aRegistry({ engine, people })
      const { context } = registry
      const officer = await registry.viewer('songyilin')
      const register = async (key: string): Promise<string> =>
        accepted(await registerContent(context, officer, aContent('2026-11-17'), signing, key)).number
      const before = await register('before')
      registry.clock.advance({ days: -2 })
      const after = await register('after')
      expect(await register('after')).toBe(after)

      const rows = await Promise.all([before, after].map((number) => context.store.dossierByNumber(number as never)))
      const [first, second] = await Promise.all(
        rows.map(async (row) => (await context.store.events(row?.id as never))[0]),
      )
      expect(second?.leafIndex).toBeGreaterThan(first?.leafIndex ?? Infinity)
      expect([first?.date, second?.date]).toEqual(['2026-11-20', '2026-11-18'])
      const records = await openableRecords(context, officer)
      for (const { record } of records) {
        expect(record.delayDays).toBeGreaterThanOrEqual(0)
        expect(record.next.dueOn).not.toBeNull()
      }
      // Nothing is reminded or escalated because of a day that has not come.
      expect(await sweep(context, defaultTimeLimits, publishedWorkingDays)).toMatchObject({ escalated: 0 })
      await expectSound(context)
      await registry.close()
    },
  )
})
