/**
 * Brakes. Staff work fast and sit behind one address, so theirs is wide and counts accounts; at the sign-in it is narrow, and counts
 * addresses and names apart.
 */
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { normalUsername } from '../../app/accounts/username.ts'
import { refusal } from './refusals.ts'

const REQUESTS_PER_MINUTE = 1200
const SIGN_INS_PER_ADDRESS_AND_MINUTE = 60
const SIGN_INS_PER_NAME_AND_MINUTE = 10

export async function rateLimits(app: FastifyInstance): Promise<void> {
  await app.register(rateLimit, {
    max: REQUESTS_PER_MINUTE,
    timeWindow: '1 minute',
    keyGenerator: (request) => request.viewer?.accountId ?? request.ip,
    errorResponseBuilder: () => refusal(429, 'tooManyRequests'),
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
  })
}

/** The configuration of a route that tries secrets: sign-in and activation. */
export const secretsPerAddress = {
  max: SIGN_INS_PER_ADDRESS_AND_MINUTE,
  timeWindow: '1 minute',
  keyGenerator: (request: FastifyRequest) => request.ip,
}

/** A second brake for the same routes, by the name that was typed. To be called once, where the routes are made. */
export function secretsPerName(app: FastifyInstance): (request: FastifyRequest) => Promise<void> {
  const count = app.createRateLimit({
    max: SIGN_INS_PER_NAME_AND_MINUTE,
    timeWindow: '1 minute',
    keyGenerator: (request) => {
      const typed = (request.body as { readonly username?: unknown } | null | undefined)?.username
      return `name ${typeof typed === 'string' ? normalUsername(typed).slice(0, 64) : ''}`
    },
  })
  return async (request) => {
    const result = await count(request)
    if (!result.isAllowed && result.isExceeded) throw refusal(429, 'tooManyRequests')
  }
}
