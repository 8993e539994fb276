/** A disk that is full at each of the writes of a registration (R26): acknowledged or refused in plain words, never in between. */
import { expect, it } from 'vitest'
import { registerContent } from '../../src/app/inquiries/registering.ts'
import { LiuhenError } from '../../src/kit/liuhen-error.ts'
import { anOfficer, aRegistry } from '../support/registry.ts'
import { aSmallDisk } from '../support/small-disk.ts'
import { aContent, signing } from './assignment.ts'
import { expectKept, expectWhole, inFull } from './trials.ts'

const disk = aSmallDisk(64)
const PAGE = 4096
/** More than a registration writes, so that the last trials find room enough. */
const MOST = 96
const STEP = inFull ? 1 : 6

it.runIf(disk)(
  'R26: with room for ever fewer pages a registration is kept whole or refused with diskFull',
  { timeout: 300_000 },
  async () => {
    const registry = await aRegistry({ people: [anOfficer('songyilin', '宋怡林')], inFolder: disk?.folder ?? '' })
    const officer = await registry.viewer('songyilin')
    const content = aContent()
    const acknowledged = new Map<string, string>()
    const refused: string[] = []
    for (let pages = 0; pages <= MOST; pages += STEP) {
      const key = `pages${pages}`
      disk?.fill({ leaving: pages * PAGE })
      try {
        const answer = await registerContent(registry.context, officer, content, signing, key)
        if (!answer.ok) throw new Error(`refused: ${answer.refusal.code}`)
        acknowledged.set(key, answer.value.number)
      } catch (error) {
        expect(error).toBeInstanceOf(LiuhenError)
        expect(error).toMatchObject({ code: 'diskFull' })
        refused.push(key)
      } finally {
        disk?.relieve()
      }
      await expectKept(registry.context, officer, acknowledged)
    }
    expect(refused.length).toBeGreaterThan(0)
    expect(acknowledged.size).toBeGreaterThan(0)
    // What was refused left nothing behind, and goes through now that there is room.
    expect((await registry.context.store.head('register')).size).toBe(acknowledged.size)
    await expectWhole(registry.context, officer, [...acknowledged.keys(), ...refused])
    await registry.close()
    disk?.remove()
  },
)
