/** What browsers are told to refuse: foreign scripts, frames, guesses at types. And that nothing is kept unless a route says so. */
import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/** No inline script, no inline style, nothing from elsewhere (R90). */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    mediaSrc: ["'self'", 'blob:'],
    fontSrc: ["'self'"],
    frameSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    manifestSrc: ["'self'"],
  },
}

/** What a page of ours never asks of a browser. */
const PERMISSIONS = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'usb',
  'xr-spatial-tracking',
]
  .map((feature) => `${feature}=()`)
  .join(', ')

export async function securityHeaders(app: FastifyInstance, { secure }: { readonly secure: boolean }): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy,
    // `no-referrer` would also turn the Origin of our own forms into `null`, and with it the check in csrf.ts.
    referrerPolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
    reply.header('permissions-policy', PERMISSIONS)
    reply.header('x-robots-tag', 'noindex, nofollow')
  })
}
