/** `liuhen open-transfer`: for a superior body, which has neither our register nor our network (R44). */
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import type { PackageFinding } from '../app/transfer/finding.ts'
import { type OpenedPackage, openPackage, transferIdentitiesIn } from '../app/transfer/open-package.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { unitAndPost } from '../kit/standing.ts'
import { type Command, UsageError } from './command.ts'
import { textIn, vkeyIn } from './keys.ts'
import { failureSentence, type Language, say } from './text.ts'

const options = {
  identity: { type: 'string', multiple: true },
  vkey: { type: 'string', multiple: true },
  out: { type: 'string' },
} as const

export const openTransfer: Command = {
  summary: { zh: '打开并核对一份密封移送包', en: 'opens and checks a sealed transfer' },
  help: {
    zh: `用法：liuhen open-transfer 文件 --identity 私钥文件 [--vkey 公钥] [--out 目录]

解密密封移送包，说明里面有什么，核对全部摘要、存在证明、密封和签名，指出第一处不符。
不需要服务器、数据目录和网络。

  --identity  age 私钥文件（age-keygen 生成的那一份）；可多次给出
  --vkey      登记簿的公钥（name+id+key），或存有公钥的文件，事先从移送单位或见证方得到；
              不给出时用包里自带的，并如实说明
  --out       把内容写到这个目录（不存在或为空）；不给出时只核对，不写任何文件`,
    en: `Usage: liuhen open-transfer FILE --identity KEYFILE [--vkey KEY] [--out FOLDER]

Decrypts a sealed transfer, says what is inside, checks every digest, proof, seal and signature, and
names the first thing that is wrong. Needs no server, no data folder and no network.

  --identity  the age key file (as age-keygen made it); several may be given
  --vkey      the register's public key (name+id+key), or a file that holds it, known from elsewhere;
              without it the package's own is used, and the answer says so
  --out       writes the contents into this folder (new or empty); without it nothing is written`,
  },
  async run(args, language) {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const s = say(language)
    const [file, ...surplus] = positionals
    if (!file || surplus.length > 0) throw new UsageError(s('请给出一份移送包', 'name one package'))
    if (!values.identity) throw new UsageError(s('请给出私钥文件 --identity', 'a key file is missing: --identity'))
    const identities = (await Promise.all(values.identity.map(textIn))).flatMap(transferIdentitiesIn)
    const vkeys = await Promise.all((values.vkey ?? []).map(vkeyIn))
    if (!(await stat(file).catch(() => null))?.isFile())
      throw new LiuhenError('configurationInvalid', `${file} cannot be read`)
    const folder = values.out ?? null
    if (folder !== null) await emptyFolder(folder, language)

    const sealed = createReadStream(file)
    const keep = (path: string, content: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> =>
      folder === null ? content : writing(join(folder, path), content)
    const result = await openPackage({ sealed, identities, vkeys, keep })
    if (!result.ok) {
      console.error(`${s('移送包不成立：', 'The package does not hold: ')}${sentenceOf(result.finding, language)}`)
      if (folder !== null)
        console.error(s('  目录里的内容不可采信。', '  What was written into the folder must not be relied on.'))
      return 1
    }
    for (const line of overview(result.opened, language)) console.log(withoutControls(line))
    if (folder !== null) console.log(s(`  内容已写入 ${folder}`, `  the contents stand in ${folder}`))
    return 0
  },
}

async function emptyFolder(folder: string, language: Language): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if ((await readdir(folder)).length > 0)
    throw new UsageError(say(language)(`目录 ${folder} 不是空的`, `the folder ${folder} is not empty`))
}

/** Passes the bytes on and keeps them. A file that is there already is never overwritten. */
async function* writing(file: string, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const handle = await open(file, 'wx', 0o600)
  try {
    for await (const bytes of content) {
      await handle.writeFile(bytes)
      yield bytes
    }
  } finally {
    await handle.close()
  }
}

/** What others typed must not steer the terminal. */
const withoutControls = (line: string): string => line.replaceAll(/\p{Cc}/gu, ' ')

