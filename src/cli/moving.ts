/** `liuhen export` and `liuhen import`: a registry as lines of JSON, from one engine to the other and back. */
import { parseArgs } from 'node:util'
import { toHex } from '../kit/bytes.ts'
import { exportRegistry, importRegistry } from '../app/operations/moving.ts'
import { openRegistry } from '../main.ts'
import { type Command, expectRegistry, registryPlace, UsageError } from './command.ts'
import { textIn } from './keys.ts'
import { headLine } from './operator-text.ts'
import { say } from './text.ts'

const exportOptions = { data: { type: 'string' }, to: { type: 'string' } } as const
const importOptions = { data: { type: 'string' }, from: { type: 'string' }, 'host-key': { type: 'string' } } as const

export const exportCommand: Command = {
  summary: { zh: '导出整个登记簿（NDJSON）', en: 'exports the whole registry as NDJSON' },
  help: {
    zh: `用法：liuhen export --to 文件 [--data ./data]

写出两条链的全部事件和运行所需的各表，一行一个 JSON。密封的内容仍然密封。服务运行时也可执行。
不含 host.key、证据文件、会话和未完成的上传。

  --data  数据目录，默认 ./data（或 LIUHEN_DATA、DATABASE_URL）`,
    en: `Usage: liuhen export --to FILE [--data ./data]

Writes all events of both trails and the rows that a registry needs, one JSON a line. What is sealed stays sealed. Works
while the server writes. Leaves out host.key, the evidence files, sessions and unfinished uploads.

  --data  the data folder, ./data by default (or LIUHEN_DATA, DATABASE_URL)`,
  },
  async run(args, language) {
    const { values } = parseArgs({ args: [...args], options: exportOptions })
    const s = say(language)
    if (!values.to) throw new UsageError(s('请给出 --to 文件', 'name the file: --to'))
    const place = registryPlace(values)
    await expectRegistry(place.dataFolder)
    const registry = await openRegistry(place)
    try {
      const heads = await exportRegistry(registry.context, registry.vkeys, values.to)
      console.log(s(`已导出：${values.to}`, `Exported: ${values.to}`))
      console.log(
        s('  登记链  ', '  register trail  ') + headLine({ ...heads.register, root: toHex(heads.register.root) }),
      )
      return 0
    } finally {
      await registry.close()
    }
  },
}

export const importCommand: Command = {
  summary: { zh: '导入登记簿，可换数据库', en: 'imports a registry, also into the other engine' },
  help: {
    zh: `用法：liuhen import --from 文件 --data 目录 [--host-key 文件]

重算每一条的哈希，链头与导出时相同才写入；已有登记簿即拒绝。设置了 DATABASE_URL 时写入 PostgreSQL，
否则写入目录中的 register.db。目录须有原来的 host.key（或用 --host-key 给出），证据目录 evidence/ 须自行复制。`,
    en: `Usage: liuhen import --from FILE --data FOLDER [--host-key FILE]

Hashes every entry again and keeps it all only when the head is the exported one; refuses where a registry is already. With
DATABASE_URL it fills PostgreSQL, without it register.db in the folder. The folder has the registry's own host.key (or
--host-key gives it); copy the folder evidence/ yourself.`,
  },
  async run(args, language) {
    const { values } = parseArgs({ args: [...args], options: importOptions })
    const s = say(language)
    const { from, data } = values
    if (!from || !data) throw new UsageError(s('请给出 --from 和 --data', 'name --from and --data'))
    const place = registryPlace({ data })
    const hostKey = values['host-key'] ? await textIn(values['host-key']) : null
    const head = await importRegistry({ from, ...place, hostKey })
    const registry = await openRegistry(place)
    try {
      await registry.context.store.appendSecurityEvent({
        type: 'registryImported',
        at: registry.context.now(),
        accountId: null,
        data: { engine: registry.context.store.engine, head: { size: head.size, root: toHex(head.root) } },
      })
      const now = await registry.context.store.head('register')
      console.log(s('导入完成。', 'Imported.'))
      console.log(s('  导出时的链头  ', '  head of the export  ') + headLine({ ...head, root: toHex(head.root) }))
      console.log(s('  导入后的链头  ', '  head afterwards     ') + headLine({ ...now, root: toHex(now.root) }))
      return 0
    } finally {
      await registry.close()
    }
  },
}
