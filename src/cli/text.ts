/** What the command line says, in the language of the terminal. Codes come from the checks; the sentences stand here. */
import type { Finding, SlotsPlace } from '../app/check/finding.ts'
import type { Failure } from '../trail/verdict.ts'

export type Language = 'zh' | 'en'

/** The language of the terminal, as POSIX orders the variables: the first that is set decides. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const chosen = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || ''
  return chosen.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

/** One sentence in both languages. */
export const say =
  (language: Language) =>
  (zh: string, en: string): string =>
    language === 'zh' ? zh : en

const values = (difference: { expected: string | number; found: string | number }, language: Language): string =>
  say(language)(
    `\n  应为 ${difference.expected}\n  实为 ${difference.found}`,
    `\n  expected ${difference.expected}\n  found    ${difference.found}`,
  )

/** The finding of a registry check: which entry, which rule, what was expected and what was found. */
export function sentenceOf(finding: Finding, language: Language): string {
  const s = say(language)
  switch (finding.rule) {
    case 'trailHolds': {
      const trail = finding.trail === 'register' ? s('登记链', 'register trail') : s('安全链', 'security trail')
      return `${trail}${s('：', ': ')}${failureSentence(finding.failure, language)}`
    }
    case 'entryIsReadable':
      return s(
        `${finding.trail} 链第 ${finding.leafIndex} 条无法读取：${finding.problem}`,
        `${finding.trail} trail: entry ${finding.leafIndex} cannot be read: ${finding.problem}`,
      )
    case 'entryHasEvent':
      return s(
        `第 ${finding.leafIndex} 条所指的事件已不存在：卷宗 ${finding.dossierId} 第 ${finding.sequence} 个事件`,
        `entry ${finding.leafIndex} names an event that is gone: event ${finding.sequence} of dossier ${finding.dossierId}`,
      )
    case 'eventMatchesEntry':
      return (
        s(
          `第 ${finding.leafIndex} 条与事件不符（${finding.part}）：卷宗 ${finding.dossierId} 第 ${finding.sequence} 个事件被改动`,
          `entry ${finding.leafIndex} does not match its event (${finding.part}): event ${finding.sequence} of dossier ${finding.dossierId} was changed`,
        ) + values(finding, language)
      )
    case 'eventHasEntry':
      return s(
        `事件不在链上：卷宗 ${finding.dossierId} 第 ${finding.sequence} 个事件绕过登记写入`,
        `no entry vouches for event ${finding.sequence} of dossier ${finding.dossierId}: it was written past the trail`,
      )
    case 'listMatchesEvents':
      return (
        s(
          `卷宗列表与事件不符：卷宗 ${finding.dossierId} 的 ${finding.column} 被改动`,
          `the list of dossiers does not match the events: ${finding.column} of dossier ${finding.dossierId} was changed`,
        ) + values(finding, language)
      )
    case 'accountMatchesTrail':
      return (
        s(
          `账户 ${finding.accountId} 的 ${finding.column} 与安全链所载不符`,
          `${finding.column} of account ${finding.accountId} is not what the security trail says`,
        ) + values(finding, language)
      )
    case 'accountEventIsListed':
      return s(
        `账户事件索引与安全链不符（第 ${finding.position} 个安全事件）`,
        `the list of events about accounts does not match the security trail (security event ${finding.position})`,
      )
    case 'securityEventMatchesEntry':
      return (
        s(
          `第 ${finding.position} 个安全事件与链不符`,
          `security event ${finding.position} does not match the security trail`,
        ) + values(finding, language)
      )
    case 'slotIsAsWritten':
      return slotSentence(finding, language)
    case 'slotsMatchTrail':
      return (
        s(
          `授权槽 ${finding.firstSlot} 至 ${finding.lastSlot} 与${vouching(finding.by, language)}所保证的不符`,
          `grant slots ${finding.firstSlot} to ${finding.lastSlot} are not what ${vouching(finding.by, language)} vouches for`,
        ) + values(finding, language)
      )
    case 'evidenceMatchesName':
      return (
        s(
          `证据文件 ${finding.file} 的内容与其名称（摘要）不符`,
          `evidence file ${finding.file} does not have the digest that is its name`,
        ) + values(finding, language)
      )
  }
}

type SlotFinding = Extract<Finding, { readonly rule: 'slotIsAsWritten' }>

