/** All versions of the time limits side by side, and the form for the next. */
import type { Day } from '../../kit/calendar.ts'
import { useChrome } from '../chrome.ts'
import { Button } from '../components/Button.tsx'
import { DateInput } from '../components/DateInput.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Form } from '../components/Form.tsx'
import { Table } from '../components/Table.tsx'
import { dayText } from '../format.ts'
import type { Language } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { type FormError, Title, useFormErrors } from '../pages/heading.tsx'
import { paths } from '../paths.ts'
import { setUpText } from '../set-up/text.ts'
import { type AdjustableLimitName, limitNames } from '../set-up/view.ts'
import { LimitFields } from './LimitFields.tsx'
import { limitsText } from './text.ts'

export type AdminLimitsProps = {
  readonly versions: readonly {
    readonly version: number
    readonly validFrom: Day
    readonly counts: Readonly<Record<AdjustableLimitName, number>>
  }[]
  readonly typed: Readonly<Record<string, string>>
  readonly errors: readonly FormError[]
}

function AdminLimits({ versions, typed, errors }: AdminLimitsProps) {
  const { csrf, language } = useChrome()
  const text = limitsText(language)
  const { names } = setUpText(language).limits
  const found = useFormErrors(errors)
  return (
    <>
      <ErrorSummary errors={found.all} />
      <Title text={text.title} lead={text.lead} />
      <Table
        caption={text.versions}
        head={[text.limit, ...versions.map(({ version }) => text.version(version))]}
        rows={[
          [text.from, ...versions.map(({ validFrom }) => dayText(language, validFrom))],
          ...limitNames.map((name) => [names[name], ...versions.map(({ counts }) => String(counts[name]))]),
        ]}
      />
      <h2 class="lh-heading">{text.newVersion}</h2>
      <Form action={paths.adminLimits()} csrf={csrf}>
        <DateInput
          name="validFrom"
          label={text.from}
          hint={text.fromHint}
          value={typed.validFrom ?? ''}
          error={found.at('validFrom')}
        />
        <LimitFields typed={typed} found={found} />
        <Button text={text.publish} />
      </Form>
    </>
  )
}

export const adminLimitsPage = (language: Language, props: AdminLimitsProps): PageProps => ({
  title: limitsText(language).title,
  children: <AdminLimits {...props} />,
})
