/** Out of one database and into another: SQLite to PostgreSQL and back, with the same head (docs/operating/moving.md). */
import { join } from 'node:path'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import type { CarriedHeads } from '../../store/carried.ts'
import type { TrailHead, TrailName } from '../../store/store.ts'
import { noteSecurityEvent } from '../accounts/security-events.ts'
import type { AppContext } from '../context.ts'
import { readIfThere } from '../made-once.ts'
import { exportHeader } from './backup.ts'
import { writeDurably } from './durable-files.ts'
import { readExport, writeExport } from './export-file.ts'
import { importExport, type ImportPlace } from './import-export.ts'
import { expectOwnKey } from './restore.ts'

/** Notes the export first, so that the export holds its own note. Answers the heads that it holds. */
export async function exportRegistry(
  context: AppContext,
  vkeys: Readonly<Record<TrailName, string>>,
  file: string,
): Promise<CarriedHeads> {
  await noteSecurityEvent(context, 'registryExported', null)
  return writeExport(context.store, await exportHeader(context.dataFolder, vkeys), file)
}

/**
 * Answers the register's head, the same before and afterwards. The folder has the host key of the registry, or it is given: nobody else
 * may go on signing. Throws a LiuhenError: `keyMalformed`, and what `importExport` throws.
 */
export async function importRegistry(
  request: ImportPlace & { readonly from: string; readonly hostKey: string | null },
): Promise<TrailHead> {
  const { from, dataFolder, hostKey } = request
  const exported = await readExport(from)
  const keyFile = join(dataFolder, 'host.key')
  const there = await readIfThere(keyFile)
  const key = there ?? hostKey
  if (key === null)
    throw new LiuhenError('keyMalformed', `${keyFile} is missing: put it there, or name it with --host-key`)
  expectOwnKey(key, exported)
  await importExport(exported, request)
  if (there === null) await writeDurably(keyFile, key)
  return exported.heads.register
}
