/** A real disk that is soon full: a file system in memory with a fixed size. Only where the machine lets us mount one; says so where not. */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type SmallDisk = {
  readonly folder: string
  /** Takes all the room that is left, but for so many bytes. */
  fill(room?: { readonly leaving: number }): void
  /** Gives it back. */
  relieve(): void
  remove(): void
}

export function aSmallDisk(mebibytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-small-disk-'))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder], {
    stdio: 'ignore',
  })
  if (status !== 0) {
    rmSync(folder, { recursive: true })
    console.warn('\n*** No file system can be mounted here: what happens on a full disk is SKIPPED. ***\n')
    return null
  }
  const filler = join(folder, 'filler')
  return {
    folder,
    fill({ leaving } = { leaving: 0 }) {
      const file = openSync(filler, 'a')
      try {
        // A whole page at a time; the last, partial write comes before the refusal.
        for (;;) writeSync(file, Buffer.alloc(4096))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      } finally {
        closeSync(file)
      }
      truncateSync(filler, Math.max(0, statSync(filler).size - leaving))
    },
    relieve: () => rmSync(filler, { force: true }),
    remove() {
      spawnSync('umount', [folder], { stdio: 'ignore' })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
