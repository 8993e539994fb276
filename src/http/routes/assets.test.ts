import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aServedRegistry, type ServedRegistry } from '../../../test/support/served-registry.ts'

const folder = mkdtempSync(join(tmpdir(), 'liuhen-assets-'))
const css = 'body { margin: 0 }'
let registry: ServedRegistry

beforeAll(async () => {
  writeFileSync(join(folder, 'main-4f2a.css'), css)
  writeFileSync(join(folder, 'main-4f2a.css.br'), brotliCompressSync(css))
  registry = await aServedRegistry({
    people: [],
    deps: { assets: { folder, styles: ['/assets/main-4f2a.css'], scripts: [] } },
  })
})
afterAll(async () => {
  await registry.close()
  rmSync(folder, { recursive: true })
})

describe('assets', () => {
  it('are served for ever, compressed as they were built', async () => {
    const compressed = await registry.browser().get('/assets/main-4f2a.css', { 'accept-encoding': 'br, gzip' })
    expect(compressed.headers).toMatchObject({
      'content-type': 'text/css; charset=utf-8',
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
    })
    const plain = await registry.browser().get('/assets/main-4f2a.css', { 'accept-encoding': 'identity' })
    expect(plain.body).toBe(css)
  })

  it.each(['/assets/', '/assets/none.js', '/assets/../package.json', '/assets/%2e%2e/package.json'])(
    'has nothing else: %s',
    async (path) => {
      expect((await registry.browser().get(path)).statusCode).toBe(404)
    },
  )
})
