/** Asking for a viewing permit, and what became of what one asked (R37). Says the same for every number. */
import type { OwnPermit } from '../../app/inquiries/permit-requests.ts'
import { addDays, type Day, dayOf } from '../../kit/calendar.ts'
import { useChrome } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button, ButtonRow } from '../components/Button.tsx'
import { Checkbox } from '../components/Checkbox.tsx'
import { DateInput } from '../components/DateInput.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Form } from '../components/Form.tsx'
import { Table } from '../components/Table.tsx'
import { Tag } from '../components/Tag.tsx'
import { TextArea } from '../components/TextArea.tsx'
import { TextInput } from '../components/TextInput.tsx'
import { dayText, momentText } from '../format.ts'
import { paths } from '../paths.ts'
import { permitTone } from './PermitsPanel.tsx'
import { permitsText, purposeText } from './text.ts'

export type PermitsPageProps = {
  readonly own: readonly OwnPermit[]
  readonly typed: Readonly<Record<string, string>>
  readonly error: { readonly field: string; readonly text: string } | null
  readonly term: { readonly usual: Day; readonly latest: Day }
  readonly asked: boolean
  readonly idempotencyKey: string
}

export function PermitsPage({ own, typed, error, term, asked, idempotencyKey }: PermitsPageProps) {
  const { language, csrf } = useChrome()
  const text = permitsText(language)
  const { form } = text
  const field = (name: 'number' | 'reason' | 'purpose' | 'wantedUntil' | 'wantsEvidence') => ({
    name,
    label: form[name],
    value: typed[name] ?? '',
    error: error?.field === name ? error.text : undefined,
  })
  return (
    <>
      {error && <ErrorSummary errors={[error]} />}
      <h1 class="lh-title">{text.title}</h1>
      {asked && <Banner kind="success">{text.asked}</Banner>}
      <p class="lh-prose">{text.explain}</p>
      <section class="lh-section">
        <h2 class="lh-subtitle">{form.heading}</h2>
        <div class="lh-narrow">
          <Form action={paths.permits()} csrf={csrf} hidden={{ idempotencyKey }}>
            <TextInput {...field('number')} hint={form.numberHint} />
            <TextArea {...field('reason')} rows={2} />
            <TextInput {...field('purpose')} />
            <DateInput
              {...field('wantedUntil')}
              value={typed.wantedUntil ?? term.usual}
              hint={form.wantedUntilHint(dayText(language, term.latest))}
            />
            <Checkbox {...field('wantsEvidence')} />
            <ButtonRow>
              <Button text={form.button} />
            </ButtonRow>
          </Form>
        </div>
      </section>
      <section class="lh-section">
        <h2 class="lh-subtitle">{text.own.heading}</h2>
        <Table
          caption={text.own.heading}
          head={[text.own.number, text.own.asked, text.own.purpose, text.own.until, text.own.state]}
          rows={own.map((permit) => [
            permit.state === 'approved' ? (
              <a class="lh-code" href={paths.record(permit.number)}>
                {permit.number}
              </a>
            ) : (
              <span class="lh-code">{permit.number}</span>
            ),
            momentText(language, permit.askedAt),
            purposeText(language, permit.purpose),
            dayText(language, lastDayOf(permit)),
            <>
              <Tag text={text.states[permit.state]} tone={permitTone(permit.state)} />
              {permit.answer && permit.answer.kind !== 'approved' && (
                <span class="lh-muted"> {permit.answer.reason}</span>
              )}
            </>,
          ])}
          empty={text.own.none}
        />
      </section>
    </>
  )
}

/** A permit ends at midnight: its last day is the one before. */
const lastDayOf = ({ answer, wantedUntil }: OwnPermit): Day =>
  answer?.kind === 'approved' ? addDays(dayOf(answer.until), -1) : wantedUntil
