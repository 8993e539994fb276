/** `liuhen backup`: a verified copy, while the server writes (R35). */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { backUp } from '../app/operations/backup.ts'
import { openRegistry, version } from '../main.ts'
import { type Command, expectRegistry, registryPlace } from './command.ts'
import { headLine } from './operator-text.ts'
import { say } from './text.ts'

const options = {
  data: { type: 'string' },
  to: { type: 'string' },
  'with-host-key': { type: 'boolean' },
} as const

export const backup: Command = {
  summary: { zh: '备份，并核对备份', en: 'makes a backup and checks it' },
  help: {
    zh: `用法：liuhen backup [--to 目录] [--data ./data] [--with-host-key]

服务运行时也可执行。复制数据库后重新打开、逐条核对，全部相符才算一份备份；证据文件只复制新增的。
请把目录放在另一块磁盘上。备份写入安全链（backupMade）。

  --to             备份目录，默认为数据目录旁的「数据目录-backups」（或 LIUHEN_BACKUPS）
  --with-host-key  连同 host.key。默认不含：有它又有数据库的人可以另签一份历史。
                   请另存一份在别处；它从不改变，只需保存一次
  --data           数据目录，默认 ./data（或 LIUHEN_DATA、DATABASE_URL）`,
    en: `Usage: liuhen backup [--to FOLDER] [--data ./data] [--with-host-key]

Works while the server writes. The database is copied, opened again and checked entry by entry; only then it counts as a
backup. Of the evidence only new files are copied. Let the folder be on another disk. The security trail notes it.

  --to             where to; by default DATA-backups beside the data folder (or LIUHEN_BACKUPS)
  --with-host-key  with host.key. Without it by default: whoever has it beside the database can sign a second history.
                   Keep one copy of it elsewhere; it never changes, so once is enough
  --data           the data folder, ./data by default (or LIUHEN_DATA, DATABASE_URL)`,
  },
  async run(args, language) {
    const { values } = parseArgs({ args: [...args], options })
    const s = say(language)
    const place = registryPlace(values)
    await expectRegistry(place.dataFolder)
    const to = values.to ?? (process.env['LIUHEN_BACKUPS'] || `${resolve(place.dataFolder)}-backups`)
    const registry = await openRegistry(place)
    try {
      const { context, vkeys } = registry
      if (context.store.engine === 'postgres')
        console.log(
          s(
            'PostgreSQL 的备份请用 pg_dump 或 WAL 归档；这里另存事件导出和证据文件。',
            'Back PostgreSQL up with pg_dump or WAL archiving; this writes the export of events and the evidence besides.',
          ),
        )
      const withHostKey = values['with-host-key'] ?? false
      const made = await backUp(context, { to, vkeys, version, withHostKey })
      const { register, security, counts } = made.manifest
      console.log(s('备份完成，已核对。', 'The backup is made and checked.'))
      console.log(`  ${made.folder}`)
      console.log(s('  登记链  ', '  register trail  ') + headLine(register))
      console.log(s('  安全链  ', '  security trail  ') + headLine(security))
      console.log(
        s(
          `  卷宗 ${counts.dossiers} 件，事件 ${counts.events} 个，证据文件 ${counts.evidenceFiles} 个（新增 ${made.newEvidenceFiles}）`,
          `  ${counts.dossiers} dossiers, ${counts.events} events, ${counts.evidenceFiles} evidence files (${made.newEvidenceFiles} new)`,
        ),
      )
      if (!withHostKey)
        console.log(s('  不含 host.key：请确认已另存。', '  Without host.key: make sure that it is kept elsewhere.'))
      return 0
    } finally {
      await registry.close()
    }
  },
}
