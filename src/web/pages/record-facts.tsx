/** What the officer recorded, as rows; what was left empty is left out. */
import type { ComponentChildren } from 'preact'
import { type InquiryContent, redLines } from '../../domain/inquiry-record/content.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import { useChrome, useLabels, useText } from '../chrome.ts'
import { SummaryList } from '../components/SummaryList.tsx'
import { dayText, momentText } from '../format.ts'
import { inquiredText, personText } from './record-words.ts'

/** `recorder`: who recorded, for those whose grant tells (R41). */
export function RecordFacts({ record, recorder }: { readonly record: RegisteredRecord; readonly recorder: string }) {
  const { language } = useChrome()
  const text = useText().records.record
  const labels = useLabels()
  const { rows } = text
  const { content } = record
  const { inquirer, principal, letter } = content
  const long = (value: string) => (value === '' ? '' : <span class="lh-prewrap">{value}</span>)
  const all: readonly (readonly [string, ComponentChildren])[] = [
    [text.recorder, recorder],
    [rows.caseTitle, content.caseTitle],
    [rows.caseNumber, content.caseNumber],
    [rows.caseStatus, labels.caseStatus[content.caseStatus]],
    [rows.handlingUnit, content.handlingUnit],
    [rows.inquiredAt, inquiredText(language, content.inquiredAt)],
    [rows.registeredAt, momentText(language, record.registeredAt)],
    [rows.lateReason, record.lateRegistered ? content.lateReason : ''],
    [rows.place, content.place],
    [rows.channel, content.channel ? labels.channel[content.channel] : ''],
    [rows.inquirer, `${personText(language, inquirer.person)} · ${labels.inquirerKind[inquirer.kind]}`],
    [rows.claimedIdentity, inquirer.claimedIdentity],
    [
      rows.principal,
      principal
        ? [personText(language, principal.person), principal.relation, labels.principalKnowledge[principal.knowledge]]
            .filter(Boolean)
            .join(' · ')
        : '',
    ],
    [
      rows.letter,
      letter
        ? [letter.organ, letter.documentNumber, letter.documentDate && dayText(language, letter.documentDate)]
            .filter(Boolean)
            .join(' ')
        : '',
    ],
    [rows.exactWords, long(content.exactWords)],
    [rows.demand, long(content.demand)],
    [rows.stage, content.stage ? labels.stage[content.stage] : ''],
    [rows.redLines, <RedLines content={content} />],
    [
      rows.response,
      content.response
        ? [labels.response[content.response], content.responseWords]
            .filter(Boolean)
            .join(language === 'en' ? ': ' : '：')
        : '',
    ],
    [rows.witnesses, content.witnesses],
    [rows.beneficiary, content.beneficiary ? personText(language, content.beneficiary) : ''],
    [
      rows.implicated,
      content.implicated.length === 0
        ? ''
        : content.implicated.map(({ person, how }, index) => (
            <div key={index}>{[personText(language, person), how].filter(Boolean).join(' · ')}</div>
          )),
    ],
    [rows.suggestedClass, content.suggestedClass ? labels.inquiryClass[content.suggestedClass] : ''],
    [rows.finalClass, record.finalClass ? labels.inquiryClass[record.finalClass] : ''],
  ]
  return <SummaryList rows={all.filter(([, value]) => value !== '').map(([key, value]) => ({ key, value }))} />
}

function RedLines({ content }: { readonly content: InquiryContent }) {
  const labels = useLabels()
  return (
    <>
      {redLines.map((line) => (
        <div key={line}>
          {labels.redLine[line]} · {labels.redLineAnswer[content.redLines[line]]}
        </div>
      ))}
    </>
  )
}
