/** What was registered, fact by fact. Facts that nobody gave are left out; the situation text says 不明 where it must (R83). */
import type { PersonReference } from '../../domain/inquiry-record/content.ts'
import { redLines } from '../../domain/inquiry-record/content.ts'
import { personText, timeText } from '../../domain/inquiry-record/situation.ts'
import { unitAndPost } from '../../kit/standing.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { Identity } from '../../domain/dossier/types.ts'
import type { SummaryRow } from '../components/SummaryList.tsx'
import { dayText, momentText } from '../format.ts'
import { type Language, labelsFor } from '../language.ts'
import { recordsText } from './text.ts'

type Shown = {
  readonly record: RegisteredRecord
  /** Null for a reader whose grant does not tell who recorded (R41). */
  readonly identity: Identity | null
  readonly isRecorder: boolean
}

export function factRows({ record, identity, isRecorder }: Shown, language: Language): readonly SummaryRow[] {
  const { content } = record
  const { inquirer, principal, letter } = content
  const text = recordsText(language)
  const { facts } = text
  const labels = labelsFor(language)
  const person = (reference: PersonReference | null | undefined): string => (reference ? personText(reference) : '')
  const override = inquirer.leadingCadreOverride
  const leading = override ? override.value : inquirer.leadingCadreByPosts
  const redLineText = redLines
    .map((line) => `${labels.redLine[line]}：${labels.redLineAnswer[content.redLines[line]]}`)
    .join('；')

  const all: readonly (readonly [string, string])[] = [
    [
      facts.recorder,
      identity ? `${identity.name}（${unitAndPost(identity.unit, identity.post)}）` : facts.recorderHidden,
    ],
    // The recorder learns of the office by role only (R40).
    [facts.handler, isRecorder ? '' : (record.handler?.name ?? '')],
    [facts.caseTitle, content.caseTitle],
    [facts.caseNumber, content.caseNumber],
    [facts.caseStatus, labels.caseStatus[content.caseStatus]],
    [facts.handlingUnit, content.handlingUnit],
    [facts.inquiredAt, timeText(content.inquiredAt)],
    [facts.registeredAt, momentText(language, record.registeredAt)],
    [facts.lateReason, content.lateReason],
    [facts.place, content.place],
    [facts.channel, content.channel ? labels.channel[content.channel] : ''],
    [facts.inquirer, person(inquirer.person)],
    [facts.inquirerKind, labels.inquirerKind[inquirer.kind]],
    [facts.claimed, inquirer.claimedIdentity],
    [
      facts.verified,
      inquirer.identityVerified ? [text.verifiedYes, inquirer.verifiedHow].filter(Boolean).join('：') : text.verifiedNo,
    ],
    [
      facts.leadingCadre,
      leading === null ? '' : `${leading ? text.yes : text.no}${override?.reason ? `（${override.reason}）` : ''}`,
    ],
    [facts.principal, principal ? `${person(principal.person)}${principal.relation && `　${principal.relation}`}` : ''],
    [facts.knowledge, principal ? labels.principalKnowledge[principal.knowledge] : ''],
    [
      facts.letter,
      letter
        ? [
            letter.organ,
            letter.documentNumber,
            letter.documentDate ? dayText(language, letter.documentDate) : '',
            letter.signatory,
            letter.demandText,
            letter.noScanReason,
          ]
            .filter(Boolean)
            .join('　')
        : '',
    ],
    [facts.beneficiary, person(content.beneficiary)],
    [
      facts.implicated,
      content.implicated.map((entry) => `${person(entry.person)}${entry.how && `：${entry.how}`}`).join('；'),
    ],
    [facts.exactWords, content.exactWords],
    [facts.demand, content.demand],
    [facts.stage, content.stage ? labels.stage[content.stage] : ''],
    [facts.redLines, redLineText],
    [
      facts.response,
      content.response
        ? [labels.response[content.response], content.responseWords].filter(Boolean).join('：')
        : content.responseWords,
    ],
    [facts.witnesses, content.witnesses],
    [facts.suggestedClass, content.suggestedClass ? labels.inquiryClass[content.suggestedClass] : ''],
  ]
  return all
    .filter(([, value]) => value !== '')
    .map(([key, value]) => ({ key, value: <span class="lh-prewrap">{value}</span> }))
}
