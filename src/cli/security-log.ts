/** `liuhen security-log`: the security trail for a log collector, once or as it grows. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, type NetConnectOpts } from 'node:net'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type LogFormat, loggedEvents, printLogged } from '../app/security-log.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { openRegistry } from '../main.ts'
import { type Command, expectRegistry, registryPlace, UsageError } from './command.ts'
import { untilStopped } from './stopping.ts'

const FOLLOW_EVERY_MS = 2000

const options = {
  data: { type: 'string' },
  since: { type: 'string' },
  format: { type: 'string' },
  to: { type: 'string' },
  follow: { type: 'boolean' },
} as const

export const securityLog: Command = {
  summary: { zh: '导出安全事件（JSON 行或 syslog）', en: 'prints the security events, as JSON lines or syslog' },
  help: {
    zh: `用法：liuhen security-log [--since 0] [--follow] [--format json|syslog] [--to 地址] [--data ./data]

逐行输出安全链上的事件：登录、账户、职责、设置、凭据。不含任何记录的内容，不含当事人姓名。

  --since   从第几项开始，默认 0。中断后从最后收到的 position 加一继续
  --follow  输出完后继续等待新的事件，直到 SIGTERM 或 Ctrl-C
  --format  json（每行一个对象，默认）或 syslog（RFC 5424）
  --to      不输出到屏幕，发给 udp://主机:端口、tcp://主机:端口 或 unix:/路径；此时默认 syslog
  --data    数据目录，默认 ./data（或 LIUHEN_DATA、DATABASE_URL）`,
    en: `Usage: liuhen security-log [--since 0] [--follow] [--format json|syslog] [--to ADDRESS] [--data ./data]

Prints the events of the security trail, a line each: sign-ins, accounts, roles, settings, credentials. Nothing of any
record and no name of anybody in one.

  --since   the position to begin with, 0 by default. After an interruption: the last position received, plus one
  --follow  goes on with new events until SIGTERM or Ctrl-C
  --format  json (an object a line, the default) or syslog (RFC 5424)
  --to      sends to udp://host:port, tcp://host:port or unix:/path instead of printing; syslog is then the default
  --data    the data folder, ./data by default (or LIUHEN_DATA, DATABASE_URL)`,
  },
  async run(args) {
    const { values } = parseArgs({ args: [...args], options })
    const since = positionIn(values.since ?? '0')
    const format = formatIn(values.format ?? (values.to === undefined ? 'json' : 'syslog'))
    const place = registryPlace(values)
    await expectRegistry(place.dataFolder)
    const sink = values.to === undefined ? printing : await collectorAt(values.to)
    const registry = await openRegistry(place)
    let next = since
    try {
      await untilStopped(async (stopping) => {
        do {
          for await (const event of loggedEvents(registry.context.store, next)) {
            await sink.write(printLogged(event, format, hostname()))
            next = event.position + 1
          }
          if (values.follow) await sleep(FOLLOW_EVERY_MS, undefined, { signal: stopping }).catch(() => {})
        } while (values.follow && !stopping.aborted)
      })
      await sink.end()
      return 0
    } catch (cause) {
      if (cause instanceof LiuhenError) throw cause
      throw new LiuhenError(
        'configurationInvalid',
        `The collector took events up to ${next}; go on with --since ${next}`,
        { cause },
      )
    } finally {
      await registry.close()
    }
  },
}

function positionIn(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`--since ${text}?`)
  return Number(text)
}

function formatIn(text: string): LogFormat {
  if (text !== 'json' && text !== 'syslog') throw new UsageError(`--format ${text}?`)
  return text
}

type Sink = { readonly write: (line: string) => Promise<void>; readonly end: () => Promise<void> }

const printing: Sink = {
  async write(line) {
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain')
  },
  end: async () => {},
}

/** Throws a UsageError for an address that is none, and what the network says when nobody answers. */
async function collectorAt(address: string): Promise<Sink> {
  const [, path] = /^unix:(\/.+)$/.exec(address) ?? []
  if (path !== undefined) return streamTo({ path })
  const [, protocol, host = '', port = ''] = /^(udp|tcp):\/\/(\[[^\]]+\]|[^:/]+):(\d{1,5})$/.exec(address) ?? []
  if (protocol === undefined) throw new UsageError(`--to ${address}?`)
  const place = { host: host.replaceAll(/[[\]]/g, ''), port: Number(port) }
  return protocol === 'tcp' ? streamTo(place) : datagramsTo(place)
}

/** RFC 6587 §3.4.1: each message after its length in bytes. */
async function streamTo(place: NetConnectOpts): Promise<Sink> {
  const socket = connect(place)
  await once(socket, 'connect').catch((cause: unknown) => {
    throw new LiuhenError('configurationInvalid', 'Nobody listens at the address of the log collector', { cause })
  })
  let failure: Error | null = null
  socket.on('error', (error) => {
    failure = error
  })
  return {
    async write(line) {
      if (failure) throw failure
      await new Promise<void>((resolve, reject) => {
        socket.write(`${Buffer.byteLength(line)} ${line}`, (error) => (error ? reject(error) : resolve()))
      })
    },
    async end() {
      socket.end()
      if (!socket.closed) await once(socket, 'close')
    },
  }
}

/** RFC 5426: a message a datagram. */
async function datagramsTo({ host, port }: { readonly host: string; readonly port: number }): Promise<Sink> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  return {
    write: (line) =>
      new Promise((resolve, reject) => {
        socket.send(line, port, host, (error) => (error ? reject(error) : resolve()))
      }),
    end: async () => void socket.close(),
  }
}
