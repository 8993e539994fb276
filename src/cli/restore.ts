/** `liuhen restore`: a registry from a backup, and the drill of it (R35). */
import { parseArgs } from 'node:util'
import { noteDrill, noteRestored, restore as restoreBackup } from '../app/operations/restore.ts'
import { openRegistry } from '../main.ts'
import { type Command, expectRegistry, registryPlace, UsageError } from './command.ts'
import { textIn } from './keys.ts'
import { headLine, rolledBackSentence } from './operator-text.ts'
import { say } from './text.ts'

const options = {
  from: { type: 'string' },
  data: { type: 'string' },
  'host-key': { type: 'string' },
  drill: { type: 'string' },
  checkpoint: { type: 'string' },
} as const

export const restore: Command = {
  summary: { zh: '由备份恢复，或演练恢复', en: 'restores a backup, or rehearses that' },
  help: {
    zh: `用法：liuhen restore --from 备份目录 --data 空目录 [--host-key 文件] [--checkpoint 文件]
      liuhen restore --from 备份目录 --data 空目录 --drill 正在使用的数据目录

先核对清单、数据库、每个证据文件和每一条，再写入；目录不空即拒绝。最后打印备份与恢复后的链头，两者相同。

  --from      一份备份，或存放各份备份的目录（取最新一份）
  --data      空目录；不取默认值
  --host-key  另存的 host.key。没有它，恢复的专库不能打开
  --checkpoint  另存的检查点：备份比它旧时，恢复的专库只读不写，直至 liuhen accept-rollback。
              旁边有更新的备份时也是如此
  --drill     这是演练：记入该数据目录的专库的安全链。演练所得的目录没有 host.key，看过后请删除`,
    en: `Usage: liuhen restore --from FOLDER --data EMPTY [--host-key FILE] [--checkpoint FILE]
       liuhen restore --from FOLDER --data EMPTY --drill DATA

Checks the manifest, the database, every evidence file and every entry before it writes anything, and refuses a folder that
is not empty. Prints the head of the backup and the head afterwards, which is the same.

  --from      a backup, or the folder of all backups (the newest is taken)
  --data      an empty folder; there is no default
  --host-key  the host.key that was kept elsewhere. Without it the registry cannot be opened
  --checkpoint  one that was kept: when the backup is behind it, the registry is read and not written until
              liuhen accept-rollback. A newer backup beside this one has the same effect
  --drill     this is a drill: noted in the security trail of the registry in DATA. The folder it makes has no host.key;
              remove it afterwards`,
  },
  async run(args, language) {
    const { values } = parseArgs({ args: [...args], options })
    const s = say(language)
    const { from, data, drill } = values
    if (!from || !data) throw new UsageError(s('请给出 --from 和 --data', 'name --from and --data'))
    if (drill && values['host-key'])
      throw new UsageError(s('演练不用 host.key', 'a drill goes without the host key: two registries must not sign'))
    const place = registryPlace({ data })
    if (drill) await expectRegistry(drill)
    const hostKey = values['host-key'] ? await textIn(values['host-key']) : null
    const restored = await restoreBackup({
      from,
      dataFolder: data,
      ...(drill ? {} : { databaseUrl: place.databaseUrl, databaseSchema: place.databaseSchema }),
      hostKey,
      published: values.checkpoint ? await textIn(values.checkpoint) : null,
      drill: Boolean(drill),
    })
    console.log(s('恢复完成，已核对。', 'Restored and checked.'))
    console.log(s('  备份的链头    ', '  head of the backup  ') + headLine(restored.before))
    console.log(s('  恢复后的链头  ', '  head afterwards     ') + headLine(restored.after))
    if (drill) {
      const registry = await openRegistry(registryPlace({ data: drill }))
      try {
        await noteDrill(registry.context, restored)
      } finally {
        await registry.close()
      }
      console.log(s('  演练已记入安全链。', '  The security trail has noted the drill.'))
    } else if (restored.hasHostKey) {
      const registry = await openRegistry(place)
      try {
        if (registry.rolledBack) console.error(rolledBackSentence(registry.rolledBack, language))
        else await noteRestored(registry.context, restored)
      } finally {
        await registry.close()
      }
    } else
      console.log(
        s('  启动之前请放入 host.key。', '  Put host.key into the folder before it is served; no new one is made.'),
      )
    return 0
  },
}