function overview(opened: OpenedPackage, language: Language): readonly string[] {
  const s = say(language)
  const { record, evidence, files, checkpoint, vkey, vkeyGiven } = opened
  const { recorder } = record
  return [
    s('移送包成立：摘要、存在证明、密封和签名全部相符。', 'The package holds: digests, proofs, seals and signatures.'),
    `  ${s('登记编号', 'register number')}  ${record.registerNumber}`,
    `  ${s('移送单位', 'from')}  ${record.bureau}`,
    `  ${s('接收机关', 'to')}  ${record.superior.organ}（${record.superior.recipients.join(' ')}）`,
    `  ${s('封装时间', 'packed at')}  ${record.packedAt}`,
    `  ${s('移送原因', 'reason')}  ${record.reason}`,
    `  ${s('登记人', 'recorder')}  ${recorder.name}（${unitAndPost(recorder.unit, recorder.post)}）`,
    `  ${s('案件', 'case')}  ${record.record.content.caseTitle}`,
    `  ${s('内容', 'contents')}  ${s(
      `${record.events} 个事件，${evidence.length} 件证据，共 ${files} 个文件`,
      `${record.events} events, ${evidence.length} pieces of evidence, ${files} files in all`,
    )}`,
    ...evidence.map(({ file, name, size, sha256 }) => `    data/${file}  ${name}  ${size}  sha256 ${sha256}`),
    `  ${s('登记链', 'trail')}  ${checkpoint.origin}  ${checkpoint.treeSize}`,
    `  ${s('公钥', 'key')}  ${vkey}`,
    ...(vkeyGiven
      ? []
      : [
          s(
            '  公钥取自包内。请与事先从移送单位或见证方得到的公钥比较，或用 --vkey 给出后再核对一次。',
            '  The key is the package’s own. Compare it with one known from elsewhere, or check again with --vkey.',
          ),
        ]),
  ]
}

function sentenceOf(finding: PackageFinding, language: Language): string {
  const s = say(language)
  switch (finding.rule) {
    case 'fileDecrypts':
      return s(
        '不能解密：私钥不是接收人的，或者文件被改动、不完整',
        'it does not decrypt: the identity is no recipient’s, or the file was changed or cut',
      )
    case 'bagIsWhole':
      return s(`不是完整的移送包：${finding.problem}`, `not a whole package: ${finding.problem}`)
    case 'fileIsThere':
      return s(`缺少文件 ${finding.path}`, `${finding.path} is missing`)
    case 'fileIsListed':
      return s(`清单里没有的文件 ${finding.path}`, `${finding.path} stands in no list`)
    case 'fileHasDigest':
      return s(
        `${finding.path} 被改动\n  应为 ${finding.expected}\n  实为 ${finding.found}`,
        `${finding.path} was changed\n  expected ${finding.expected}\n  found    ${finding.found}`,
      )
    case 'fileIsReadable':
      return s(`${finding.path} 无法读取`, `${finding.path} cannot be read`)
    case 'eventIsInTrail':
      return (
        s(`第 ${finding.sequence} 个事件的存在证明不成立：`, `the proof of event ${finding.sequence} does not hold: `) +
        failureSentence(finding.failure, language)
      )
    case 'entryIsOfEvent':
      return s(
        `第 ${finding.sequence} 个事件与登记链条目不符`,
        `event ${finding.sequence} is not the one that its entry in the trail is of`,
      )
    case 'sealOpens':
      return s('密封部分不能用包里的密钥打开', 'the sealed bytes do not open with the keys in the package')
    case 'textIsWhatWasSealed':
      return s(
        `第 ${finding.sequence} 个事件的文本与密封的原文不符`,
        `the text of event ${finding.sequence} is not what was sealed`,
      )
    case 'eventIsSigned':
      return s(`第 ${finding.sequence} 个事件的签名不成立`, `the signature of event ${finding.sequence} does not hold`)
    case 'recordIsOfEvents':
      return s('data/record.json 与登记事件不符', 'data/record.json is not what was registered')
    case 'originalIsThere':
      return s(`缺少证据原件 ${finding.file}`, `the original ${finding.file} is missing`)
  }
}
