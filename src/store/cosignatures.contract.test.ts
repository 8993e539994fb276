import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engines, type TestRegistry } from '../../test/support/engines.ts'
import { aCommand } from '../../test/support/store-builders.ts'
import type { Store } from './store.ts'

describe.each(engines.filter((engine) => engine.available))('cosignatures on $name', ({ registry }) => {
  let here: TestRegistry
  let store: Store
  beforeEach(async () => {
    here = await registry()
    store = await here.open()
    for (const id of ['d1', 'd2', 'd3']) await store.append(aCommand({ id }))
  })
  afterEach(() => here.remove())

  it('R26: stay beside the checkpoint that they were given for', async () => {
    expect(await store.newestCosigned('register')).toBeNull()
    await store.keepCosignatures('register', 1, ['— a AAAA\n'])
    await store.keepCosignatures('register', 2, ['— b BBBB\n', '— a AAAA\n'])
    await store.keepCosignatures('register', 2, ['— a AAAA\n', '— c CCCC\n'])
    expect(await store.cosignatures('register', 1)).toEqual(['— a AAAA\n'])
    expect(await store.cosignatures('register', 3)).toEqual([])
    const checkpoint = (await store.checkpoints('register')).find(({ size }) => size === 2)
    expect(await store.newestCosigned('register')).toEqual({
      ...checkpoint,
      lines: ['— a AAAA\n', '— b BBBB\n', '— c CCCC\n'],
    })
    expect(await store.newestCosigned('security')).toBeNull()
  })

  it('R20: are never changed or deleted', async () => {
    await store.keepCosignatures('register', 1, ['— a AAAA\n'])
    await expect(here.statement(`update cosignatures set line = 'x'`)).rejects.toThrow('R20')
    await expect(here.statement('delete from cosignatures')).rejects.toThrow('R20')
  })
})
