/** `liuhen serve`: the register, until it is told to stop. */
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { doorOf, openRegistry, type OpenedRegistry } from '../main.ts'
import { type Command, UsageError, registryPlace } from './command.ts'
import { listen, publicAddress, servingPlace } from './serving.ts'
import { setUpInBrowser } from './set-up-in-browser.ts'
import { askWitnessesNowAndThen, roundMinutesIn } from './witness-rounds.ts'
import { untilStopped } from './stopping.ts'
import { rolledBackSentence } from './operator-text.ts'
import { say, type Language } from './text.ts'

const SWEEP_EVERY_MS = 15 * 60_000
/** Requests that are under way may finish; whoever holds a connection open longer is cut off. */
const PATIENCE_MS = 10_000

const options = {
  data: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
} as const

export const serve: Command = {
  summary: { zh: '启动登记系统', en: 'starts the register' },
  help: {
    zh: `用法：liuhen serve [--port 8400] [--host 127.0.0.1] [--data ./data]

  --port  PORT           端口，默认 8400
  --host  HOST           监听地址，默认 127.0.0.1；对外须有 TLS 反向代理（LIUHEN_TRUSTED_PROXY）
  --data  LIUHEN_DATA    数据目录，默认 ./data
          DATABASE_URL   使用 PostgreSQL 时的连接串；不填则用数据目录中的 register.db
          LIUHEN_SCHEMA  其中的模式名，默认 public；LIUHEN_MIGRATIONS=expect 时不升级数据库结构
          LIUHEN_ADDRESS 用户使用的网址，如 https://liuhen.example；印在二维码和设置链接中
          LIUHEN_ORIGIN  新建登记簿时链的名称，之后不再改变
          LIUHEN_WITNESSES  请谁会签检查点：地址+公钥，多个用逗号分开；不填则不向外发任何请求
          LIUHEN_WITNESS_MINUTES  每隔多少分钟请一次，默认 1440（每天零点后）
          LIUHEN_RATE_FACTOR  把每分钟请求次数的上限放大若干倍，默认 1；全局出口共用一个地址的大单位使用

登记簿还没有设置的，打印一次性链接，在浏览器中完成初始设置，随后自动转入正常使用。
SIGTERM 或 Ctrl-C：处理完进行中的请求后退出。`,
    en: `Usage: liuhen serve [--port 8400] [--host 127.0.0.1] [--data ./data]

  --port  PORT           the port, 8400 by default
  --host  HOST           the address to listen on, 127.0.0.1 by default; beyond it a proxy must end TLS
                         (LIUHEN_TRUSTED_PROXY is its address)
  --data  LIUHEN_DATA    the data folder, ./data by default
          DATABASE_URL   a PostgreSQL; without it the register is a file in the data folder
          LIUHEN_SCHEMA  its schema, public by default; with LIUHEN_MIGRATIONS=expect no migration is run
          LIUHEN_ADDRESS the address people use, such as https://liuhen.example: for QR codes and the set-up link
          LIUHEN_ORIGIN  the name of a new registry's trail; never changes afterwards
          LIUHEN_WITNESSES  who is asked to cosign checkpoints: url+vkey, several with commas; without it nothing is sent
          LIUHEN_WITNESS_MINUTES  how often they are asked, 1440 by default (after midnight)
          LIUHEN_RATE_FACTOR  multiplies how many requests a minute takes, 1 by default; for a large bureau behind one
                         address

A register that is not set up yet: prints a one-time link, is set up in the browser, and goes into use by itself.
SIGTERM or Ctrl-C: finishes the requests under way and ends.`,
  },
  async run(args, language) {
    const { values } = parseArgs({ args: [...args], options })
    const open = () =>
      openRegistry({
        ...registryPlace(values),
        origin: process.env['LIUHEN_ORIGIN'] || undefined,
        witnesses: process.env['LIUHEN_WITNESSES'] || undefined,
        address: publicAddress() ?? undefined,
      })
    let registry = await open()
    if (await registry.isNew()) {
      try {
        if (!(await setUpInBrowser(registry, servingPlace(values), language))) return 0
      } finally {
        await registry.close()
      }
      // Anew, because the recovery key has come into the data folder.
      registry = await open()
    }
    await serveUntilStopped(registry, values, language)
    return 0
  },
}

/** Listens, sweeps, and returns once a signal came and everything is closed. `announce` runs when the door is open. */
export async function serveUntilStopped(
  registry: OpenedRegistry,
  values: { port?: string | undefined; host?: string | undefined },
  language: Language,
  announce: (address: string) => void = () => {},
): Promise<void> {
  const s = say(language)
  const place = servingPlace(values)
  await untilStopped(async (stopping) => {
    try {
      const everyMinutes = roundMinutesIn(process.env['LIUHEN_WITNESS_MINUTES'])
      const rateFactor = factorIn(process.env['LIUHEN_RATE_FACTOR'] || '1')
      const door = await doorOf(registry, place.serving, process.stderr, rateFactor)
      const address = await listen(door, place)
      console.log(s(`留痕已启动：${address}`, `Liuhen is listening: ${address}`))
      if (registry.rolledBack) console.error(`liuhen: ${rolledBackSentence(registry.rolledBack, language)}`)
      announce(address)
      const sweeping = sweepNowAndThen(registry, stopping)
      const witnessing = askWitnessesNowAndThen(registry.submitCheckpoints, everyMinutes, stopping)
      if (!stopping.aborted) await once(stopping, 'abort')
      console.log(s('正在停止……', 'Stopping…'))
      await Promise.race([door.close(), sleep(PATIENCE_MS, undefined, { ref: false })])
      await sweeping
      await witnessing
    } finally {
      await registry.close()
    }
  })
  console.log(s('已停止。', 'Stopped.'))
}

function factorIn(text: string): number {
  const factor = Number(text)
  if (!(factor >= 1 && factor <= 1e6)) throw new UsageError(`LIUHEN_RATE_FACTOR: ${text}?`)
  return factor
}

/** A sweep that fails is reported and tried again at the next turn: the register goes on serving. */
async function sweepNowAndThen(registry: OpenedRegistry, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await registry.sweep().catch((error: unknown) => {
      console.error(`liuhen: sweep: ${error instanceof Error ? error.message : String(error)}`)
    })
    // Not waited for: a mail server that answers slowly holds nothing up.
    void mailed(registry)
    await sleep(SWEEP_EVERY_MS, undefined, { signal }).catch(() => {})
  }
}

async function mailed(registry: OpenedRegistry): Promise<void> {
  const problem = await registry.mailNotices().then(
    (round) => round.problem,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  if (problem !== null) console.error(`liuhen: mail: ${problem}`)
}
