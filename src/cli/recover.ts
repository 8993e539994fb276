/** `liuhen recover`: what two holders of recovery sheets can do when nobody else can. */
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { confirmWithRecoveryKey } from '../app/people/confirming.ts'
import { withSheets } from '../app/people/recovery-sheets.ts'
import { giveWithRecoveryKey } from '../app/people/regranting.ts'
import { openRegistry } from '../main.ts'
import { type Command, registryPlace, UsageError } from './command.ts'
import { say, type Language } from './text.ts'

const options = { data: { type: 'string' }, confirm: { type: 'string' }, grants: { type: 'boolean' } } as const

export const recover: Command = {
  summary: { zh: '凭两张恢复单确认查看人、补发授权', en: 'confirms a reader or gives grants with two recovery sheets' },
  help: {
    zh: `用法：liuhen recover --confirm <用户名> [--data ./data]
      liuhen recover --grants [--data ./data]

没有同事能够办理时使用。命令会要求输入两张恢复单，每行一张；恢复单不作为参数给出，也不保存。

  --confirm  确认一个待确认账户的密钥和职责；请先与本人核对“我的账户”中的密钥指纹
  --grants   为所有记录补发授权：应当能查看的补发，不应再持有的重发密钥

每次使用都在安全留痕链和各记录中留痕。请在服务停止或者空闲时使用。`,
    en: `Usage: liuhen recover --confirm <username> [--data ./data]
       liuhen recover --grants [--data ./data]

For when no colleague can do it. Asks for two recovery sheets, a line each; they are no arguments, and are not kept.

  --confirm  confirms keys and roles of an account that waits for it; first compare the fingerprint with its holder
  --grants   gives the grants of every record again: to whoever should read it, under new keys where somebody should not

Every use is kept in the security trail and in the records.`,
  },
  async run(args, language) {
    const { values } = parseArgs({ args: [...args], options })
    const s = say(language)
    if ((values.confirm === undefined) === (values.grants !== true))
      throw new UsageError(s('请给出 --confirm 或 --grants 之一', 'give one of --confirm and --grants'))
    const registry = await openRegistry(registryPlace(values))
    try {
      const { secret, context } = await withSheets(registry.context, await askForSheets(language))
      if (values.confirm === undefined) {
        const { done } = await giveWithRecoveryKey(context, secret)
        console.log(s(`已补发 ${done} 件记录的授权。`, `The grants of ${done} records were given again.`))
        return 0
      }
      const account = await context.store.accountByUsername(values.confirm)
      const confirmed = account && (await confirmWithRecoveryKey(context, secret, account.id))
      console.log(
        confirmed?.ok
          ? s(`已确认 ${values.confirm}。`, `${values.confirm} is confirmed.`)
          : s(`没有待确认的账户 ${values.confirm}。`, `No account ${values.confirm} waits for a confirmation.`),
      )
      return confirmed?.ok ? 0 : 1
    } finally {
      await registry.close()
    }
  },
}

/** Two lines from whoever sits there, or from a pipe. */
async function askForSheets(language: Language): Promise<readonly string[]> {
  const s = say(language)
  const input = createInterface({ input: process.stdin, output: process.stderr, terminal: false })
  try {
    const sheets: string[] = []
    process.stderr.write(s('第一张恢复单：', 'First sheet: '))
    for await (const line of input) {
      if (line.trim() !== '') sheets.push(line)
      if (sheets.length === 2) return sheets
      process.stderr.write(s('第二张恢复单：', 'Second sheet: '))
    }
    return sheets
  } finally {
    input.close()
  }
}
