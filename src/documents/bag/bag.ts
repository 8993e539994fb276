/**
 * A bag (BagIt 1.0, RFC 8493): files with a list of their digests that `sha256sum -c` checks.
 *
 *     NAME/bagit.txt                the version
 *     NAME/data/…                   the payload
 *     NAME/README.txt               further tag files
 *     NAME/bag-info.txt             what it is, from whom, how many bytes and files
 *     NAME/manifest-sha256.txt      the digest of every payload file
 *     NAME/tagmanifest-sha256.txt   the digest of every other file but this
 *
 * The lists come last, because a file's digest is known when it has passed by: nothing is held in memory or written twice.
 */
import { createHash } from 'node:crypto'
import { fromUtf8, utf8 } from '../../kit/bytes.ts'
import type { TarFile } from './tar.ts'

export const DECLARATION = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'
const MANIFEST = 'manifest-sha256.txt'
const TAG_MANIFEST = 'tagmanifest-sha256.txt'
const DECLARATION_FILE = 'bagit.txt'
const INFO = 'bag-info.txt'
/** Lists and declarations are short; a longer one was not written by us. */
const MAX_TAG_FILE = 4 * 1024 ** 2

export type BagFile = { readonly path: string; readonly size: number; readonly content: AsyncIterable<Uint8Array> }

export const bagFile = (path: string, content: string | Uint8Array): BagFile => {
  const bytes = typeof content === 'string' ? utf8(content) : content
  return { path, size: bytes.length, content: once(bytes) }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

export type Bag = {
  readonly name: string
  /** Without the `data/`. */
  readonly payload: AsyncIterable<BagFile>
  readonly tagFiles: readonly BagFile[]
  readonly info: readonly (readonly [label: string, value: string])[]
}

/** The bag as files of an archive, in the order of the drawing above. Each must be read before the next is asked for. */
export async function* bagged({ name, payload, tagFiles, info }: Bag): AsyncGenerator<TarFile> {
  const tags: string[] = []
  const listed = async function* (list: string[], file: BagFile): AsyncGenerator<TarFile> {
    const digest = createHash('sha256')
    yield { ...file, path: `${name}/${file.path}`, content: through(file.content, digest) }
    list.push(`${digest.digest('hex')}  ${file.path}\n`)
  }
  yield* listed(tags, bagFile(DECLARATION_FILE, DECLARATION))

  const manifest: string[] = []
  let octets = 0
  for await (const file of payload) {
    octets += file.size
    yield* listed(manifest, { ...file, path: `data/${file.path}` })
  }
  for (const file of tagFiles) yield* listed(tags, file)
  const labels = [...info, ['Payload-Oxum', `${octets}.${manifest.length}`] as const]
  yield* listed(tags, bagFile(INFO, labels.map(([label, value]) => `${label}: ${oneLine(value)}\n`).join('')))
  yield* listed(tags, bagFile(MANIFEST, manifest.join('')))
  const last = bagFile(TAG_MANIFEST, tags.join(''))
  yield { ...last, path: `${name}/${TAG_MANIFEST}` }
}

async function* through(
  content: AsyncIterable<Uint8Array>,
  digest: { update(bytes: Uint8Array): unknown },
): AsyncGenerator<Uint8Array> {
  for await (const bytes of content) {
    digest.update(bytes)
    yield bytes
  }
}

const oneLine = (value: string): string => value.replaceAll(/\s+/gu, ' ').trim()

// ---- reading ----

export type BagFault =
  /** Not a bag as `bagged` writes it. */
  | { readonly rule: 'bagIsWhole'; readonly problem: string }
  | { readonly rule: 'fileIsThere'; readonly path: string }
  | { readonly rule: 'fileIsListed'; readonly path: string }
  | { readonly rule: 'fileHasDigest'; readonly path: string; readonly expected: string; readonly found: string }

/** What is wrong with a bag, and where. */
export class BagBroken extends Error {
  readonly fault: BagFault
  constructor(fault: BagFault) {
    super(`${fault.rule}: ${'path' in fault ? fault.path : fault.problem}`)
    this.fault = fault
  }
}

/**
 * The files of a bag, payload and others, with their paths inside it. Each is to be read to its end, or not at all. After the last,
 * compares every digest with the lists and throws BagBroken at the first that differs, is missing, or is surplus.
 */
export async function* readBag(files: AsyncIterable<TarFile>): AsyncGenerator<BagFile> {
  const digests = new Map<string, string>()
  const tagTexts = new Map<string, string>()
  let octets = 0
  let name: string | null = null
  for await (const file of files) {
    const slash = file.path.indexOf('/')
    name ??= file.path.slice(0, slash)
    const path = file.path.slice(slash + 1)
    if (slash < 1 || file.path.slice(0, slash) !== name || digests.has(path))
      throw new BagBroken({ rule: 'bagIsWhole', problem: file.path })
    const isTag = !path.startsWith('data/')
    if (!isTag) octets += file.size
    if (isTag && file.size > MAX_TAG_FILE) throw new BagBroken({ rule: 'bagIsWhole', problem: path })
    const digest = createHash('sha256')
    const kept: Uint8Array[] = []
    const content = (async function* () {
      for await (const bytes of file.content) {
        digest.update(bytes)
        if (isTag) kept.push(bytes.slice())
        yield bytes
      }
    })()
    yield { path, size: file.size, content }
    for await (const _ of content);
    digests.set(path, digest.digest('hex'))
    if (isTag) tagTexts.set(path, textOf(kept, path))
  }
  checkLists(digests, tagTexts, octets)
}

function textOf(parts: readonly Uint8Array[], path: string): string {
  try {
    return fromUtf8(Buffer.concat(parts))
  } catch {
    throw new BagBroken({ rule: 'bagIsWhole', problem: path })
  }
}

function checkLists(digests: ReadonlyMap<string, string>, tags: ReadonlyMap<string, string>, octets: number): void {
  if (tags.get(DECLARATION_FILE) !== DECLARATION) throw new BagBroken({ rule: 'bagIsWhole', problem: DECLARATION_FILE })
  const lists = { payload: entriesOf(tags, MANIFEST), tag: entriesOf(tags, TAG_MANIFEST) }
  for (const [path, expected] of [...lists.tag, ...lists.payload]) {
    const found = digests.get(path)
    if (found === undefined) throw new BagBroken({ rule: 'fileIsThere', path })
    if (found !== expected) throw new BagBroken({ rule: 'fileHasDigest', path, expected, found })
  }
  for (const path of digests.keys()) {
    if (path === TAG_MANIFEST) continue
    const list = path.startsWith('data/') ? lists.payload : lists.tag
    if (!list.has(path)) throw new BagBroken({ rule: 'fileIsListed', path })
  }
  const oxum = `Payload-Oxum: ${octets}.${lists.payload.size}\n`
  if (!(tags.get(INFO) ?? '').includes(oxum)) throw new BagBroken({ rule: 'bagIsWhole', problem: INFO })
}

function entriesOf(tags: ReadonlyMap<string, string>, list: string): ReadonlyMap<string, string> {
  const text = tags.get(list)
  if (text === undefined) throw new BagBroken({ rule: 'fileIsThere', path: list })
  const entries = new Map<string, string>()
  for (const line of text.split('\n').slice(0, -1)) {
    const [, digest, path] = /^([0-9a-f]{64}) {2}(\S+)$/.exec(line) ?? []
    if (!digest || !path || entries.has(path)) throw new BagBroken({ rule: 'bagIsWhole', problem: list })
    entries.set(path, digest)
  }
  return entries
}
