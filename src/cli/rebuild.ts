/** `liuhen rebuild`: the list of dossiers made anew from the events. */
import { parseArgs } from 'node:util'
import { rebuild as rebuildRegistry } from '../app/operations/rebuild.ts'
import { openRegistry } from '../main.ts'
import { type Command, expectRegistry, registryPlace } from './command.ts'
import { say } from './text.ts'

export const rebuild: Command = {
  summary: { zh: '由事件重建卷宗列表', en: 'rebuilds the list of dossiers from the events' },
  help: {
    zh: `用法：liuhen rebuild [--data ./data]

由事件重新计算卷宗列表的日期、期限、主办和序号，并列出原来不符之处。事件本身从不改动。
缺失的卷宗行无法由事件找回（公钥不在事件中），请由备份恢复；此时以 1 退出。`,
    en: `Usage: liuhen rebuild [--data ./data]

Computes days, due dates, owners and sequences of the list of dossiers again from the events, and names what did not fit.
Events are never touched. A row that is missing cannot come back from events, which do not hold its public keys: restore a
backup. Then the answer is 1.`,
  },
  async run(args, language) {
    const { values } = parseArgs({ args: [...args], options: { data: { type: 'string' } } })
    const s = say(language)
    const place = registryPlace(values)
    await expectRegistry(place.dataFolder)
    const registry = await openRegistry(place)
    try {
      const { found, left } = await rebuildRegistry(registry.context)
      for (const { dossierId, field, stored, expected } of found)
        console.log(
          s(
            `  卷宗 ${dossierId} 的 ${field}：应为 ${expected ?? '（无）'}，实为 ${stored ?? '（无）'}`,
            `  ${field} of dossier ${dossierId}: expected ${expected ?? 'nothing'}, found ${stored ?? 'nothing'}`,
          ),
        )
      const mended = found.length - left.length
      console.log(s(`重建完成：改正 ${mended} 处。`, `Rebuilt: ${mended} put right.`))
      if (left.length > 0)
        console.error(s(`仍有 ${left.length} 处不符。`, `${left.length} still do not fit: restore a backup.`))
      return left.length > 0 ? 1 : 0
    } finally {
      await registry.close()
    }
  },
}
