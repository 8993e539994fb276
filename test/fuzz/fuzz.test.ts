/**
 * Generated bad requests over every route of the application, on a real socket, signed out and signed in as each role: never an answer of
 * 500, never a word of our insides, never a hanging request, never memory that grows.
 *
 *     npm run fuzz                          100,000 requests with a new seed
 *     npm run fuzz -- --runs 5000 --seed 7  the same requests again
 */
import * as fc from 'fast-check'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signIn } from '../../src/app/accounts/sign-in.ts'
import { resolveSession } from '../../src/app/accounts/sessions.ts'
import { apiScopes, makeApiToken } from '../../src/app/api/tokens.ts'
import { startDraft } from '../../src/app/drafts.ts'
import { roles } from '../../src/domain/organisation/types.ts'
import { tokenFor } from '../../src/http/pipeline/csrf.ts'
import { widened } from '../../src/http/pipeline/brakes.ts'
import { engines } from '../support/engines.ts'
import { accepted, anOfficer } from '../support/registry.ts'
import { aServedRegistry, type ServedRegistry } from '../support/served-registry.ts'
import { registered } from '../support/story.ts'
import { type Known, type Planned, TOKEN, plannedRequests } from './requests.ts'
import { type WireAnswer, type WireRequest, ask } from './wire.ts'

const SHORT_RUNS = { sqlite: 2000, postgres: 500 }
const long = process.env['LIUHEN_FUZZ_RUNS']
/** The short form asks the same every time, so that a green main stays green; the long one looks for what is new. */
const seed = Number(process.env['LIUHEN_FUZZ_SEED'] ?? (long ? Date.now() % 2 ** 31 : 20_261_122))
const PATIENCE_MS = 10_000
const GROWTH_MIB = 200

const people = roles.map((role, i) => anOfficer(`p-${role.toLowerCase()}`, `甲${i}`, { roles: [role] }))

/** What only our insides say. None of it is in what is sent. */
const insides =
  /FST_|ERR_|node_modules|node:internal|\.tsx?:\d|SQLITE|SqliteError|kysely|\bat [\w.<>]+ \(|Error: |TypeError|ECONN|ENOENT|violates|relation "/

describe.each(engines.filter(({ available }) => available))('generated requests on $name', (engine) => {
  const runs = long ? Number(long) : SHORT_RUNS[engine.name]
  let registry: ServedRegistry
  let port: number
  let known: Known
  let apiToken: string
  const sessions = new Map<string, { cookie: string; token: string }>()

  beforeAll(async () => {
    registry = await aServedRegistry({ people, engine, deps: { brakes: widened(1e9) } })
    await registry.server.listen({ host: '127.0.0.1', port: 0 })
    port = (registry.server.server.address() as AddressInfo).port
    const officer = await registry.viewer('p-enforcementofficer')
    const asked = { name: '甲系统', scopes: apiScopes, expiresOn: '2027-11-01', addresses: '' }
    apiToken = accepted(await makeApiToken(registry.context, await registry.viewer('p-securityadmin'), asked)).token
    known = {
      numbers: [await registered(registry, officer)],
      drafts: [accepted(await startDraft(registry.context, officer)).id],
      ids: people.map(({ username }) => registry.account(username).accountId),
    }
  })
  afterAll(() => registry.close())

  it(`${runs} of them bring no 500, no word of our insides, and no growth`, { timeout: runs * 100 }, async () => {
    console.log(`fuzz: ${registry.routes.length} routes on ${engine.name}, ${runs} requests, seed ${seed}`)
    const requests = plannedRequests(registry.routes, [null, ...people.map(({ username }) => username)], known)
    const statuses = new Map<number, number>()
    let before = 0
    let asked = 0
    await fc.assert(
      fc.asyncProperty(requests, async (planned) => {
        const answer = await ask(port, await filledIn(planned), PATIENCE_MS)
        const status = answer?.status ?? 0
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        if (answer) expectCalm(answer, planned)
        asked += 1
        if (asked === Math.floor(runs / 2)) before = memoryMiB()
        registry.logLines.length = 0
      }),
      { numRuns: runs, seed, endOnFailure: long !== undefined },
    )
    console.log(
      `fuzz: answers ${JSON.stringify(Object.fromEntries([...statuses].toSorted(([a], [b]) => a - b)))}, +${memoryMiB() - before} MiB`,
    )
    // Somebody who is let in, gets in: the brakes and refusals above did not come from a server that answers nothing.
    expect(statuses.get(200)).toBeGreaterThan(runs / 50)
    expect(memoryMiB() - before).toBeLessThan(GROWTH_MIB)
  })

  /** With the sender's cookie and token in it, or the credential of another system. A session that an earlier request ended begins anew. */
  async function filledIn({ by, request }: Planned): Promise<WireRequest> {
    if (by === null) return request
    const session = await sessionOf(by)
    if (!session) return request
    const { cookie, token } = session
    const body = Buffer.from(Buffer.from(request.body).toString('latin1').replaceAll(TOKEN, token), 'latin1')
    const shown: [string, string] = request.target.startsWith('/api/v1')
      ? ['authorization', `Bearer ${apiToken}`]
      : ['cookie', `liuhen=${cookie}`]
    return { ...request, headers: [shown, ...request.headers], body }
  }

  async function sessionOf(username: string): Promise<{ cookie: string; token: string } | null> {
    const held = sessions.get(username)
    if (held && (await resolveSession(registry.context, held.cookie))) return held
    const { accountId, password } = registry.account(username)
    await registry.context.store.changeAccount(accountId, { status: 'active', failedAttempts: 0, lockedUntil: null })
    const signedIn = await signIn(registry.context, { username, password, code: registry.nextCode(username) })
    // An earlier request reset the account: its holder asks on as a visitor.
    if (!signedIn.ok) return null
    const { cookie } = signedIn.value
    const viewer = await resolveSession(registry.context, cookie)
    if (!viewer) throw new Error('the session did not start')
    const session = { cookie, token: tokenFor(registry.context.hostSecret, viewer) }
    sessions.set(username, session)
    return session
  }

  function expectCalm({ status, headers, body }: WireAnswer, { request }: Planned): void {
    const failed = registry.logLines.filter((line) => line.includes('"failed"'))
    if (status >= 500 || failed.length > 0)
      throw new Error(`${status} for ${request.method} ${request.target}: ${failed.join('\n')}`)
    const seen = insides.exec(body)
    if (seen) throw new Error(`«${seen[0]}» in the answer ${status}: ${body.slice(0, 600)}`)
    // An expectation that is not `100-continue` is answered by Node itself, before anybody of ours is asked.
    if (status === 417) return
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toBeDefined()
    expect(headers.has('server') || headers.has('x-powered-by')).toBe(false)
  }
})

const memoryMiB = (): number => {
  globalThis.gc?.()
  return Math.round(process.memoryUsage().rss / 1024 ** 2)
}