function slotSentence({ what, slotId, dossierId, by }: SlotFinding, language: Language): string {
  const s = say(language)
  const [of, entry] = [dossierId ?? '?', vouching(by, language)]
  switch (what) {
    case 'overwritten':
      return s(
        `卷宗 ${of} 的授权槽 ${slotId}（或该卷宗的编号、公钥）已被改写，不是登记时写入的内容（${entry}可证）`,
        `slot ${slotId} of dossier ${of}, or that dossier's number or keys, is not what was written there (${entry} vouches for it)`,
      )
    case 'missing':
      return s(`授权槽 ${slotId} 不见了（${entry}可证其存在）`, `slot ${slotId} is gone (${entry} vouches for it)`)
    case 'added':
      return s(
        `卷宗 ${of} 的授权槽 ${slotId} 不是登记写入的（${entry}无此槽）`,
        `slot ${slotId} of dossier ${of} was put there past the trail (${entry} knows no such slot)`,
      )
  }
}

function vouching(by: SlotsPlace, language: Language): string {
  const s = say(language)
  if (!by) return s('升级时的接管', 'the take-over at the upgrade')
  return by.trail === 'register'
    ? s(`登记链第 ${by.leafIndex} 条`, `entry ${by.leafIndex} of the register`)
    : s(`第 ${by.leafIndex} 个安全事件`, `security event ${by.leafIndex}`)
}

/** A verdict of the trail in words. */
export function failureSentence(failure: Failure, language: Language): string {
  const s = say(language)
  switch (failure.code) {
    case 'proofMalformed':
    case 'noteMalformed':
    case 'checkpointMalformed':
    case 'keyMalformed':
      return s(`无法读取：${failure.problem}`, `cannot be read: ${failure.problem}`)
    case 'signatureBroken':
      return s(`${failure.name} 的签名不成立`, `the signature of ${failure.name} does not hold`)
    case 'noKnownSignature':
      return s(
        `没有已知公钥的签名，所见签名：${failure.found.join('、')}`,
        `no signature of a known key; signed by ${failure.found.join(', ')}`,
      )
    case 'logSignatureMissing':
      return s(`缺少 ${failure.origin} 自己的签名`, `${failure.origin} itself did not sign`)
    case 'quorumMissing':
      return s(
        `见证不足：策略要求「${failure.quorum}」，已见证的有 ${failure.cosignedBy.join('、') || '（无）'}`,
        `too few witnesses: the policy asks for «${failure.quorum}», cosigned by ${failure.cosignedBy.join(', ') || 'none'}`,
      )
    case 'rootDiffers':
    case 'oldRootDiffers':
      return s('该条目不在所签的链中', 'the signed trail does not hold this entry') + values(failure, language)
    case 'indexOutsideTree':
    case 'sizesReversed':
    case 'hashLengthWrong':
    case 'proofLengthWrong':
      return s(`证明不成立（${failure.code}）`, `the proof does not hold (${failure.code})`)
    case 'entriesMissing':
      return s('条目数与所签检查点不符', 'the number of entries is not the signed one') + values(failure, language)
    case 'entryDiffers':
      return s(`第 ${failure.leafIndex} 条被改动`, `entry ${failure.leafIndex} was changed`) + values(failure, language)
    case 'entriesSwapped':
      return s(
        `第 ${failure.leafIndex} 条与第 ${failure.otherIndex} 条被对调`,
        `entries ${failure.leafIndex} and ${failure.otherIndex} were swapped`,
      )
    case 'tileMissing':
      return s(`缺少 ${failure.path}`, `${failure.path} is missing`)
    case 'tileDiffers':
      return (
        s(
          `${failure.path} 的第 ${failure.hashIndex} 个哈希被改动`,
          `hash ${failure.hashIndex} of ${failure.path} was changed`,
        ) + values(failure, language)
      )
    case 'tileLengthWrong':
      return s(`${failure.path} 的长度不对`, `${failure.path} has the wrong length`) + values(failure, language)
    case 'entriesOrTileDiffer':
      return (
        s(
          `第 ${failure.firstIndex} 至 ${failure.lastIndex} 条或 ${failure.path} 被改动`,
          `entries ${failure.firstIndex} to ${failure.lastIndex}, or ${failure.path}, were changed`,
        ) + values(failure, language)
      )
    case 'trailDiffers':
      return (
        s(
          `前 ${failure.lastGoodSize} 条相符，其后至第 ${failure.treeSize} 条与所签的根不符`,
          `the first ${failure.lastGoodSize} entries fit; those up to ${failure.treeSize} do not give the signed root`,
        ) + values(failure, language)
      )
    case 'checkpointRolledBack':
      return (
        s(
          `登记簿被回退：比检查点「${failure.source}」短`,
          `rolled back: shorter than the checkpoint «${failure.source}»`,
        ) + values(failure, language)
      )
    case 'checkpointContradicted':
      return (
        s(
          `登记簿被改写：与检查点「${failure.source}」（${failure.treeSize} 条）矛盾`,
          `rewritten: contradicts the checkpoint «${failure.source}» of ${failure.treeSize} entries`,
        ) + values(failure, language)
      )
  }
}
