/**
 * The command line. `main` answers the exit code: 0 done, 1 something is wrong with what was checked or asked, 2 the
 * command itself was not understood.
 */
import { LiuhenError } from '../kit/liuhen-error.ts'
import { version } from '../main.ts'
import { acceptRollback } from './accept-rollback.ts'
import { backup } from './backup.ts'
import { check } from './check.ts'
import { checkProof } from './check-proof.ts'
import { demo } from './demo.ts'
import { recover } from './recover.ts'
import { openTransfer } from './open-transfer.ts'
import { doctor } from './doctor.ts'
import { exportCommand, importCommand } from './moving.ts'
import { migrate } from './migrate.ts'
import { rebuild } from './rebuild.ts'
import { restore } from './restore.ts'
import { serve } from './serve.ts'
import { securityLog } from './security-log.ts'
import { setUp } from './set-up.ts'
import { witness } from './witness.ts'
import { type Command, UsageError } from './command.ts'
import { languageOf, say } from './text.ts'

const commands: Readonly<Record<string, Command>> = {
  serve,
  'set-up': setUp,
  demo,
  check,
  'check-proof': checkProof,
  'open-transfer': openTransfer,
  witness,
  recover,
  'security-log': securityLog,
  backup,
  restore,
  export: exportCommand,
  import: importCommand,
  rebuild,
  'accept-rollback': acceptRollback,
  doctor,
  migrate,
}

export async function main(args: readonly string[]): Promise<number> {
  const language = languageOf(process.env)
  const s = say(language)
  const [name = '', ...rest] = args
  if (name === 'version' || name === '--version' || name === '-v') {
    console.log(`liuhen ${version} (node ${process.versions.node})`)
    return 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) {
    const overview = Object.entries(commands).map(([each, { summary }]) => `  ${each.padEnd(17)}${summary[language]}`)
    const usage = [
      s('用法：liuhen <命令> [选项]', 'Usage: liuhen <command> [options]'),
      '',
      ...overview,
      `  ${'version'.padEnd(17)}${s('显示版本', 'shows the version')}`,
      '',
      s('每个命令都可加 --help。', 'Every command takes --help.'),
    ].join('\n')
    const asked = name === '' || name === 'help' || name === '--help' || name === '-h'
    if (asked) console.log(usage)
    else console.error(`liuhen: ${s(`没有「${name}」这个命令`, `there is no command «${name}»`)}\n\n${usage}`)
    return asked ? 0 : 2
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(command.help[language])
    return 0
  }
  try {
    return await command.run(rest, language)
  } catch (error) {
    if (error instanceof UsageError || isArgumentError(error)) {
      console.error(`liuhen ${name}: ${(error as Error).message}\n\n${command.help[language]}`)
      return 2
    }
    if (!(error instanceof LiuhenError)) throw error
    console.error(`liuhen ${name}: ${error.message} [${error.code}]`)
    const cause = error.cause instanceof Error ? error.cause.message : ''
    if (cause) console.error(`  ${s('原因', 'cause')}: ${cause}`)
    return 1
  }
}

/** What node:util parseArgs throws for an option it does not know. */
const isArgumentError = (error: unknown): boolean =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
