/** The small form with which something is done to a record. A refusal shows it again, with all that was typed. */
import type { Organisation } from '../../domain/organisation/types.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import { useChrome, useText } from '../chrome.ts'
import { Button, ButtonLink, ButtonRow } from '../components/Button.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Form } from '../components/Form.tsx'
import { type Language, textFor } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { type RecordAction, paths } from '../paths.ts'
import type { AnyRefusal } from '../text/codes.ts'
import { Title } from './heading.tsx'
import { actionFields } from './record-action-fields.tsx'

export type RecordActionProps = {
  readonly action: RecordAction
  readonly record: RegisteredRecord
  /** For the choice of a handler. */
  readonly organisation: Organisation
  readonly refused: AnyRefusal | null
  /** What was typed before the refusal. */
  readonly typed: Readonly<Record<string, string>>
  /** Boxes ticked before the refusal. */
  readonly ticked?: readonly string[]
  readonly idempotencyKey: string
}

/** The control a refusal is about; empty when it is about the whole. */
export function fieldOf(refusal: AnyRefusal): string {
  switch (refusal.code) {
    case 'textMissing':
      return refusal.text
    case 'signatureMissing':
      return 'signature'
    case 'withdrawalAnswerMissing':
      return 'askedToWithdraw'
    case 'classMissing':
    case 'redLineCrossed':
      return 'to'
    case 'lawfulSupervisionUnproven':
      return refusal.missing[0] ?? 'duty'
    case 'handlerNotEligible':
      return 'handlerId'
    default:
      return ''
  }
}

export function RecordActionForm(props: RecordActionProps) {
  const { action, record, refused, idempotencyKey } = props
  const { csrf } = useChrome()
  const text = useText()
  const { registerNumber, content } = record
  const error = refused && { field: fieldOf(refused), text: text.refusalOf(refused) }
  const { lead, fields } = actionFields({
    ...props,
    text,
    errorAt: (field) => (error?.field === field ? error.text : undefined),
  })
  return (
    <>
      <ErrorSummary errors={error ? [error] : []} />
      <p>
        <a class="lh-back" href={paths.record(registerNumber)}>
          {registerNumber} {content.caseTitle}
        </a>
      </p>
      <Title text={text.records.record.actions[action]} lead={lead} />
      <Form action={paths.recordAction(registerNumber, action)} csrf={csrf} hidden={{ idempotencyKey }}>
        {fields}
        <ButtonRow>
          <Button text={text.records.record.actions[action]} />
          <ButtonLink text={text.frame.cancel} href={paths.record(registerNumber)} kind="link" />
        </ButtonRow>
      </Form>
    </>
  )
}

export const recordActionPage = (language: Language, props: RecordActionProps): PageProps => ({
  title: textFor(language).records.record.actions[props.action],
  children: <RecordActionForm {...props} />,
})
