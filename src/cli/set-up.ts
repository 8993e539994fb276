/** `liuhen set-up`: a new register with its bureau, its units and its three administrators. */
import { mkdir } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { makeRecoveryKey } from '../app/recovery-files.ts'
import { isReaderRole, isUnitKind, readerRoleNames, type SetUp, setUpRegistry, unitKindNames } from '../app/set-up.ts'
import { openRegistry } from '../main.ts'
import { type Command, registryPlace, UsageError } from './command.ts'
import { say } from './text.ts'

const options = {
  data: { type: 'string' },
  bureau: { type: 'string' },
  unit: { type: 'string', multiple: true },
  'first-reader': { type: 'string', multiple: true },
  'system-admin': { type: 'string' },
  'security-admin': { type: 'string' },
  'audit-admin': { type: 'string' },
} as const

const example = `liuhen set-up --bureau 清源区综合执法局 \\
    --unit bureauLeadership:局领导班子 --unit leadingPartyGroup:局党组 --unit disciplineOffice:纪检监察室 \\
    --unit directSquadron:直属一中队 \\
    --first-reader disciplineOfficeHead:tang.ke:唐可 --first-reader disciplineHandler:gao.ming:高茗 \\
    --system-admin wang.hao:王浩 --security-admin li.na:李娜 --audit-admin zhao.min:赵敏`

export const setUp: Command = {
  summary: { zh: '建立新的登记簿：单位、机构、三员', en: 'sets up a new register: bureau, units, administrators' },
  help: {
    zh: `用法：${example}

建立单位名称、机构和三名管理员，打印各自的一次性启用码（72 小时有效）和三张恢复单。
启用码交本人，在 /activate 设置密码和动态口令。恢复单只打印这一次，任意两张可以恢复全部内容：
请分别封存在不同的人手中。其余人员由安全管理员登录后添加。

  --unit          类别:名称，可多次给出；类别：${unitKindNames.join(' ')}
  --first-reader  职责:用户名:姓名，可多次给出；职责：${readerRoleNames.join(' ')}
                  首批查看人，本人启用账户即为已确认；此后的查看人须由已确认的同事确认。不给出时，首位查看人由
                  两名恢复单保管人确认（liuhen recover）`,
    en: `Usage: ${example}

Makes the bureau, its units and the three administrators, and prints a one-time activation code for each (good for 72
hours) and the three recovery sheets. Hand each code to its holder, who sets password and authenticator at /activate.
The sheets are printed this once; any two of them open everything: keep them in different hands. The security
administrator enters everybody else.

  --unit          kind:name, several times; kinds: ${unitKindNames.join(' ')}
  --first-reader  role:username:name, several times; roles: ${readerRoleNames.join(' ')}
                  The first who read what others record, confirmed with their activation; later ones are confirmed by a
                  confirmed colleague. With none, two recovery sheets confirm the first (liuhen recover)`,
  },
  async run(args, language) {
    const { values } = parseArgs({ args: [...args], options })
    const s = say(language)
    const administrator = (option: 'system-admin' | 'security-admin' | 'audit-admin') => {
      const [username = '', name = ''] = (values[option] ?? '').split(/[:：]/)
      if (!username || !name) throw new UsageError(s(`--${option} 要写成 用户名:姓名`, `--${option} is username:name`))
      return { username, name }
    }
    if (!values.bureau) throw new UsageError(s('缺少 --bureau', '--bureau is missing'))
    const wanted: SetUp = {
      bureau: values.bureau,
      units: (values.unit ?? []).map((text) => {
        const [kind = '', name = ''] = text.split(/[:：]/)
        if (!isUnitKind(kind) || !name)
          throw new UsageError(s(`--unit ${text}：应为 类别:名称`, `--unit ${text}: kind:name`))
        return { kind, name }
      }),
      firstReaders: (values['first-reader'] ?? []).map((text) => {
        const [role = '', username = '', name = ''] = text.split(/[:：]/)
        if (!isReaderRole(role) || !username || !name)
          throw new UsageError(
            s(`--first-reader ${text}：应为 职责:用户名:姓名`, `--first-reader ${text}: role:username:name`),
          )
        return { role, username, name }
      }),
      administrators: {
        systemAdmin: administrator('system-admin'),
        securityAdmin: administrator('security-admin'),
        auditAdmin: administrator('audit-admin'),
      },
    }

    const place = registryPlace(values)
    await mkdir(place.dataFolder, { recursive: true, mode: 0o700 })
    const registry = await openRegistry(place)
    try {
      const made = await setUpRegistry(registry.context, wanted)
      if (!made.ok) {
        const { code } = made.refusal
        console.error(
          code === 'alreadySetUp'
            ? s('这里已经建立过登记簿，没有改动。', 'A register was set up here already. Nothing was changed.')
            : s(`没有建立：${JSON.stringify(made.refusal)}`, `Not set up: ${JSON.stringify(made.refusal)}`),
        )
        return 1
      }
      for (const { role, username, activationCode } of made.value)
        console.log([role.padEnd(15), username.padEnd(20), activationCode].join(' '))
      await makeRecoveryKey(place.dataFolder, async (sheets) =>
        console.log(`\n${s('恢复单（任意两张）：', 'Recovery sheets (any two):')}\n${sheets.join('\n')}`),
      )
      console.log(
        s(
          '\n现在运行 npm start，管理员到 /activate 启用。',
          '\nNow run npm start; the administrators go to /activate.',
        ),
      )
      return 0
    } finally {
      await registry.close()
    }
  },
}
