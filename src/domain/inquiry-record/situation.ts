/**
 * The text of 过问情况 on the registration form, written from the structured fields (R83, art. 5.1). The officer may edit it
 * before signing; the suggestion stands apart.
 *
 * Every mandatory fact is there or stands as 不明: a reader must be able to tell a fact nobody knew from a fact somebody
 * left out. The words are neutral (R12): 过问, and no verdict; only what the officer quotes is his own.
 */
import { chineseDay, isDay } from '../../kit/calendar.ts'
import { unitAndPost } from '../../kit/standing.ts'
import { redLines, type Channel, type InquiryContent, type PersonReference } from './content.ts'
import {
  caseStatusLabels,
  channelLabels,
  inquirerKindLabels,
  principalKnowledgeLabels,
  redLineAnswerLabels,
  redLineLabels,
  responseLabels,
  stageLabels,
} from './labels.ts'

/** The facts that the text always carries, in its order. */
export const mandatoryFacts = [
  'time',
  'inquirer',
  'channel',
  'place',
  'case',
  'stage',
  'identity',
  'exactWords',
  'demand',
  'redLines',
  'response',
  'witnesses',
] as const
export type MandatoryFact = (typeof mandatoryFacts)[number]

export const UNKNOWN = '不明'

export const situationOf = (content: InquiryContent): string =>
  [
    opening(content),
    identity(content),
    principal(content),
    letter(content),
    words(content),
    further(content),
    answer(content),
    materials(content),
  ]
    .filter((paragraph) => paragraph !== '')
    .join('\n')

/** Each mandatory fact as it stands in the text, so that a test, or the review page, can point at it. */
export const situationFacts = (content: InquiryContent): Readonly<Record<MandatoryFact, string>> => ({
  time: timeText(content.inquiredAt),
  inquirer: personText(content.inquirer.person),
  channel: content.channel ? channelLabels[content.channel] : UNKNOWN,
  place: orUnknown(content.place),
  case: orUnknown(content.caseTitle),
  stage: content.stage ? stageLabels[content.stage] : UNKNOWN,
  identity: inquirerKindLabels[content.inquirer.kind],
  exactWords: orUnknown(sentenceEnd(content.exactWords)),
  demand: orUnknown(sentenceEnd(content.demand)),
  redLines: redLines.map((line) => `${redLineLabels[line]}：${redLineAnswerLabels[content.redLines[line]]}`).join('，'),
  response: content.response ? responseLabels[content.response] : UNKNOWN,
  witnesses: orUnknown(sentenceEnd(content.witnesses)),
})

const orUnknown = (text: string): string => text.trim() || UNKNOWN

/** The officer's own words without the stop that our sentence sets. */
const sentenceEnd = (text: string): string => text.trim().replace(/[。；，]+$/u, '')

/** A day or a range the way papers write it: a year or month that does not change is not said twice. */
export function timeText({ from, time, to, approximate }: InquiryContent['inquiredAt']): string {
  if (!isDay(from)) return UNKNOWN
  const [hour, minute] = time.split(':').map(Number)
  const clock = time === '' ? '' : minute === 0 ? `${hour}时` : `${hour}时${minute}分`
  const about = approximate ? '（约）' : ''
  if (to === null || to === from) return `${chineseDay(from)}${clock}${about}`
  const [sameYear, sameMonth] = [from.slice(0, 4) === to.slice(0, 4), from.slice(0, 7) === to.slice(0, 7)]
  const until = chineseDay(to).replace(sameMonth ? /^\d+年\d+月/u : sameYear ? /^\d+年/u : /^$/u, '')
  return `${chineseDay(from)}${clock}至${until}${about}`
}

/** Name, then unit and post in brackets as far as they are known. */
export function personText(person: PersonReference): string {
  if (person.kind === 'unknown') {
    const description = sentenceEnd(person.description)
    return description ? `${UNKNOWN}人员（${description}）` : `${UNKNOWN}人员`
  }
  const standing = unitAndPost(person.unit, person.post)
  return standing ? `${person.name}（${standing}）` : person.name
}

