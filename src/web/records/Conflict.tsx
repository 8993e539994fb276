/** Two windows on one draft: what was typed here is shown and kept, and the officer decides. */
import type { DraftField } from '../../domain/inquiry-record/draft.ts'
import { useChrome } from '../chrome.ts'
import { Button, ButtonRow } from '../components/Button.tsx'
import { Form } from '../components/Form.tsx'
import { SummaryList } from '../components/SummaryList.tsx'
import { journeyText, type LabelledField } from '../journeys/inquiry/text.ts'
import { paths } from '../paths.ts'
import { recordsText } from './text.ts'

export type ConflictProps = {
  readonly draftId: string
  readonly page: string
  /** The version that is saved now: overwriting is done on top of it. */
  readonly version: number
  readonly fields: Readonly<Partial<Record<DraftField, string>>>
}

export function Conflict({ draftId, page, version, fields }: ConflictProps) {
  const { language, csrf } = useChrome()
  const text = recordsText(language)
  const labels = journeyText[language].fields
  const typed = Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value] as const] : []))
  return (
    <>
      <h1 class="lh-title">{text.conflictTitle}</h1>
      <p>{text.conflictExplain}</p>
      <SummaryList
        rows={typed.flatMap(([name, value]) => {
          const said = labels[name as LabelledField] as { label: string } | undefined
          return said ? [{ key: said.label, value: <span class="lh-prewrap">{value}</span> }] : []
        })}
      />
      <Form
        action={paths.draftPage(draftId, page)}
        csrf={csrf}
        hidden={{ ...Object.fromEntries(typed), draftVersion: String(version) }}
      >
        <ButtonRow>
          <Button text={text.conflictOverwrite} />
          <a class="lh-button lh-button--secondary" href={paths.draftPage(draftId, page)}>
            {text.conflictDiscard}
          </a>
        </ButtonRow>
      </Form>
    </>
  )
}
