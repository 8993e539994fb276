/** `liuhen doctor`: is everything around the register as it ought to be? */
import { parseArgs } from 'node:util'
import { examine } from '../app/operations/doctor.ts'
import type { DoctorLine } from '../app/operations/doctor-line.ts'
import { instantOf } from '../kit/calendar.ts'
import { openRegistry, type OpenedRegistry } from '../main.ts'
import { type Command, expectRegistry, registryPlace } from './command.ts'
import { doctorSentence, topicName } from './doctor-text.ts'
import { say, type Language } from './text.ts'

const options = { data: { type: 'string' }, json: { type: 'boolean' } } as const

export const doctor: Command = {
  summary: { zh: '检查磁盘、时钟、密钥、备份等', en: 'looks at disk, clock, keys, backups' },
  help: {
    zh: `用法：liuhen doctor [--data ./data] [--json]

逐项检查：数据目录和磁盘、时钟、host.key 和恢复公钥、证据目录、数据库及其防改触发器、两条链的链头、
是否被回退、上次备份和上次核对距今多久、见证。不改动任何内容，服务运行时也可执行。
每行「正常」「注意」或「问题」，并说明怎么办；有「问题」时以 1 退出。逐条核对登记内容用 liuhen check。

  --json  输出 JSON，供监控使用`,
    en: `Usage: liuhen doctor [--data ./data] [--json]

Looks at the data folder and its disk, the clock, host.key and the recovery key, the evidence folder, the database and its
guards, both heads, a roll-back, the age of the last backup and check, and witnesses. Changes nothing and works while the
server runs. Each line is ok, a warning or a problem, with what to do; exits 1 on a problem. To check what was registered,
entry by entry: liuhen check.

  --json  prints JSON, for monitoring`,
  },
  async run(args, language) {
    const { values } = parseArgs({ args: [...args], options })
    const place = registryPlace(values)
    // Its name is there also where the key was lost, which is one of the lines.
    await expectRegistry(place.dataFolder, 'origin')
    const opened: OpenedRegistry[] = []
    try {
      const lines = await examine({
        dataFolder: place.dataFolder,
        now: instantOf(new Date()),
        asksWitnesses: Boolean(process.env['LIUHEN_WITNESSES']),
        async open() {
          // Looking must not bring the database to another shape.
          const registry = await openRegistry({ ...place, migrations: 'expect' })
          opened.push(registry)
          return { store: registry.context.store, vkeys: registry.vkeys, rolledBack: registry.rolledBack }
        },
      })
      const ok = lines.every(({ state }) => state !== 'problem')
      console.log(
        values.json ? JSON.stringify({ ok, lines: inWords(lines, language) }, null, 2) : shown(lines, language),
      )
      return ok ? 0 : 1
    } finally {
      for (const registry of opened) await registry.close()
    }
  },
}

const inWords = (lines: readonly DoctorLine[], language: Language) =>
  lines.map((line) => ({ ...line, sentence: doctorSentence(line, language) }))

function shown(lines: readonly DoctorLine[], language: Language): string {
  const s = say(language)
  const states = { ok: s('正常', 'ok     '), warning: s('注意', 'WARNING'), problem: s('问题', 'PROBLEM') }
  return lines
    .map((line) => `${states[line.state]}  ${topicName(line.topic, language)}  ${doctorSentence(line, language)}`)
    .join('\n')
}
