/** `liuhen accept-rollback`: an operator's decision to go on with a database that is older than what was published. */
import { parseArgs } from 'node:util'
import { openRegistry } from '../main.ts'
import { type Command, expectRegistry, registryPlace, UsageError } from './command.ts'
import { rolledBackSentence } from './operator-text.ts'
import { say } from './text.ts'

export const acceptRollback: Command = {
  summary: { zh: '决定接受回退，继续登记', en: 'decides to go on after a roll-back' },
  help: {
    zh: `用法：liuhen accept-rollback --reason 理由 [--data ./data]

数据库比已公布的检查点旧时，专库只读不写。先查明是谁恢复了什么，有更新的备份就用更新的。
确实无法找回时执行本命令：决定和理由记入安全链，不可撤回；见证方仍会指出这次回退。之后重新启动服务。`,
    en: `Usage: liuhen accept-rollback --reason TEXT [--data ./data]

A registry whose database is older than what it published is read and not written. Find out first who restored what, and use
a newer backup where there is one. Where nothing newer can be had, this decides to go on: decision and reason stand in the
security trail for good, and witnesses will go on naming the roll-back. Start the server anew afterwards.`,
  },
  async run(args, language) {
    const { values } = parseArgs({ args: [...args], options: { data: { type: 'string' }, reason: { type: 'string' } } })
    const s = say(language)
    if (!values.reason?.trim()) throw new UsageError(s('请写明理由 --reason', 'give the reason: --reason'))
    const place = registryPlace(values)
    await expectRegistry(place.dataFolder)
    const registry = await openRegistry(place)
    try {
      if (!registry.rolledBack || !registry.acceptRollback) {
        console.log(s('没有回退，无须决定。', 'There is no roll-back, and nothing to decide.'))
        return 1
      }
      console.log(rolledBackSentence(registry.rolledBack, language))
      await registry.acceptRollback(values.reason.trim())
      console.log(
        s('决定已记入安全链。请重新启动服务。', 'The decision stands in the security trail. Start the server anew.'),
      )
      return 0
    } finally {
      await registry.close()
    }
  },
}
