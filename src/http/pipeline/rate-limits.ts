/**
 * Brakes: how many requests of a kind a minute takes from one account, and from one address. Staff work fast and may all sit behind one
 * address, so an address may do what ten busy accounts do; trying secrets is narrow, and counts addresses and names apart.
 *
 * Whoever is too fast is told when to come back (`Retry-After`), and a form keeps what was typed into it: the page shows it again, to be
 * sent from there. Counts live in this process's memory, and the oldest go when there are too many (windows.ts).
 */
import { performance } from 'node:perf_hooks'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { normalUsername } from '../../app/accounts/username.ts'
import { showResumePage } from '../pages.ts'
import { unfinishedForm } from '../resume.ts'
import type { BrakeKind, Brakes } from './brakes.ts'
import { wantsJson } from './errors.ts'
import { DoorRefusal } from './refusals.ts'
import { Windows } from './windows.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route costs, where method and address do not say it. */
    readonly brake?: BrakeKind
  }
  interface FastifyRequest {
    /** How long this address must wait, when a form is read first so that nothing typed is lost. Null: it need not. */
    addressWaits: number | null
  }
  interface FastifyInstance {
    /** For routes of the kind `secret`: seconds to wait, or null. They show their own page again. */
    secretWait(request: FastifyRequest, typedName: unknown): number | null
    /** For whoever is known by something else than a session. */
    countFor(kind: BrakeKind, holder: string): number | null
  }
}

/** So many times the limit, and a form is not even read. */
const FLOOD = 10
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

function kindOf({ method, routeOptions: { url, config } }: FastifyRequest): BrakeKind {
  if (config.brake) return config.brake
  if (config.publicFile) return 'publicFile'
  if (url?.endsWith('.pdf')) return 'paper'
  return SAFE.has(method) ? 'read' : 'change'
}

/** Whoever has one IPv6 address has 2^64 of them. */
const addressOf = ({ ip }: FastifyRequest): string => (ip.includes('.') ? ip : ip.split(':').slice(0, 4).join(':'))

const tooMany = (retryAfterSeconds: number): DoorRefusal => new DoorRefusal(429, 'tooManyRequests', retryAfterSeconds)

const isForm = ({ headers }: FastifyRequest): boolean =>
  headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false

/** Before anything is looked up: what an address may do. To be followed by `accountBrakes` where it is known who asks. */
export function addressBrakes(
  app: FastifyInstance,
  brakes: Brakes,
  clock: () => number = () => performance.now(),
): void {
  const [addresses, holders] = [new Windows(clock), new Windows(clock)]
  const countFor = (kind: BrakeKind, holder: string): number | null => {
    const { count, waitSeconds } = holders.count(`${kind} ${holder}`)
    return count > brakes[kind].perAccount ? waitSeconds : null
  }
  app.decorateRequest('addressWaits', null)
  app.decorate('countFor', countFor)
  app.decorate('secretWait', ({ addressWaits }: FastifyRequest, typedName: unknown) => {
    const name = typeof typedName === 'string' ? normalUsername(typedName).slice(0, 64) : ''
    return addressWaits ?? countFor('secret', name)
  })
  app.addHook('onRequest', async (request) => {
    const kind = kindOf(request)
    const { count, waitSeconds } = addresses.count(`${kind} ${addressOf(request)}`)
    const limit = brakes[kind].perAddress
    if (count <= limit) return
    if (!isForm(request) || count > limit * FLOOD) throw tooMany(waitSeconds)
    request.addressWaits = waitSeconds
  })
}

/** What an account may do, and the answer to a form from an address that has done too much. Comes after the checks against forgery. */
export function accountBrakes(app: FastifyInstance): void {
  app.addHook('preHandler', async (request, reply) => {
    const kind = kindOf(request)
    if (kind === 'secret') return
    const holder = request.viewer?.accountId
    const waitSeconds = request.addressWaits ?? (holder === undefined ? null : app.countFor(kind, holder))
    if (waitSeconds === null) return
    const unfinished = wantsJson(request) ? null : unfinishedForm(request)
    if (!unfinished) throw tooMany(waitSeconds)
    reply.code(429).header('retry-after', waitSeconds)
    return showResumePage(request, reply, { ...unfinished, waitSeconds })
  })
}
