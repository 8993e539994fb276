/**
 * Writing a transfer package: tar, bag and `age` in one stream, 64 KiB at a time, whole or not there at all. Nothing of it is ever in
 * clear on the disk (R44).
 *
 * It lies in the evidence folder under the digest of its bytes, as every sealed file does: backups, restores and checks cover it, and the
 * disk does not tell how many matters were transferred.
 */
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import type { TransferPackage } from '../../domain/inquiry-record/transfer.ts'
import { bagged } from '../../documents/bag/bag.ts'
import { bagFile } from '../../documents/bag/bag.ts'
import { writeTar } from '../../documents/bag/tar.ts'
import { transferReadme } from '../../documents/transfer/readme.ts'
import { toHex } from '../../kit/bytes.ts'
import { chineseDay, dayOf, timeOf } from '../../kit/calendar.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { ageEncrypt } from '../../vault/age.ts'
import type { AppContext, Viewer } from '../context.ts'
import { incomingPath, sealedPath } from '../evidence/places.ts'
import { syncFolder } from '../operations/durable-files.ts'
import { payloadOf } from './contents.ts'
import type { Packing } from './packing.ts'

/** Throws `diskFull`, or what reading the evidence throws; nothing is left behind then. */
export async function writePackage(
  context: AppContext,
  viewer: Viewer,
  packing: Packing,
  recipients: readonly string[],
): Promise<TransferPackage> {
  const fresh = incomingPath(context, `transfer-${toHex(randomBytes(12))}`)
  await mkdir(dirname(fresh), { recursive: true, mode: 0o700 })
  try {
    const written = await writeTo(fresh, ageEncrypt(recipients, archiveOf(context, viewer, packing)))
    const target = sealedPath(context, written.sha256)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    // The file's times would marry it to a session: all of a day look alike.
    const day = new Date(`${dayOf(context.now())}T00:00:00.000Z`)
    await utimes(fresh, day, day)
    await rename(fresh, target)
    await syncFolder(dirname(target))
    return written
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
      throw new LiuhenError('diskFull', 'the disk is full', { cause: error })
    throw error
  } finally {
    await rm(fresh, { force: true })
  }
}

function archiveOf(context: AppContext, viewer: Viewer, packing: Packing): AsyncGenerator<Uint8Array> {
  const { opened, superior, reason, vkey } = packing
  const { bureau } = opened.rules.organisation
  const { registerNumber } = opened.record
  const now = context.now()
  const readme = transferReadme({
    bureau,
    registerNumber,
    organ: superior.organ,
    fingerprints: superior.recipients,
    packedAt: `${chineseDay(dayOf(now))} ${timeOf(now)}`,
    reason,
    vkey,
  })
  const bag = bagged({
    name: `liuhen-${registerNumber}`,
    payload: payloadOf(context, viewer, packing),
    tagFiles: [bagFile('README.txt', readme)],
    info: [
      ['Source-Organization', bureau],
      ['External-Identifier', registerNumber],
      ['Bagging-Date', dayOf(now)],
      ['Contact-Name', superior.organ],
      ['Bag-Software-Agent', 'Liuhen'],
    ],
  })
  return writeTar(bag, new Date(now))
}

async function writeTo(file: string, bytes: AsyncIterable<Uint8Array>): Promise<TransferPackage> {
  const digest = createHash('sha256')
  let size = 0
  const handle = await open(file, 'wx', 0o600)
  try {
    for await (const part of bytes) {
      digest.update(part)
      size += part.length
      await handle.writeFile(part)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { sha256: digest.digest('hex'), size }
}

/** A package that no event came to speak of. */
export const dropPackage = (context: AppContext, { sha256 }: TransferPackage): Promise<void> =>
  rm(sealedPath(context, sha256), { force: true })

/** For handing it out, as often as the stub is visible. Throws `evidenceMissing` when the file is gone or shorter than it was. */
export async function readPackage(context: AppContext, { sha256, size }: TransferPackage): Promise<Readable> {
  const file = sealedPath(context, sha256)
  const found = await stat(file).catch(() => null)
  if (found?.size !== size) throw new LiuhenError('evidenceMissing', 'a transfer package is missing from the disk')
  return createReadStream(file)
}
