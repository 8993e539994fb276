/** Where a door listens and how the outside reaches it: from options and environment, the same for every door that `serve` opens. */
import type { FastifyInstance } from 'fastify'
import type { Serving } from '../main.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { portIn } from './command.ts'

export type ServingPlace = { readonly port: number; readonly serving: Serving }

/** Options win over PORT and HOST. LIUHEN_TRUSTED_PROXY has no option: it belongs to the machine, not to one start. */
export const servingPlace = (values: { port?: string | undefined; host?: string | undefined }): ServingPlace => ({
  port: portIn(values.port ?? (process.env['PORT'] || '8400')),
  serving: {
    host: values.host ?? (process.env['HOST'] || '127.0.0.1'),
    tls: false,
    trustedProxy: process.env['LIUHEN_TRUSTED_PROXY'] || null,
  },
})

/** The address it listens on. Throws a LiuhenError `configurationInvalid`. */
export const listen = (door: FastifyInstance, { port, serving: { host } }: ServingPlace): Promise<string> =>
  door.listen({ host, port }).catch((cause: unknown) => {
    throw new LiuhenError('configurationInvalid', `${host}:${port} cannot be listened on`, { cause })
  })

/** The address that people type, LIUHEN_ADDRESS, with https and a host alone; null when it is not said. */
export function publicAddress(): string | null {
  const text = process.env['LIUHEN_ADDRESS']
  if (!text) return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash || url.username)
    throw new LiuhenError(
      'configurationInvalid',
      `LIUHEN_ADDRESS is not an address with https:// and a host alone: ${text}`,
    )
  return url.origin
}
