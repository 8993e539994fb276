/** The own drafts: nobody else can open them, and nobody is told of them. */
import type { InquiryDraft } from '../../domain/inquiry-record/draft.ts'
import type { Instant } from '../../kit/calendar.ts'
import { useChrome, useText } from '../chrome.ts'
import { Button } from '../components/Button.tsx'
import { Form } from '../components/Form.tsx'
import { SmallForm } from '../components/SmallForm.tsx'
import { Table } from '../components/Table.tsx'
import { momentText } from '../format.ts'
import { type Language, textFor } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { paths } from '../paths.ts'
import { Title } from './heading.tsx'

export type DraftsListProps = {
  readonly drafts: readonly { readonly id: string; readonly changedAt: Instant; readonly draft: InquiryDraft }[]
}

const FIRST_PAGE = 'case'

export function DraftsList({ drafts }: DraftsListProps) {
  const { csrf, language } = useChrome()
  const { records } = useText()
  const text = records.drafts
  return (
    <>
      <Title text={text.title} lead={text.lead} />
      <Table
        caption={text.title}
        head={[records.list.caseTitle, text.changed, text.open, text.discard]}
        empty={text.none}
        rows={drafts.map(({ id, changedAt, draft }) => {
          const title = draft.fields.caseTitle?.trim() || text.untitled
          return [
            title,
            momentText(language, changedAt),
            <a href={paths.draftPage(id, FIRST_PAGE)} aria-label={text.openItem(title)}>
              {text.open}
            </a>,
            <SmallForm action={paths.draftDiscard(id)} text={text.discard} label={text.discardItem(title)} />,
          ]
        })}
      />
      <Form action={paths.newRecord()} csrf={csrf}>
        <Button text={records.home.register} />
      </Form>
    </>
  )
}

export const draftsListPage = (language: Language, props: DraftsListProps): PageProps => ({
  title: textFor(language).records.drafts.title,
  wide: true,
  children: <DraftsList {...props} />,
})
