/** What Fastify itself is told, the same for every door: our own log, our own ids, and whose forwarding headers are believed. */
import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import Fastify, { LogController, type FastifyInstance } from 'fastify'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { checkServing, FORM_BYTES, type HttpDeps } from './deps.ts'
import { refuseWhatIsNoAddress, refuseWhatIsNotHttp } from './pipeline/not-http.ts'
import { redactedPaths, silentSerializers } from './pipeline/request-log.ts'

/** One part of an upload (4 MiB) over the slowest network that is of any use. */
const REQUEST_MS = 5 * 60_000
const SILENCE_MS = 2 * 60_000

/** Throws a LiuhenError `configurationInvalid` when it would have to serve plain HTTP beyond this machine. */
export function bareServer({ serving, log }: Pick<HttpDeps, 'serving' | 'log'>): FastifyInstance {
  checkServing(serving)
  return Fastify({
    logger: log !== null && {
      level: 'info',
      stream: log,
      redact: redactedPaths,
      serializers: silentSerializers,
      base: {},
    },
    // Our own line instead of Fastify's two, which name the path and the address: see request-log.ts.
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: () => randomBytes(6).toString('hex'),
    trustProxy: trustedProxies(serving),
    bodyLimit: FORM_BYTES,
    // Somebody who sends a request drop by drop does not hold a connection for ever.
    requestTimeout: REQUEST_MS,
    connectionTimeout: SILENCE_MS,
    clientErrorHandler: refuseWhatIsNotHttp,
    frameworkErrors: refuseWhatIsNoAddress,
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200 },
  })
}

/** Throws a LiuhenError `configurationInvalid` when it names anything but addresses: then nobody's headers could be believed, or everybody's. */
function trustedProxies({ trustedProxy }: HttpDeps['serving']): string[] | false {
  if (trustedProxy === null) return false
  const addresses = trustedProxy.split(',').map((address) => address.trim())
  const wrong = addresses.find((address) => !isNetwork(address))
  if (wrong !== undefined)
    throw new LiuhenError(
      'configurationInvalid',
      `LIUHEN_TRUSTED_PROXY: «${wrong}» is no address and no network like 10.0.0.0/8`,
    )
  return addresses
}

/** An address, or one with the length of a network's prefix; never one that holds every address. */
function isNetwork(text: string): boolean {
  const [address = '', prefix] = text.split('/')
  const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
  return (
    most > 0 && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) > 0 && Number(prefix) <= most))
  )
}
