/** Backup and restore on both engines (R35): made while writing goes on, refused when changed, restored with the same head. */
import { readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { checkRegistry } from '../../src/app/check/check-registry.ts'
import { backUp, type MadeBackup } from '../../src/app/operations/backup.ts'
import { lastRun } from '../../src/app/operations/remembered.ts'
import { noteDrill, noteRestored, restore, type RestoreRequest } from '../../src/app/operations/restore.ts'
import { version, type OpenedRegistry } from '../../src/main.ts'
import { engines, type TestEngine } from '../support/engines.ts'
import { aFolder, aPlace, headOf, type Place, putEvidence, register } from '../support/place.ts'
import { aCommand } from '../support/store-builders.ts'

const here = engines.filter(({ available }) => available)

const backedUp = (registry: OpenedRegistry, to: string, withHostKey = true): Promise<MadeBackup> =>
  backUp(registry.context, { to, vkeys: registry.vkeys, version, withHostKey })

/** Where a restored registry of that engine goes: an empty folder, and an empty schema. */
async function anEmptyPlace(engine: TestEngine): Promise<Place> {
  const place = await aPlace(engine)
  rmSync(place.dataFolder, { recursive: true })
  return place
}

const restoring = ({ options }: Place, from: string): RestoreRequest => ({ from, ...options })

describe.each(here)('a backup, on $name', (engine) => {
  it('R35: is made while writing goes on, checked, and restored with the same head', async () => {
    const place = await aPlace(engine)
    const registry = await place.open()
    await register(registry, 'a', 'b', 'c')
    const evidence = putEvidence(place.dataFolder, 'sealed evidence')
    const stopping = new AbortController()
    const writer = (async () => {
      for (let i = 0; !stopping.signal.aborted; i += 1) {
        await registry.context.store.append(aCommand({ id: `w${i}` }))
        // Requests come from outside: SQLite answers at once, and would let nothing else run.
        await setImmediate()
      }
    })()
    const to = aFolder()
    const made = await backedUp(registry, to)
    const during = (await headOf(registry)).size
    stopping.abort()
    await writer
    expect(made.manifest.register.size).toBeGreaterThanOrEqual(3)
    expect(during).toBeGreaterThan(made.manifest.register.size)
    expect(made.manifest.counts).toEqual({
      dossiers: made.manifest.register.size,
      events: made.manifest.register.size,
      evidenceFiles: 1,
    })

    const elsewhere = await anEmptyPlace(engine)
    const restored = await restore(restoring(elsewhere, to))
    const { size, root } = made.manifest.register
    expect(restored).toMatchObject({ before: { size, root }, after: { size, root }, hasHostKey: true })
    const again = await elsewhere.open()
    expect(await headOf(again)).toEqual({ size, root })
    expect(await checkRegistry(again.context, { vkeys: again.vkeys })).toMatchObject({
      ok: true,
      summary: { events: size, evidenceFiles: 1 },
    })
    expect(readFileSync(join(elsewhere.dataFolder, 'evidence', evidence.slice(0, 2), evidence), 'utf8')).toBe(
      'sealed evidence',
    )
    await noteRestored(again.context, restored)
    await register(again, 'after-the-restore')
    expect((await headOf(again)).size).toBe(size + 1)
  })

  it('R35: notes itself in the security trail, and when it was made', async () => {
    const place = await aPlace(engine)
    const registry = await place.open()
    await register(registry, 'a')
    const { manifest } = await backedUp(registry, aFolder())
    const [event] = await registry.context.store.securityEvents(null, 1)
    expect(event).toMatchObject({
      type: 'backupMade',
      accountId: null,
      data: { size: 1, root: manifest.register.root },
    })
    expect(await lastRun(place.dataFolder, 'backup')).toMatchObject({ ok: true })
  })

  it('R35: holds no host key unless it is asked for, and nobody else may read it', async () => {
    const place = await aPlace(engine)
    const registry = await place.open()
    await register(registry, 'a')
    const to = aFolder()
    const { folder } = await backedUp(registry, to, false)
    expect(readdirSync(folder)).not.toContain('host.key')
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0)

    const elsewhere = await anEmptyPlace(engine)
    expect(await restore(restoring(elsewhere, to))).toMatchObject({ hasHostKey: false })
    await expect(elsewhere.open()).rejects.toMatchObject({ code: 'keyMalformed' })
  })

  it('R35: takes the host key that was kept elsewhere, and no other one', async () => {
    const place = await aPlace(engine)
    const registry = await place.open()
    await register(registry, 'a')
    const to = aFolder()
    await backedUp(registry, to, false)
    const stranger = await aPlace(engine)
    await (await stranger.open()).close()
    const foreign = readFileSync(join(stranger.dataFolder, 'host.key'), 'utf8')
    const own = readFileSync(join(place.dataFolder, 'host.key'), 'utf8')

    const elsewhere = await anEmptyPlace(engine)
    await expect(restore({ ...restoring(elsewhere, to), hostKey: foreign })).rejects.toMatchObject({
      code: 'keyMalformed',
    })
    expect(await restore({ ...restoring(elsewhere, to), hostKey: own })).toMatchObject({ hasHostKey: true })
    expect(await headOf(await elsewhere.open())).toEqual(await headOf(registry))
  })

  it('R35: copies evidence once for all backups, and refuses to copy damaged evidence', async () => {
    const place = await aPlace(engine)
    const registry = await place.open()
    const to = aFolder()
    putEvidence(place.dataFolder, 'first')
    expect(await backedUp(registry, to)).toMatchObject({ newEvidenceFiles: 1 })
    const second = putEvidence(place.dataFolder, 'second')
    expect(await backedUp(registry, to)).toMatchObject({
      newEvidenceFiles: 1,
      manifest: { counts: { evidenceFiles: 2 } },
    })
    const third = putEvidence(place.dataFolder, 'third')
    writeFileSync(join(place.dataFolder, 'evidence', third.slice(0, 2), third), 'exchanged')
    const before = readdirSync(to)
    await expect(backedUp(registry, to)).rejects.toMatchObject({ code: 'evidenceBroken' })
    expect(readdirSync(to).filter((name) => /^\d/.test(name))).toEqual(before.filter((name) => /^\d/.test(name)))
    expect(readdirSync(join(to, 'evidence', second.slice(0, 2)))).toContain(second)
  })

  it('R35: refuses to copy a registry that was tampered with', async () => {
    const place = await aPlace(engine)
    const registry = await place.open()
    await register(registry, 'a', 'b')
    await place.statement(
      engine.name === 'sqlite' ? 'drop trigger events_refuse_update' : 'alter table events disable trigger all',
    )
    await place.statement(`update events set date = '2020-01-01' where leaf_index = 1`)
    const to = aFolder()
    await expect(backedUp(registry, to)).rejects.toMatchObject({ code: 'backupBroken' })
    expect(readdirSync(to)).toEqual([])
  })

  const copyOf = (folder: string): string => join(folder, engine.name === 'sqlite' ? 'register.db' : 'register.ndjson')

  const damages: readonly [string, (made: MadeBackup, to: string, evidence: string) => void][] = [
    ['a truncated database', ({ folder }) => truncateSync(copyOf(folder), statSync(copyOf(folder)).size - 100)],
    ['a missing database', ({ folder }) => rmSync(copyOf(folder))],
    ['an edited database', ({ folder }) => overwriteAt(copyOf(folder), statSync(copyOf(folder)).size / 2)],
    ['another name of the registry', ({ folder }) => writeFileSync(join(folder, 'origin'), 'another.example\n')],
    ['a manifest that is cut off', ({ folder }) => truncateSync(join(folder, 'manifest.json'), 200)],
    ['an evidence file less', (_made, to, evidence) => rmSync(join(to, 'evidence', evidence.slice(0, 2), evidence))],
    ['changed evidence', (_made, to, evidence) => overwriteAt(join(to, 'evidence', evidence.slice(0, 2), evidence), 0)],
  ]
  // The rest of a backup is the same on both engines.
  it.each(damages.slice(0, engine.name === 'sqlite' ? undefined : 3))(
    'R35: is refused with %s, and nothing is written',
    async (_what, damage) => {
      const place = await aPlace(engine)
      const registry = await place.open()
      await register(registry, 'a', 'b')
      const evidence = putEvidence(place.dataFolder, 'sealed evidence')
      const to = aFolder()
      damage(await backedUp(registry, to), to, evidence)
      const elsewhere = await anEmptyPlace(engine)
      await expect(restore(restoring(elsewhere, to))).rejects.toMatchObject({ code: 'backupBroken' })
      expect(() => readdirSync(elsewhere.dataFolder)).toThrow('ENOENT')
    },
  )

  it('R35: is not restored over anything', async () => {
    const place = await aPlace(engine)
    const registry = await place.open()
    await register(registry, 'a')
    const to = aFolder()
    await backedUp(registry, to)
    await register(registry, 'b')
    await expect(restore(restoring(place, to))).rejects.toMatchObject({ code: 'dataFolderUnusable' })
    expect((await headOf(registry)).size).toBe(2)

    const occupied = aFolder()
    writeFileSync(join(occupied, 'notes.txt'), 'mine')
    await expect(restore({ from: to, dataFolder: occupied })).rejects.toMatchObject({ code: 'dataFolderUnusable' })
    expect(readdirSync(occupied)).toEqual(['notes.txt'])
  })

  it('R35: a drill yields the same head and is noted as an event', async () => {
    const place = await aPlace(engine)
    const registry = await place.open()
    await register(registry, 'a', 'b')
    const to = aFolder()
    const { manifest } = await backedUp(registry, to)
    const { size, root } = await headOf(registry)
    // On an empty machine: only the backup is there, and the database is a file also for a registry on PostgreSQL.
    const dataFolder = join(aFolder(), 'drill')
    const restored = await restore({ from: to, dataFolder, drill: true })
    expect(restored).toMatchObject({ before: { size, root }, after: { size, root }, hasHostKey: false })
    expect(readdirSync(dataFolder)).not.toContain('host.key')
    await noteDrill(registry.context, restored)
    expect(await registry.context.store.securityEvents(null, 1)).toMatchObject([
      {
        type: 'restoreDrilled',
        data: { backupOf: manifest.madeAt, expected: { size, root }, found: { size, root } },
      },
    ])
  })
})

it('R35: a backup of a file is not restored into a server', async () => {
  const place = await aPlace(engines[0] as TestEngine)
  const registry = await place.open()
  await register(registry, 'a')
  const to = aFolder()
  await backedUp(registry, to)
  const dataFolder = join(aFolder(), 'new')
  await expect(restore({ from: to, dataFolder, databaseUrl: 'postgres://127.0.0.1:1/none' })).rejects.toMatchObject({
    code: 'configurationInvalid',
  })
})

/** Flips every bit of one byte. */
function overwriteAt(file: string, position: number): void {
  const bytes = readFileSync(file)
  const at = Math.floor(position)
  bytes[at] = (bytes[at] ?? 0) ^ 0xff
  writeFileSync(file, bytes)
}