/** The channel within a sentence; it always contains the channel's label. */
function channelPhrase(channel: Channel | null): string {
  switch (channel) {
    case null:
      return `以${UNKNOWN}方式`
    case 'inPerson':
      return channelLabels.inPerson
    case 'meeting':
      return `在${channelLabels.meeting}上`
    case 'throughOther':
      return `经${channelLabels.throughOther}`
    case 'other':
      return `以${channelLabels.other}方式`
    default:
      return `通过${channelLabels[channel]}`
  }
}

function opening(content: InquiryContent): string {
  const facts = situationFacts(content)
  const number = content.caseNumber ? `，案号${content.caseNumber}` : ''
  return [
    `${facts.time}，${facts.inquirer}${channelPhrase(content.channel)}过问“${facts.case}”一案`,
    `（${caseStatusLabels[content.caseStatus]}${number}）。`,
    `过问地点：${facts.place}。过问时所处环节：${facts.stage}。`,
  ].join('')
}

function identity({ inquirer }: InquiryContent): string {
  const kind = `过问人身份类别：${inquirerKindLabels[inquirer.kind]}`
  const how = inquirer.verifiedHow ? `（${sentenceEnd(inquirer.verifiedHow)}）` : ''
  const claimed = inquirer.claimedIdentity ? `，自称“${sentenceEnd(inquirer.claimedIdentity)}”` : ''
  return `${kind}${claimed}，身份${inquirer.identityVerified ? `已核实${how}` : '尚未核实'}。`
}

function principal({ principal }: InquiryContent): string {
  if (!principal) return ''
  const relation = orUnknown(sentenceEnd(principal.relation))
  return `过问系代${personText(principal.person)}提出，二人关系：${relation}；被代者知情情况：${principalKnowledgeLabels[principal.knowledge]}。`
}

function letter({ letter, evidence }: InquiryContent): string {
  if (!letter) return ''
  const scan = evidence.find(({ id }) => id === letter.scanEvidenceId)
  return [
    `过问以组织名义提出。发文机关：${orUnknown(letter.organ)}`,
    `文号：${orUnknown(letter.documentNumber)}`,
    `日期：${letter.documentDate ? chineseDay(letter.documentDate) : UNKNOWN}`,
    `签发人：${orUnknown(letter.signatory)}`,
    `主送：${orUnknown(letter.addressees)}`,
    ...(letter.orderedBy ? [`交办人：${letter.orderedBy}`] : []),
    ...(letter.demandText ? [`文中要求：“${sentenceEnd(letter.demandText)}”`] : []),
    scan ? `扫描件：${scan.name}。` : `无扫描件，原因：${orUnknown(sentenceEnd(letter.noScanReason))}。`,
  ].join('；')
}

function words(content: InquiryContent): string {
  const facts = situationFacts(content)
  const quoted = facts.exactWords === UNKNOWN ? UNKNOWN : `“${facts.exactWords}”`
  return `过问原话：${quoted}。具体要求：${facts.demand}。是否就下列事项提出决定性意见：${facts.redLines}。`
}

function further({ beneficiary, implicated, pressureThroughUnitHead }: InquiryContent): string {
  return [
    beneficiary ? `涉及的受益人：${personText(beneficiary)}。` : '',
    ...implicated.map(
      ({ person, how }) => `其他涉及人员：${personText(person)}${how ? `，${sentenceEnd(how)}` : ''}。`,
    ),
    pressureThroughUnitHead ? '过问经由办案单位负责人转达。' : '',
  ].join('')
}

function answer(content: InquiryContent): string {
  const facts = situationFacts(content)
  const own = content.responseWords ? `，答复原话：“${sentenceEnd(content.responseWords)}”` : ''
  return `办案人员答复：${facts.response}${own}。在场人员：${facts.witnesses}。`
}

const materials = ({ evidence }: InquiryContent): string =>
  evidence.length === 0 ? '' : `留存材料${evidence.length}件：${evidence.map(({ name }) => name).join('、')}。`
