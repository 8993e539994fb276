/**
 * The door of a register that nobody has set up, asked by injection.
 *
 *     const setUp = await aSetUp()
 *     const browser = await setUp.enter()        brings the one-time link and keeps the cookie
 */
import type { FastifyInstance } from 'fastify'
import { SetUpCodes } from '../../src/app/set-up/finishing.ts'
import { SetUp } from '../../src/app/set-up/set-up.ts'
import type { Serving } from '../../src/http/deps.ts'
import { createSetUpServer } from '../../src/http/set-up-server.ts'
import { aBrowser, type TestBrowser } from './browser.ts'
import { aRegistry, type TestRegistry } from './registry.ts'
import { testVkeys } from './trail-work.ts'

export type ServedSetUp = {
  readonly setUp: SetUp
  readonly server: FastifyInstance
  readonly token: string
  readonly browser: () => TestBrowser
  readonly enter: () => Promise<TestBrowser>
  /** How often the door was told that all is done. */
  readonly closed: () => number
  readonly logLines: readonly string[]
}

/** The same registry with a door of a process that has just started. */
export async function aSetUpDoor(
  { context }: Pick<TestRegistry, 'context'>,
  serving: Serving = { host: '127.0.0.1', tls: false, trustedProxy: null },
): Promise<ServedSetUp> {
  const setUp = await SetUp.open(context)
  const logLines: string[] = []
  let closed = 0
  const server = createSetUpServer({
    context,
    serving,
    assets: { folder: null, styles: [], scripts: [] },
    vkeys: testVkeys,
    version: '0.0.0-test',
    log: { write: (line) => void logLines.push(line) },
    setUp,
    codes: new SetUpCodes(setUp),
    onClosed: () => void (closed += 1),
  })
  await server.ready()
  const { token } = setUp.entrance
  return {
    setUp,
    server,
    token,
    logLines,
    closed: () => closed,
    browser: () => aBrowser(server),
    async enter() {
      const browser = aBrowser(server)
      await browser.post(`/set-up/begin/${token}`)
      return browser
    },
  }
}

export const anEmptyRegistry = (): Promise<TestRegistry> => aRegistry({ people: [] })

/** One multipart post, as a browser sends a chosen file. */
export function upload(browser: TestBrowser, path: string, file: string | Uint8Array, csrf = '') {
  const boundary = 'liuhen-test'
  const part = (head: string, body: string | Uint8Array): Buffer =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      Buffer.from(body),
      Buffer.from('\r\n'),
    ])
  return browser.send({
    method: 'POST',
    url: path,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'sec-fetch-site': 'same-origin' },
    payload: Buffer.concat([
      part('name="csrf"', csrf),
      part('name="file"; filename="list.csv"\r\nContent-Type: text/csv', file),
      Buffer.from(`--${boundary}--\r\n`),
    ]),
  })
}

/** What a preview page sends back when it is accepted. */
export function previewForm(page: string): { list: string; basis: string } {
  const hidden = (name: string): string =>
    (new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
  return { list: hidden('list'), basis: hidden('basis') }
}
