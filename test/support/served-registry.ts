/**
 * A registry with the door before it, which is asked by injection and never opens a port.
 *
 *     const registry = await aServedRegistry({ people: [anOfficer('songyilin', '宋怡林')] })
 *     const browser = await registry.signIn('songyilin')        keeps cookies, fills in the form's token
 *     const page = await browser.get('/home')
 */
import type { FastifyContextConfig, FastifyInstance } from 'fastify'
import { signIn } from '../../src/app/accounts/sign-in.ts'
import type { HttpDeps } from '../../src/http/deps.ts'
import { createServer } from '../../src/http/server.ts'
import { aBrowser, type TestBrowser } from './browser.ts'
import { accepted, aRegistry, type TestRegistry } from './registry.ts'
import { testVkeys } from './trail-work.ts'

export type ServedRegistry = TestRegistry & {
  readonly server: FastifyInstance
  /** A browser with the account's session: not through the page, whose brake counts minutes of the real clock. */
  signIn(username: string): Promise<TestBrowser>
  /** A browser that nobody has signed in with. */
  browser(): TestBrowser
  /** What the log took, line by line. */
  readonly logLines: string[]
  /** Every route that the application has, as it registered them. */
  readonly routes: readonly ServedRoute[]
}

export type ServedRoute = { readonly method: string; readonly url: string; readonly config: FastifyContextConfig }

export async function aServedRegistry({
  deps = {},
  ...behind
}: Parameters<typeof aRegistry>[0] & { readonly deps?: Partial<HttpDeps> }): Promise<ServedRegistry> {
  const registry = await aRegistry(behind)
  const logLines: string[] = []
  const server = createServer({
    context: registry.context,
    serving: { host: '127.0.0.1', tls: false, trustedProxy: null },
    assets: { folder: null, styles: [], scripts: [] },
    vkeys: testVkeys,
    version: '0.0.0-test',
    log: { write: (line) => void logLines.push(line) },
    ...deps,
  })
  const routes: ServedRoute[] = []
  server.addHook('onRoute', ({ method, url, config }) => {
    for (const each of [method].flat()) routes.push({ method: each, url, config: config ?? {} })
  })
  await server.ready()
  return {
    ...registry,
    server,
    logLines,
    routes,
    browser: () => aBrowser(server),
    async signIn(username) {
      const browser = aBrowser(server)
      const { password } = registry.account(username)
      const { cookie } = accepted(
        await signIn(registry.context, { username, password, code: registry.nextCode(username) }),
      )
      browser.cookies.set('liuhen', cookie)
      return browser
    },
    async close() {
      await server.close()
      await registry.close()
    },
  }
}
