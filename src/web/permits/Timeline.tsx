/** Inquiries of the same persons, in order of time (R28). Nothing is counted, and nobody is ranked (R59). */
import type { PersonTimeline, TimelineEntry } from '../../app/inquiries/timeline.ts'
import { useChrome, useLabels } from '../chrome.ts'
import { Table } from '../components/Table.tsx'
import { Tag } from '../components/Tag.tsx'
import { dayText } from '../format.ts'
import { paths } from '../paths.ts'
import { statusTone } from '../records/status.ts'
import { permitsText } from './text.ts'

export function PersonTimelinePage({ opened, subjects, entries }: PersonTimeline) {
  const { language } = useChrome()
  const labels = useLabels()
  const { timeline: text, decide } = permitsText(language)
  const number = opened.record.registerNumber
  return (
    <>
      <p>
        <a class="lh-back" href={paths.record(number)}>
          {decide.back}
        </a>
      </p>
      <h1 class="lh-title">{text.title}</h1>
      <p class="lh-hint">{text.explain}</p>
      <p>{subjects.length === 0 ? text.noSubject : text.about(subjects.map(({ name }) => name).join('、'))}</p>
      <Table
        caption={text.title}
        head={[text.head.inquiredAt, text.head.number, text.head.case, text.head.as, text.head.state]}
        rows={entries.map((entry) => {
          const { record } = entry.listed
          return [
            dayText(language, record.content.inquiredAt.from),
            <>
              <a class="lh-code" href={paths.record(record.registerNumber)}>
                {record.registerNumber}
              </a>{' '}
              {record.registerNumber === number && <Tag text={text.here} tone="grey" />}
            </>,
            record.content.caseTitle,
            <Parts entry={entry} />,
            <Tag text={labels.status[record.status]} tone={statusTone(record.status)} />,
          ]
        })}
        empty={text.none}
      />
    </>
  )
}

function Parts({ entry }: { readonly entry: TimelineEntry }) {
  const { language } = useChrome()
  const { timeline: text } = permitsText(language)
  return <>{entry.parts.map(({ as, name }) => text[as](name)).join('；')}</>
}
