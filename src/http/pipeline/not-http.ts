/**
 * What never reaches a route: bytes that are not HTTP, addresses that are not addresses. No page can be made for them, because nothing is
 * known of who asks; one line in both languages, with the same headers as everything else, and nothing of the parser's own words.
 */
import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'

const SENTENCE = '请求无法识别。 The request could not be read.\n'
const headers = {
  'content-type': 'text/plain; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
} as const

const ANSWER = [
  'HTTP/1.1 400 Bad Request',
  ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  `content-length: ${Buffer.byteLength(SENTENCE)}`,
  'connection: close',
  '',
  SENTENCE,
].join('\r\n')

/** For Fastify's `clientErrorHandler`. */
export function refuseWhatIsNotHttp(_error: Error, socket: Socket): void {
  if (socket.writable) socket.end(ANSWER)
  else socket.destroy()
}

/** For Fastify's `frameworkErrors`: the router's refusals, before any hook. */
export function refuseWhatIsNoAddress(_error: Error, _request: FastifyRequest, reply: FastifyReply): void {
  void reply.code(400).headers(headers).send(SENTENCE)
}
