/** Answering one request: approve with a term, refuse with a reason, or take an approval back before its time (R37). */
import { type Permit, permitState } from '../../domain/inquiry-record/permits.ts'
import type { Day, Instant } from '../../kit/calendar.ts'
import { useChrome, useLabels } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button, ButtonRow } from '../components/Button.tsx'
import { Checkbox } from '../components/Checkbox.tsx'
import { DateInput } from '../components/DateInput.tsx'
import { Form } from '../components/Form.tsx'
import { SummaryList } from '../components/SummaryList.tsx'
import { TextArea } from '../components/TextArea.tsx'
import { RecordTop } from '../components/RecordTop.tsx'
import { dayText, momentText } from '../format.ts'
import { paths } from '../paths.ts'
import { permitsText, purposeText } from './text.ts'

export type DecidePermitProps = {
  readonly number: string
  readonly permit: Permit
  /** The asker stands aside in the matter: nothing is answered. */
  readonly askerNamed: boolean
  readonly term: { readonly usual: Day; readonly latest: Day }
  readonly typed: Readonly<Record<string, string>>
  readonly error: { readonly field: string; readonly text: string } | null
  readonly idempotencyKey: string
  readonly now: Instant
}

export function DecidePermit(props: DecidePermitProps) {
  const { number, permit, askerNamed, error, now } = props
  const { language } = useChrome()
  const labels = useLabels()
  const { decide: text } = permitsText(language)
  const state = permitState(permit, now)
  return (
    <div class="lh-narrow">
      <RecordTop number={number} back={text.back} title={text.title} error={error} />
      <SummaryList
        rows={[
          { key: text.asker, value: `${permit.asker.name}（${labels.role[permit.asker.role]}）` },
          { key: text.askedAt, value: momentText(language, permit.askedAt) },
          { key: text.reason, value: <span class="lh-prewrap">{permit.reason}</span> },
          { key: text.purpose, value: purposeText(language, permit.purpose) },
          { key: text.wantedUntil, value: dayText(language, permit.wantedUntil) },
          { key: text.evidence, value: permit.wantsEvidence ? text.evidenceYes : text.evidenceNo },
        ]}
      />
      {askerNamed ? (
        <Banner kind="warning">{text.named}</Banner>
      ) : (
        <>
          {state === 'waiting' && <Approve {...props} />}
          {state === 'waiting' && <WithReason {...props} answer="refuse" />}
          {state === 'approved' && <WithReason {...props} answer="withdraw" />}
        </>
      )}
    </div>
  )
}

function Approve({ number, permit, term, typed, error, idempotencyKey }: DecidePermitProps) {
  const { language, csrf } = useChrome()
  const { decide: text } = permitsText(language)
  const wanted = permit.wantedUntil <= term.latest ? permit.wantedUntil : term.latest
  return (
    <section class="lh-section">
      <h2 class="lh-subtitle">{text.approve}</h2>
      <Form
        action={paths.recordPermit(number, permit.id)}
        csrf={csrf}
        hidden={{ idempotencyKey: `${idempotencyKey}-approve`, answer: 'approve' }}
      >
        <DateInput
          name="untilDay"
          label={text.untilDay}
          hint={text.untilHint(dayText(language, term.latest))}
          value={typed.untilDay ?? wanted}
          error={error?.field === 'untilDay' ? error.text : undefined}
        />
        <Checkbox name="withEvidence" label={text.withEvidence} value={typed.withEvidence ?? ''} />
        <ButtonRow>
          <Button text={text.approveButton} />
        </ButtonRow>
      </Form>
    </section>
  )
}

function WithReason({
  number,
  permit,
  typed,
  error,
  idempotencyKey,
  answer,
}: DecidePermitProps & { readonly answer: 'refuse' | 'withdraw' }) {
  const { language, csrf } = useChrome()
  const { decide: text } = permitsText(language)
  return (
    <section class="lh-section">
      <h2 class="lh-subtitle">{text[answer]}</h2>
      <Form
        action={paths.recordPermit(number, permit.id)}
        csrf={csrf}
        hidden={{ idempotencyKey: `${idempotencyKey}-${answer}`, answer }}
      >
        <TextArea
          name="reason"
          label={text[`${answer}Reason`]}
          value={typed.reason ?? ''}
          rows={2}
          error={error?.field === 'reason' ? error.text : undefined}
        />
        <ButtonRow>
          <Button text={text[`${answer}Button`]} kind="secondary" />
        </ButtonRow>
      </Form>
    </section>
  )
}
