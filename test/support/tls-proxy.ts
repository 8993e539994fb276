/** A reverse proxy that ends TLS, as small as one can be: a self-signed certificate, three headers, everything else as it comes. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { createServer, request as httpsRequest, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Answer = {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type Asked = {
  readonly method?: 'GET' | 'POST' | 'PATCH'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** The client's own address, one of the loopback network's. */
  readonly from?: string
}

export type TlsProxy = {
  readonly origin: string
  readonly host: string
  /** Through the proxy, over TLS. */
  readonly ask: (asked: Asked) => Promise<Answer>
  readonly close: () => Promise<void>
}

/** `appends`: adds the client to what the client itself claims, as many proxies are set up to do. */
export async function aTlsProxy(upstreamPort: number, { appends = false } = {}): Promise<TlsProxy> {
  const { key, cert } = selfSigned()
  const server: Server = createServer({ key, cert }, (incoming, outgoing) => {
    const client = incoming.socket.remoteAddress ?? ''
    const claimed = incoming.headers['x-forwarded-for']
    const passedOn = httpRequest(
      {
        host: '127.0.0.1',
        port: upstreamPort,
        method: incoming.method,
        path: incoming.url,
        headers: {
          ...incoming.headers,
          'x-forwarded-for': appends && claimed !== undefined ? `${String(claimed)}, ${client}` : client,
          'x-forwarded-proto': 'https',
          'x-forwarded-host': incoming.headers.host ?? '',
        },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      },
    )
    incoming.pipe(passedOn)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const host = `localhost:${(server.address() as AddressInfo).port}`
  return {
    host,
    origin: `https://${host}`,
    ask: askOverTls(host, cert),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

/** Asks `host` (a name of ours, with its port) and takes no other certificate than `cert`. */
export const askOverTls =
  (host: string, cert: Buffer): TlsProxy['ask'] =>
  ({ method = 'GET', path, headers = {}, body = '', from = '127.0.0.1' }) =>
    answerTo((taken) =>
      httpsRequest(`https://${host}${path}`, { method, headers, ca: cert, localAddress: from, family: 4 }, taken).end(
        body,
      ),
    )

/** Past the proxy, in clear. */
export const askDirectly = (
  port: number,
  { method = 'GET', path, headers = {}, body = '', from = '127.0.0.1' }: Asked,
): Promise<Answer> =>
  answerTo((taken) =>
    httpRequest({ host: '127.0.0.1', port, path, method, headers, localAddress: from }, taken).end(body),
  )

function answerTo(
  send: (taken: (answer: IncomingMessage) => void) => { on(event: 'error', failed: (error: Error) => void): unknown },
): Promise<Answer> {
  return new Promise((done, failed) => {
    send((answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (text: string) => void (body += text))
      answer.on('end', () => done({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
    }).on('error', failed)
  })
}

export function selfSigned(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-tls-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  try {
    const made = spawnSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=localhost',
        '-addext',
        'subjectAltName=DNS:localhost',
        '-keyout',
        key,
        '-out',
        cert,
      ],
      { encoding: 'utf8' },
    )
    if (made.status !== 0) throw new Error(`openssl: ${made.stderr}`)
    return { key: readFileSync(key), cert: readFileSync(cert) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
