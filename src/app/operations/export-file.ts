/**
 * A registry as lines of JSON, readable without us (docs/operating/moving.md): a header with keys and heads, the rows, the
 * events of both trails, and an end with the digest of everything before it. Sealed halves stay sealed.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { equalBytes, fromBase64, toBase64, utf8 } from '../../kit/bytes.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { isCarried, type CarriedHeads, type CarriedLine } from '../../store/carried.ts'
import type { Store, TrailHead, TrailName } from '../../store/store.ts'
import { parseCheckpoint } from '../../trail/checkpoint.ts'
import { checkNote, parseNote } from '../../trail/note.ts'
import { parseVkey } from '../../trail/verifier-key.ts'
import { syncFolder } from './durable-files.ts'

const FORMAT = 'liuhen-export-1'
const PIECE = 1 << 16

export type ExportHeader = {
  readonly vkeys: Readonly<Record<TrailName, string>>
  readonly origin: string
  /** The content of `recovery.pub`. */
  readonly recoveryKey: string | null
}

export type ReadExport = ExportHeader & {
  readonly heads: CarriedHeads
  /** From the file, again each time. */
  readonly lines: () => AsyncGenerator<CarriedLine>
}

/**
 * Whole or not there: written under another name, flushed, then renamed. Answers the heads that it holds. Throws a LiuhenError
 * `backupBroken` when the registry itself is not whole.
 */
export async function writeExport(store: Store, header: ExportHeader, file: string): Promise<CarriedHeads> {
  const fresh = `${file}.new`
  const digest = createHash('sha256')
  const handle = await open(fresh, 'w', 0o600)
  let written: CarriedHeads | undefined
  const entries: Record<TrailName, number> = { register: 0, security: 0 }
  let lines = 0
  let piece = ''
  const flush = async (): Promise<void> => {
    await handle.writeFile(piece)
    piece = ''
  }
  const put = async (value: unknown): Promise<void> => {
    const line = `${JSON.stringify(value)}\n`
    digest.update(line)
    lines += 1
    piece += line
    if (piece.length > PIECE) await flush()
  }
  try {
    await store.exportRegistry(
      async (heads) => {
        written = heads
        const shown = { register: shownHead(heads.register), security: shownHead(heads.security) }
        await put({ format: FORMAT, ...header, heads: shown })
      },
      async (line) => {
        if (line.kind !== 'row') entries[line.kind === 'event' ? 'register' : 'security'] += 1
        await put(shownLine(line))
      },
    )
    // An entry without its event is not among the lines: passing on what is left would hide that something is gone.
    for (const trail of ['register', 'security'] as const)
      if (entries[trail] !== written?.[trail].size) throw broken(`the ${trail} trail has entries without events`)
    piece += `${JSON.stringify({ kind: 'end', lines, sha256: digest.digest('hex') })}\n`
    await flush()
    await handle.sync()
    await handle.close()
    await rename(fresh, file)
    await syncFolder(dirname(file))
  } finally {
    await handle.close().catch(() => {})
    await rm(fresh, { force: true })
  }
  if (!written) throw broken('it has no heads')
  return written
}

const shownHead = ({ size, root, checkpoint }: TrailHead) => ({ size, root: toBase64(root), checkpoint })

const shownLine = (line: CarriedLine): unknown => {
  if (line.kind === 'row') return line
  const bytes = { entry: toBase64(line.entry), leafHash: toBase64(line.leafHash) }
  return line.kind === 'event' ? { ...line, ...bytes, sealed: toBase64(line.sealed) } : { ...line, ...bytes }
}

/**
 * Reads the whole file once: that it is complete and unchanged, and that its heads are signed by the keys it names. Whether the
 * entries give these heads comes out when they are hashed, at an import. Throws a LiuhenError `backupBroken`.
 */
export async function readExport(file: string): Promise<ReadExport> {
  const digest = createHash('sha256')
  let header: Record<string, unknown> | undefined
  let previous: string | undefined
  let count = 0
  for await (const line of linesOf(file)) {
    header ??= parsed(line)
    if (previous !== undefined) {
      digest.update(utf8(`${previous}\n`))
      count += 1
    }
    previous = line
  }
  const end = parsed(previous ?? '')
  if (header?.['format'] !== FORMAT) throw broken('it does not begin as an export of this format')
  if (end['kind'] !== 'end' || end['lines'] !== count) throw broken('its end is missing')
  if (end['sha256'] !== digest.digest('hex')) throw broken('it was changed after it was written')
  const { vkeys, origin, recoveryKey, heads } = header as unknown as ExportHeader & {
    heads: Record<TrailName, { size: number; root: string; checkpoint: string }>
  }
  return {
    vkeys,
    origin,
    recoveryKey,
    heads: { register: headIn(heads.register, vkeys.register), security: headIn(heads.security, vkeys.security) },
    lines: () => carriedLines(file),
  }
}

function headIn(shown: { size: number; root: string; checkpoint: string }, vkey: string): TrailHead {
  const root = fromBase64(shown.root)
  const signed = checkNote(parseNote(shown.checkpoint), [parseVkey(vkey)])
  if (!signed.ok) throw broken('a head is not signed by the key that is named')
  const { treeSize, root: signedRoot } = parseCheckpoint(signed.text)
  if (treeSize !== shown.size || !equalBytes(signedRoot, root)) throw broken('a head is not the one that was signed')
  return { size: shown.size, root, checkpoint: shown.checkpoint }
}

async function* carriedLines(file: string): AsyncGenerator<CarriedLine> {
  let first = true
  for await (const text of linesOf(file)) {
    const line = first ? null : parsed(text)
    first = false
    if (line && line['kind'] !== 'end' && !isFormer(line)) yield carriedLine(line)
  }
}

/** Keyrings of exports until 0.2.0: what they remembered is found again by trying. */
const isFormer = (line: Record<string, unknown>): boolean => line['kind'] === 'row' && line['table'] === 'keyrings'

function carriedLine(line: Record<string, unknown>): CarriedLine {
  if (line['kind'] === 'row' && typeof line['table'] === 'string' && isCarried(line['table']))
    return line as CarriedLine & { kind: 'row' }
  if (line['kind'] !== 'event' && line['kind'] !== 'securityEvent') throw broken('it holds a line that is unknown')
  const bytes = { entry: fromBase64(String(line['entry'])), leafHash: fromBase64(String(line['leafHash'])) }
  const whole = line['kind'] === 'event' ? { ...bytes, sealed: fromBase64(String(line['sealed'])) } : bytes
  return { ...line, ...whole } as unknown as CarriedLine
}

/** Split at line feeds only: readers of lines also split at U+2028, which JSON leaves as it is. */
async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    let rest = ''
    for await (const piece of createReadStream(file, 'utf8') as AsyncIterable<string>) {
      const lines = (rest + piece).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
    if (rest !== '') yield rest
  } catch (cause) {
    if (cause instanceof LiuhenError) throw cause
    throw new LiuhenError('configurationInvalid', `${file} cannot be read`, { cause })
  }
}

function parsed(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    throw broken('it holds a line that is not JSON')
  }
}

const broken = (problem: string): LiuhenError => new LiuhenError('backupBroken', `The export is not whole: ${problem}`)
