/**
 * The request log: enough to see that the service is well, too little to follow anybody.
 *
 * A public file's line names its route. A staff line has no path, no account and no address, and its duration only roughly: with them, a line
 * would marry a person to a matter (architecture §3).
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Nothing about a person shows in which of these is fetched: the path's pattern may stand in the log. */
    readonly publicFile?: boolean
  }
}

/** Upper ends, in milliseconds. */
const durations = [50, 200, 1000, 5000]

const roughly = (milliseconds: number): string => {
  const end = durations.find((upper) => milliseconds < upper)
  return end === undefined ? `>=${durations.at(-1)}ms` : `<${end}ms`
}

const pattern = (request: FastifyRequest): { route?: string } =>
  request.routeOptions.config.publicFile && request.routeOptions.url ? { route: request.routeOptions.url } : {}

export function requestLog(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    app.log.info(
      {
        ...pattern(request),
        method: request.method,
        status: reply.statusCode,
        took: roughly(reply.elapsedTime),
      },
      'answered',
    )
  })
}

/** For the logger itself: whatever a plugin logs of a request or an answer, nothing of it is written. */
export const silentSerializers = { req: () => ({}), res: () => ({}) }

export const redactedPaths = [
  'username',
  'password',
  'cookie',
  '*.username',
  '*.password',
  '*.cookie',
  '*.authorization',
]
