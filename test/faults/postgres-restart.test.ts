/**
 * A PostgreSQL that crashes and comes back while officers register (R26): nothing acknowledged is lost, nothing doubled, and
 * whoever asked meanwhile was told that nothing was kept and what to do.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { registerContent } from '../../src/app/inquiries/registering.ts'
import { openStore } from '../../src/store/open.ts'
import type { TestEngine } from '../support/engines.ts'
import { crashPostgres, launch, postgresPrograms, startCluster, stopPostgres } from '../support/postgres.ts'
import { anOfficer } from '../support/registry.ts'
import { aServedRegistry } from '../support/served-registry.ts'
import { testTrailWork } from '../support/trail-work.ts'
import { aContent, signing } from './assignment.ts'
import { expectKept, expectWhole, inFull, keysOf } from './trials.ts'

const CRASHES = inFull ? 10 : 2
const WRITERS = 8

it.runIf(postgresPrograms())(
  `R26: ${CRASHES} crashes of the database lose nothing that was acknowledged`,
  { timeout: 900_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'liuhen-crashing-'))
    const options = { url: await startCluster(folder) }
    const store = await openStore(options, testTrailWork)
    const engine: TestEngine = {
      name: 'postgres',
      available: true,
      registry: async () => ({
        options,
        open: async () => store,
        statement: async () => [],
        remove: () => store.close(),
      }),
    }
    const registry = await aServedRegistry({ engine, people: [anOfficer('songyilin', '宋怡林')] })
    const officer = await registry.viewer('songyilin')
    const browser = await registry.signIn('songyilin')
    const content = aContent()
    const acknowledged = new Map<string, string>()
    let failures = 0
    let ended = false

    const write = async (writer: number): Promise<void> => {
      for (const key of keysOf(`writer${writer}`, 100_000)) {
        // As a person does who is told to try again: the same form, the same key.
        while (!acknowledged.has(key)) {
          if (ended) return
          try {
            const answer = await registerContent(registry.context, officer, content, signing, key)
            if (answer.ok) acknowledged.set(key, answer.value.number)
            await sleep(100) // A crash should meet them all in the middle, not find thousands behind it.
          } catch (error) {
            expect(error).toMatchObject({ code: 'databaseUnavailable' })
            failures += 1
            await sleep(50)
          }
        }
      }
    }
    const writers = Array.from({ length: WRITERS }, (_, i) => write(i))

    for (let crash = 0; crash < CRASHES; crash += 1) {
      const before = acknowledged.size
      await sleep(400)
      await crashPostgres(folder)
      const page = await browser.get('/')
      expect(page.statusCode).toBe(503)
      expect(page.body).toContain('数据库暂时连不上')
      launch(folder)
      for (let waited = 0; acknowledged.size < before + 20 && waited < 20_000; waited += 50) await sleep(50)
      expect(acknowledged.size).toBeGreaterThan(before)
    }
    ended = true
    await Promise.all(writers)
    expect(failures).toBeGreaterThan(0)
    await expectKept(registry.context, officer, acknowledged)
    await expectWhole(registry.context, await registry.viewer('songyilin'), acknowledged.keys())
    await registry.close()
    await stopPostgres(folder)
  },
)
