/**
 * A power cut: the file system is told to forget everything that was not flushed (ext4's shutdown without its journal), while a process
 * registers. After mounting again, what was acknowledged is there (R26, edge case 24). On SQLite, whose file is ours; a
 * PostgreSQL looks after its own.
 *
 * What counts is what had been acknowledged when the cut began. A real cut ends the process in the same instant; this one does not, and a
 * flush that was under way then may still answer that all is well although the journal is gone: ten bare lines that write and flush, without
 * SQLite or us, saw that 21 times in 60 cuts, and never of a flush that had returned before the cut.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { anOfficer, aRegistry } from '../support/registry.ts'
import { testTrailWork } from '../support/trail-work.ts'
import { contextFor, told } from './assignment.ts'
import { expectKept, expectWhole, inFull, keysOf, registeringProcess } from './trials.ts'

const CUTS = inFull ? 20 : 2
/** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH. */
const SHUTDOWN = 'open my $f, "<", $ARGV[0] or die $!; my $how = pack("L", 2); ioctl($f, 0x8004587D, $how) or die $!'

type Disk = { readonly folder: string; mount(): boolean; cutPower(): boolean; unmount(): boolean; remove(): void }

function aJournaledDisk(): Disk | null {
  const place = mkdtempSync(join(tmpdir(), 'liuhen-power-'))
  const [image, folder] = [join(place, 'image'), join(place, 'disk')]
  const does = (program: string, ...args: string[]): boolean =>
    spawnSync(program, args, { stdio: 'ignore' }).status === 0
  const disk: Disk = {
    folder,
    mount: () => does('mount', '-o', 'loop', image, folder),
    cutPower: () => does('perl', '-e', SHUTDOWN, folder),
    unmount() {
      // Busy as long as the kernel still ends the process that wrote; mounted twice, the image would be two disks.
      for (let attempt = 0; attempt < 50; attempt += 1) {
        if (does('umount', folder)) return true
        does('sleep', '0.1')
      }
      return false
    },
    remove() {
      disk.unmount()
      rmSync(place, { recursive: true, force: true })
    },
  }
  const made =
    does('mkdir', folder) &&
    does('truncate', '-s', '128M', image) &&
    (does('mkfs.ext4', '-q', image) || does('/usr/sbin/mkfs.ext4', '-q', image)) &&
    disk.mount()
  if (made && disk.cutPower() && disk.unmount() && disk.mount()) return disk
  disk.remove()
  console.warn('\n*** No ext4 can be mounted and cut off here: what happens at a power cut is SKIPPED. ***\n')
  return null
}

const disk = aJournaledDisk()

it.runIf(disk)(`R26: ${CUTS} power cuts lose nothing that was acknowledged`, { timeout: 300_000 }, async () => {
  if (!disk) return
  onTestFinished(() => disk.remove())
  const registry = await aRegistry({ people: [anOfficer('songyilin', '宋怡林')], inFolder: disk.folder })
  const officer = await registry.viewer('songyilin')
  await registry.context.store.close()
  const begun = new Set<string>()
  const everAcknowledged = new Map<string, string>()
  for (let round = 0; round < CUTS; round += 1) {
    const keys = keysOf(`cut${round}`, 5000)
    const assignment = { store: registry.options, officer: told(officer), keys, atOnce: 8 }
    const { child, acknowledged, ended } = await registeringProcess(assignment, true)
    // On a busy machine the first registrations take their time, and a cut before them shows nothing.
    while (acknowledged.size < 2) await sleep(5)
    await sleep(20 + ((round * 67) % 400))
    const beforeTheCut = new Map(acknowledged)
    expect(disk.cutPower()).toBe(true)
    child.kill('SIGKILL')
    await ended
    expect(disk.unmount()).toBe(true)
    expect(disk.mount()).toBe(true)
    const store = await openStore(registry.options, testTrailWork)
    await expectKept(contextFor(store), officer, beforeTheCut)
    for (const [key, number] of beforeTheCut) everAcknowledged.set(key, number)
    for (const key of keys.slice(0, acknowledged.size + 8)) begun.add(key)
    await store.close()
  }
  expect(everAcknowledged.size).toBeGreaterThan(CUTS)
  const store = await openStore(registry.options, testTrailWork)
  const context = { ...contextFor(store), dataFolder: registry.context.dataFolder }
  await expectKept(context, officer, everAcknowledged)
  await expectWhole(context, await registry.viewer('songyilin', context), begun)
  await store.close()
})
