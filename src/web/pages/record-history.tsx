/** What happened to a record, oldest first: the original stands, everything else follows it (R11, R19, R20). */
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { Actor } from '../../domain/dossier/types.ts'
import type { Instant } from '../../kit/calendar.ts'
import { useChrome, useLabels, useText } from '../chrome.ts'
import { Timeline } from '../components/Timeline.tsx'
import { momentText } from '../format.ts'
import type { Text } from '../language.ts'
import type { ValueLabels } from '../text/labels.ts'
import { actorText } from './record-words.ts'

type Happened = { readonly at: Instant; readonly by: Actor; readonly title: string; readonly said: string }

/** `withNames` is false for the recorder, who sees roles only (R40). */
export function RecordHistory({
  record,
  withNames,
}: {
  readonly record: RegisteredRecord
  readonly withNames: boolean
}) {
  const { language } = useChrome()
  const happened = historyOf(record, useText(), useLabels())
  return (
    <Timeline
      items={happened.map(({ at, by, title, said }) => ({
        title,
        when: momentText(language, at),
        by: actorText(language, by, withNames),
        children: said || undefined,
      }))}
    />
  )
}

function historyOf(record: RegisteredRecord, text: Text, labels: ValueLabels): readonly Happened[] {
  const { events } = text.records.record
  const correctable: Readonly<Record<string, string>> = text.actions.correctable
  const lines = (...parts: readonly string[]): string => parts.filter((part) => part.trim() !== '').join('\n')
  const happened: Happened[] = [
    { at: record.registeredAt, by: { kind: 'recorder' }, title: events.registered, said: '' },
    ...record.questions.map(({ at, by, question }) => ({ at, by, title: events.question, said: question })),
    ...record.supplements.map((added) => ({ at: added.at, by: added.by, title: events.supplement, said: added.text })),
    ...record.corrections.map(({ at, by, field, text: said, reason }) => ({
      at,
      by,
      title: events.correction(correctable[field] ?? field),
      said: lines(said, reason),
    })),
    ...record.withdrawals.map(({ at, by, reason, askedToWithdraw, askedBy }) => ({
      at,
      by,
      title: events.withdrawal,
      said: lines(
        reason,
        askedToWithdraw ? events.askedToWithdraw : events.notAsked,
        askedBy === '' ? '' : events.askedBy(askedBy),
      ),
    })),
    ...record.classHistory.map(({ at, by, from, to, reason, duty, procedure }) => ({
      at,
      by,
      title: from
        ? events.reassessed(labels.inquiryClass[from], labels.inquiryClass[to])
        : events.assessed(labels.inquiryClass[to]),
      said: lines(reason, duty, procedure),
    })),
    ...(record.opinion ? [{ at: record.opinion.at, by: record.opinion.by, title: events.opinion, said: '' }] : []),
    ...record.remarks.map(({ at, by, text: said }) => ({ at, by, title: events.remark, said })),
  ]
  return happened.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}
