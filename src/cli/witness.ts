/** `liuhen witness`: cosigns other registries' checkpoints, so that no registry can take back what it showed (R26). */
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { openWitness } from '../main.ts'
import { type Command, portIn, UsageError } from './command.ts'
import { vkeyIn } from './keys.ts'
import { untilStopped } from './stopping.ts'
import { say } from './text.ts'

const options = {
  data: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  name: { type: 'string' },
} as const

export const witness: Command = {
  summary: { zh: '启动见证方，为其他登记簿的检查点会签', en: 'starts a witness that cosigns other registers' },
  help: {
    zh: `用法：liuhen witness 公钥... [--data ./data/witness] [--port 8410] [--host 127.0.0.1] [--name 名称]

供上级机关、档案馆等使用：只为所列登记簿（公钥 name+id+key，或存有公钥的文件）会签检查点，
且仅当新的链确实延续上次会签的链。被回退或改写的登记簿得不到会签。

  公钥    登记簿在 /trail/vkey 公布的公钥；安全链另有一个，在 /trail/security/vkey
  --data  保存 witness.key（密钥）与 witness.db（已会签到哪里）。不得用旧备份覆盖 witness.db
  --name  第一次启动时见证方的名称，例如 witness.example/superior，之后不再改变`,
    en: `Usage: liuhen witness VKEY... [--data ./data/witness] [--port 8410] [--host 127.0.0.1] [--name NAME]

For a superior body or an archive: cosigns checkpoints of the registers named (public keys name+id+key, or files that hold
one), when and only when the new trail extends the one cosigned last. A register that was rolled back or rewritten gets
no cosignature.

  VKEY    what a register publishes under /trail/vkey; its security trail has another, under /trail/security/vkey
  --data  keeps witness.key (the keys) and witness.db (how far it has cosigned). Never restore an older witness.db
  --name  names a new witness, e.g. witness.example/superior; never changes afterwards`,
  },
  async run(args, language) {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const s = say(language)
    if (positionals.length === 0) throw new UsageError(s('请给出登记簿的公钥', 'name the public key of a register'))
    const port = portIn(values.port ?? '8410')
    const host = values.host ?? '127.0.0.1'
    const logVkeys = await Promise.all(positionals.map(vkeyIn))
    const { door, vkeys } = await openWitness({
      dataFolder: values.data ?? './data/witness',
      logVkeys,
      name: values.name,
    })
    await untilStopped(async (stopping) => {
      try {
        const address = await door.listen({ host, port }).catch((cause: unknown) => {
          throw new LiuhenError('configurationInvalid', `${host}:${port} cannot be listened on`, { cause })
        })
        console.log(s(`见证方已启动：${address}`, `The witness is listening: ${address}`))
        for (const vkey of vkeys) console.log(`  ${vkey}`)
        if (!stopping.aborted) await once(stopping, 'abort')
      } finally {
        await door.close()
      }
    })
    return 0
  },
}
