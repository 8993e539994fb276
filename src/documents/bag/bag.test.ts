import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type BagFile, bagFile, bagged, readBag } from './bag.ts'
import { readTar, type TarFile, TarMalformed, writeTar } from './tar.ts'

const contents: Readonly<Record<string, string>> = {
  'record.json': '{"n":1}\n',
  'events/0001.json': '',
  'evidence/01.m4a': 'x'.repeat(70_000),
  'evidence/02.bin': 'y'.repeat(512),
}

async function* payload(): AsyncGenerator<BagFile> {
  for (const [path, text] of Object.entries(contents)) yield bagFile(path, text)
}
const bag = () =>
  bagged({
    name: 'liuhen-2026-TEST01',
    payload: payload(),
    tagFiles: [bagFile('README.txt', '说明')],
    info: [
      ['Source-Organization', '清源区\n综合执法局'],
      ['External-Identifier', '2026-TEST01'],
    ],
  })

async function bytesOf(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const kept: Uint8Array[] = []
  for await (const part of parts) kept.push(part.slice())
  return Buffer.concat(kept)
}
async function* cut(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.slice(at, at + length)
}
const archive = (): Promise<Buffer> => bytesOf(writeTar(bag(), new Date('2026-11-20T00:00:00Z')))

async function readAll(bytes: Uint8Array, length = 999): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for await (const { path, content } of readBag(readTar(cut(bytes, length))))
    files[path] = (await bytesOf(content)).toString()
  return files
}
async function skipAll(bytes: Uint8Array): Promise<number> {
  let count = 0
  for await (const _ of readBag(readTar(cut(bytes, 10_000)))) count += 1
  return count
}

it('R44: tar unpacks it and sha256sum finds every file as listed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-bag-'))
  try {
    execFileSync('tar', ['-x', '-C', folder], { input: await archive() })
    const inside = join(folder, 'liuhen-2026-TEST01')
    for (const list of ['manifest-sha256.txt', 'tagmanifest-sha256.txt'])
      expect(execFileSync('sha256sum', ['-c', list], { cwd: inside }).toString()).not.toMatch(/FAILED/)
    const manifest = readFileSync(join(inside, 'manifest-sha256.txt'), 'utf8')
    expect(manifest.split('\n').filter(Boolean)).toHaveLength(4)
    expect(readFileSync(join(inside, 'data/evidence/01.m4a'), 'utf8')).toBe(contents['evidence/01.m4a'])
    expect(readFileSync(join(inside, 'bagit.txt'), 'utf8')).toMatch(/^BagIt-Version: 1\.0\n/)
    expect(readFileSync(join(inside, 'bag-info.txt'), 'utf8')).toMatch(
      /^Source-Organization: 清源区 综合执法局\n[^]*Payload-Oxum: 70520\.4\n$/,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

it('R44: reads back what it wrote, in chunks of any length, and what tar wrote', async () => {
  const bytes = await archive()
  for (const length of [1, 511, 512, 100_000]) {
    const files = await readAll(length === 1 ? bytes : bytes, length)
    for (const [path, text] of Object.entries(contents)) expect(files[`data/${path}`]).toBe(text)
    expect(files['README.txt']).toBe('说明')
  }
  expect(await skipAll(bytes)).toBe(9)
})

it('R44: names the first file that was changed, taken out, or put in', async () => {
  const files: Record<string, Buffer> = {}
  for await (const { path, content } of readTar(cut(await archive(), 4096))) files[path] = await bytesOf(content)
  const repacked = async (changed: Readonly<Record<string, Buffer>>): Promise<Buffer> =>
    bytesOf(
      writeTar(
        (async function* (): AsyncGenerator<TarFile> {
          for (const [path, bytes] of Object.entries(changed)) yield { ...bagFile(path, bytes), path }
        })(),
        new Date(0),
      ),
    )
  const top = 'liuhen-2026-TEST01'
  const one = `${top}/data/evidence/02.bin`
  const without = (all: Readonly<Record<string, Buffer>>): Record<string, Buffer> =>
    Object.fromEntries(Object.entries(all).filter(([path]) => path !== one))
  const fault = (rule: string, path: string) =>
    expect.objectContaining({ fault: expect.objectContaining({ rule, path }) as unknown })

  await expect(readAll(await repacked(files))).resolves.toBeDefined()
  await expect(readAll(await repacked({ ...files, [one]: Buffer.alloc(512) }))).rejects.toEqual(
    fault('fileHasDigest', 'data/evidence/02.bin'),
  )
  await expect(readAll(await repacked(without(files)))).rejects.toEqual(fault('fileIsThere', 'data/evidence/02.bin'))
  await expect(readAll(await repacked({ ...files, [`${top}/data/more.txt`]: Buffer.from('z') }))).rejects.toEqual(
    fault('fileIsListed', 'data/more.txt'),
  )
  await expect(readAll(await repacked({ ...files, [`${top}/README.txt`]: Buffer.from('z') }))).rejects.toEqual(
    fault('fileHasDigest', 'README.txt'),
  )
})

it('R44: refuses archives that lead out of the folder, are cut, or hold something else than files', async () => {
  const bytes = await archive()
  const withPath = (path: string, type = '0'): Buffer => {
    const block = Buffer.from(bytes.subarray(0, 512))
    block.fill(0, 0, 100)
    block.write(path, 0)
    block.write(type, 156)
    block.fill(0x20, 148, 156)
    const sum = block.reduce((all, byte) => all + byte, 0)
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return Buffer.concat([block, bytes.subarray(512)])
  }
  const malformed = [
    withPath('../../etc/passwd'),
    withPath('/etc/passwd'),
    withPath('liuhen/../x'),
    withPath('liuhen/data', '5'),
    withPath('liuhen/link', '2'),
    bytes.subarray(0, 5000),
    bytes.subarray(0, -512),
    Buffer.concat([bytes, Buffer.from('more')]),
    Buffer.from(bytes).fill(0x41, 0, 10),
    Buffer.alloc(0),
  ]
  for (const [i, each] of malformed.entries())
    await expect(skipAll(each), String(i)).rejects.toBeInstanceOf(TarMalformed)
})

it('R44: a content that is not as long as announced ends the packing', async () => {
  const short = (async function* (): AsyncGenerator<TarFile> {
    yield { ...bagFile('a/b', 'four'), path: 'a/b', size: 5 }
  })()
  await expect(bytesOf(writeTar(short, new Date(0)))).rejects.toThrow(/4 bytes and not 5/)
})
