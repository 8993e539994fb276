/** `liuhen check-proof`: checks a proof that somebody kept, without a server, a database or a data folder. */
import { parseArgs } from 'node:util'
import { checkProofFile } from '../app/check/check-proof-file.ts'
import { toHex } from '../kit/bytes.ts'
import { type Command, UsageError } from './command.ts'
import { bytesIn, textIn, vkeyIn } from './keys.ts'
import { failureSentence, say } from './text.ts'

const options = {
  record: { type: 'string' },
  vkey: { type: 'string', multiple: true },
  policy: { type: 'string' },
} as const

export const checkProof: Command = {
  summary: { zh: '离线核对一份登记证明', en: 'checks a proof offline' },
  help: {
    zh: `用法：liuhen check-proof 文件 --vkey 公钥 | --policy 策略文件 [--record 条目文件]

核对登记人手中的证明（.tlog-proof），不需要服务器，也不需要数据目录。

  --vkey    登记簿的公钥（name+id+key），或存有公钥的文件；可多次给出（含见证方）
  --policy  信任策略（C2SP tlog-policy）：信任哪些登记簿，须有哪些见证方会签
  --record  条目文件；不给出时使用证明自带的条目（extra 行），并如实说明`,
    en: `Usage: liuhen check-proof FILE --vkey KEY | --policy POLICYFILE [--record ENTRYFILE]

Checks a proof that a recorder kept (.tlog-proof). Needs no server and no data folder.

  --vkey    the register's public key (name+id+key), or a file that holds it; several may be given, witnesses too
  --policy  a trust policy (C2SP tlog-policy): which registers are trusted, which witnesses must have cosigned
  --record  the entry; without it the entry that the proof itself carries is checked, and the answer says so`,
  },
  async run(args, language) {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const s = say(language)
    const [file, ...surplus] = positionals
    if (!file || surplus.length > 0) throw new UsageError(s('请给出一份证明文件', 'name one proof file'))
    if (!values.vkey && !values.policy)
      throw new UsageError(s('请给出登记簿的公钥 --vkey 或策略 --policy', 'a key is missing: --vkey or --policy'))
    const vkeys = await Promise.all((values.vkey ?? []).map(vkeyIn))
    const policy = values.policy ? await textIn(values.policy) : null
    const proofText = await textIn(file)
    const entry = values.record ? new Uint8Array(await bytesIn(values.record)) : null
    const verdict = checkProofFile(proofText, { entry, vkeys, policy })
    if (!verdict.ok) {
      console.error(`${s('证明不成立：', 'The proof does not hold: ')}${failureSentence(verdict, language)}`)
      return 1
    }
    const { checkpoint, leafIndex, cosignatures } = verdict.proven
    console.log(s('证明成立。', 'The proof holds.'))
    console.log(`  ${checkpoint.origin}  ${leafIndex} / ${checkpoint.treeSize}  ${toHex(checkpoint.root)}`)
    if (verdict.entryFrom === 'proof')
      console.log(
        s('  条目取自证明自带的 extra 行。', '  The entry was taken from the extra line of the proof itself.'),
      )
    if (verdict.entry?.kind === 'event')
      console.log(
        s(
          `  卷宗 ${verdict.entry.dossierId}，第 ${verdict.entry.sequence} 个事件，${verdict.entry.date}`,
          `  dossier ${verdict.entry.dossierId}, event ${verdict.entry.sequence}, ${verdict.entry.date}`,
        ),
      )
    for (const { name, posixSeconds } of cosignatures)
      console.log(
        s(
          `  见证方 ${name} 于 ${momentOf(posixSeconds)} 已见到`,
          `  the witness ${name} had seen it by ${momentOf(posixSeconds)}`,
        ),
      )
    return 0
  },
}

const momentOf = (posixSeconds: number): string => new Date(posixSeconds * 1000).toISOString()
