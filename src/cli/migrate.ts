/** `liuhen migrate`: brings the database to its newest shape, as its owner (docs/operating/postgresql.md). */
import { parseArgs } from 'node:util'
import { migrateDatabase } from '../main.ts'
import { type Command, expectRegistry, registryPlace } from './command.ts'
import { say } from './text.ts'

export const migrate: Command = {
  summary: { zh: '升级数据库结构', en: 'brings the database to its newest shape' },
  help: {
    zh: `用法：liuhen migrate [--data ./data]

把数据库升级到本版本的结构，不改动任何数据；已是最新时什么也不做。服务启动时会自动升级，
只有服务所用的 PostgreSQL 角色无权升级（LIUHEN_MIGRATIONS=expect）时，才由数据库属主执行本命令。

  --data         数据目录，默认 ./data（或 LIUHEN_DATA）
  DATABASE_URL   属主的连接串；LIUHEN_SCHEMA 为模式名，默认 public`,
    en: `Usage: liuhen migrate [--data ./data]

Brings the database to the shape of this version and changes no data; does nothing when it is there already. A service does
this itself at its start, unless its PostgreSQL role may not (LIUHEN_MIGRATIONS=expect): then the owner runs this.

  --data         the data folder, ./data by default (or LIUHEN_DATA)
  DATABASE_URL   as the owner; LIUHEN_SCHEMA names the schema, public by default`,
  },
  async run(args, language) {
    const { values } = parseArgs({ args: [...args], options: { data: { type: 'string' } } })
    const place = registryPlace(values)
    if (!place.databaseUrl) await expectRegistry(place.dataFolder)
    await migrateDatabase({ ...place, migrations: 'apply' })
    console.log(say(language)('数据库结构已是最新。', 'The database has its newest shape.'))
    return 0
  },
}
