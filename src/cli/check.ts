/** `liuhen check`: is the registry what it was, from the first entry to the last? */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { checkRegistry } from '../app/check/check-registry.ts'
import type { KeptCheckpoint } from '../app/check/check-trail.ts'
import type { CheckSummary } from '../app/check/finding.ts'
import { rememberRun } from '../app/operations/remembered.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { openRegistry } from '../main.ts'
import { type Command, expectRegistry, registryPlace } from './command.ts'
import { textIn } from './keys.ts'
import { rolledBackSentence } from './operator-text.ts'
import { say, sentenceOf, type Language } from './text.ts'

const options = {
  data: { type: 'string' },
  checkpoint: { type: 'string', multiple: true },
  policy: { type: 'string' },
} as const

export const check: Command = {
  summary: { zh: '核对整个登记簿', en: 'checks the whole registry' },
  help: {
    zh: `用法：liuhen check [--data ./data] [--checkpoint 文件]... [--policy 策略文件]

重新计算每一条并逐一比对：条目、事件、授权槽、哈希瓦片、所签检查点、卷宗列表、证据文件、账户、安全链。
有一处不符即指出第一处，并以 1 退出。

  --data        数据目录，默认 ./data（或 LIUHEN_DATA、DATABASE_URL）
  --checkpoint  在别处保存的旧检查点（打印件、见证方、上级）；被回退或改写时会指出。可多次给出
  --policy      信任策略：最新的会签检查点须有策略所要求的见证方会签`,
    en: `Usage: liuhen check [--data ./data] [--checkpoint FILE]... [--policy FILE]

Hashes everything again and compares entries, events, grant slots, tiles, signed checkpoints, the list of dossiers,
evidence files, accounts and the security trail. Names the first thing that does not fit, and exits 1.

  --data        the data folder, ./data by default (or LIUHEN_DATA, DATABASE_URL)
  --checkpoint  an older checkpoint kept elsewhere (printed, with a witness, with the superior body): a roll-back or a
                rewriting is named. May be given several times
  --policy      a trust policy: the newest cosigned checkpoint must bear the cosignatures that it asks for`,
  },
  async run(args, language) {
    const { values } = parseArgs({ args: [...args], options })
    const place = registryPlace(values)
    await expectRegistry(place.dataFolder)
    const kept = await Promise.all((values.checkpoint ?? []).map(readCheckpoint))
    const policy = values.policy ? await textIn(values.policy) : null
    const registry = await openRegistry(place)
    try {
      const { context, vkeys } = registry
      const result = await checkRegistry(context, { vkeys, kept, policy })
      const ok = result.ok && !registry.rolledBack
      await rememberRun(context, 'check', { ok })
      if (registry.rolledBack) console.error(rolledBackSentence(registry.rolledBack, language))
      if (!result.ok) console.error(`${say(language)('不符：', 'BROKEN: ')}${sentenceOf(result.finding, language)}`)
      if (ok && result.ok) console.log(summaryOf(result.summary, language))
      return ok ? 0 : 1
    } finally {
      await registry.close()
    }
  },
}

async function readCheckpoint(file: string): Promise<KeptCheckpoint> {
  try {
    return { source: file, note: await readFile(file, 'utf8') }
  } catch (cause) {
    throw new LiuhenError('configurationInvalid', `The checkpoint ${file} cannot be read`, { cause })
  }
}

function summaryOf(summary: CheckSummary, language: Language): string {
  const s = say(language)
  const { register, security } = summary
  return [
    s('全部相符。', 'Everything fits.'),
    s(
      `  登记链  ${register.size} 条，${register.checkpoints} 个检查点，${register.tiles} 块瓦片`,
      `  register trail  ${register.size} entries, ${register.checkpoints} checkpoints, ${register.tiles} tiles`,
    ),
    s(
      `  安全链  ${security.size} 条，${security.checkpoints} 个检查点`,
      `  security trail  ${security.size} entries, ${security.checkpoints} checkpoints`,
    ),
    s(
      `  卷宗 ${summary.dossiers} 件，事件 ${summary.events} 个，证据文件 ${summary.evidenceFiles} 个`,
      `  ${summary.dossiers} dossiers, ${summary.events} events, ${summary.evidenceFiles} evidence files`,
    ),
    s(
      `  授权槽 ${summary.slots.count} 个${summary.slots.by ? '' : '（升级前写入，下一次登记起受链保证）'}`,
      `  ${summary.slots.count} grant slots${summary.slots.by ? '' : ' (written before the upgrade: bound to the trail from the next entry on)'}`,
    ),
    s(
      `  另与 ${summary.olderCheckpoints} 个旧检查点相符`,
      `  fits ${summary.olderCheckpoints} checkpoints kept elsewhere`,
    ),
    ...(summary.witnessed
      ? [
          s(
            `  前 ${summary.witnessed.size} 条已由见证方会签：${summary.witnessed.by.join('、') || '（策略不要求）'}`,
            `  the first ${summary.witnessed.size} entries are cosigned by ${summary.witnessed.by.join(', ') || 'nobody, as the policy allows'}`,
          ),
        ]
      : []),
    s(`  链头    ${register.size} ${register.root}`, `  head            ${register.size} ${register.root}`),
  ].join('\n')
}
