/** `liuhen demo`: an invented bureau with a year of inquiries, served like a real one. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { playDemo } from '../app/demo/demo.ts'
import { demoAccountsFile } from '../app/demo/demo-accounts.ts'
import { makeRecoveryKey } from '../app/recovery-files.ts'
import { openRegistry } from '../main.ts'
import { type Command, registryPlace } from './command.ts'
import { serveUntilStopped } from './serve.ts'
import { say } from './text.ts'

const options = {
  data: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  'prepare-only': { type: 'boolean' },
} as const

export const demo: Command = {
  summary: { zh: '启动演示（虚构的单位与一年的记录）', en: 'starts a demonstration with an invented bureau' },
  help: {
    zh: `用法：liuhen demo [--port 8400] [--host 127.0.0.1] [--data ./data] [--prepare-only]

第一次启动时建立虚构的「清源区综合执法局」：人员、案件和一年的过问登记；再次启动沿用同一数据。
所有人的登录方式写在数据目录的 demo-accounts.json。演示数据勿与正式登记混用。

  --prepare-only  只准备数据，不启动服务`,
    en: `Usage: liuhen demo [--port 8400] [--host 127.0.0.1] [--data ./data] [--prepare-only]

The first start makes the invented bureau 清源区综合执法局: people, cases, and a year of inquiries. Later starts go on
with the same data. How to sign in as whom stands in demo-accounts.json in the data folder. Not for a real register.

  --prepare-only  makes the data and ends`,
  },
  async run(args, language) {
    const { values } = parseArgs({ args: [...args], options })
    const s = say(language)
    const place = registryPlace(values)
    await mkdir(place.dataFolder, { recursive: true, mode: 0o700 })
    // A real registry prints these and keeps none; a demonstration has nobody to hand them to.
    await makeRecoveryKey(place.dataFolder, (sheets) =>
      writeFile(join(place.dataFolder, 'demo-recovery-sheets.txt'), `${sheets.join('\n')}\n`, { mode: 0o600 }),
    )
    const registry = await openRegistry(place)
    let handedOver = false
    try {
      const { context } = registry
      const showProgress = (done: number, of: number): void => {
        if (process.stderr.isTTY && (done % 10 === 0 || done === of))
          process.stderr.write(
            `\r${s('正在准备演示数据', 'preparing the demonstration')} ${done}/${of}${done === of ? '\n' : ''}`,
          )
      }
      if (!process.stderr.isTTY) console.error(s('正在准备演示数据……', 'Preparing the demonstration…'))
      const { signIns, registered } = await playDemo(context, {
        onProgress: showProgress,
        vkey: registry.vkeys.register,
      })
      console.log(s(`演示数据就绪：${registered} 件登记。`, `The demonstration is ready: ${registered} records.`))
      if (values['prepare-only']) return 0
      handedOver = true
      await serveUntilStopped(registry, values, language, (address) => {
        const lines = signIns.map(({ username, name, unit, roles }) =>
          [username.padEnd(18), name, unit, roles.join(', ')].join('  '),
        )
        console.log(lines.join('\n'))
        const file = demoAccountsFile(context.dataFolder)
        console.log(
          s(
            `登录地址：${address}\n密码与动态口令密钥：${file}`,
            `Sign in at ${address}\nPasswords and authenticator secrets: ${file}`,
          ),
        )
      })
      return 0
    } finally {
      if (!handedOver) await registry.close()
    }
  },
}
