/**
 * One request as bytes on a socket, and the answer as it came back. Not an HTTP client: those refuse to send what this suite is for.
 */
import { connect } from 'node:net'

export type WireRequest = {
  readonly method: string
  /** Path and query exactly as they go on the wire; need not be a path at all. */
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
}

export type WireAnswer = {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly setCookies: readonly string[]
  /** With the lengths of chunks still between its parts: good enough to look for words. */
  readonly body: string
}

/** Every character up to U+00FF as one byte; a text with any above it as UTF-8. */
const bytesOf = (text: string): Buffer => {
  const narrow = Buffer.from(text, 'latin1')
  return narrow.toString('latin1') === text ? narrow : Buffer.from(text, 'utf8')
}

export function printRequest({ method, target, headers, body }: WireRequest): Buffer {
  const lines = [`${method} ${target} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`)]
  return Buffer.concat([...lines.map((line) => bytesOf(`${line}\r\n`)), bytesOf('\r\n'), body])
}

/** Null when the server closed without a word, which is an answer as well. Rejects after `patienceMs`: the server hangs. */
export function ask(port: number, request: WireRequest, patienceMs: number): Promise<WireAnswer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(printRequest(request)))
    const timer = setTimeout(() => {
      socket.destroy()
      reject(new Error(`no answer within ${patienceMs} ms`))
    }, patienceMs)
    const done = (): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(readAnswer(Buffer.concat(chunks)))
    }
    socket.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    socket.on('end', done)
    // A server that refuses before it has read all of a body may reset; what came until then is the answer.
    socket.on('error', done)
  })
}

function readAnswer(bytes: Buffer): WireAnswer | null {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return null
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const pairs = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1]),
    headers: new Map(pairs),
    setCookies: pairs.flatMap(([name, value]) => (name === 'set-cookie' ? [value] : [])),
    body: bytes.subarray(end + 4).toString('utf8'),
  }
}
