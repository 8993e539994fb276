/** One thing to do to a record, as a page: the question, the form, and what a refusal says, with everything that was typed still there. */
import { inquiryClasses, redLines } from '../../domain/inquiry-record/content.ts'
import type { Role } from '../../domain/organisation/types.ts'
import { useChrome, useLabels } from '../chrome.ts'
import { Button, ButtonRow } from '../components/Button.tsx'
import { Checkboxes } from '../components/Checkboxes.tsx'
import { Form } from '../components/Form.tsx'
import { Radios } from '../components/Radios.tsx'
import { SignaturePad } from '../components/SignaturePad.tsx'
import { TextArea } from '../components/TextArea.tsx'
import { TextInput } from '../components/TextInput.tsx'
import { RecordTop } from '../components/RecordTop.tsx'
import { type RecordAction, paths } from '../paths.ts'
import { AlsoNamedFields } from './NamingForms.tsx'
import { recordsText } from './text.ts'

export type RecordActionProps = {
  readonly action: RecordAction
  readonly number: string
  readonly caseTitle: string
  readonly typed: Readonly<Record<string, string>>
  readonly chosenRedLines: readonly string[]
  /** A sentence, and the field it belongs to; empty for the whole form. */
  readonly error: { readonly field: string; readonly text: string } | null
  readonly handlers: readonly { readonly personId: string; readonly name: string; readonly unit: string }[]
  /** Set when the viewer signs as the alternate of the discipline lead (R84). */
  readonly alternate: { readonly role: Role; readonly reason: string } | null
  readonly question: string | null
  readonly signerName: string
  readonly idempotencyKey: string
}

export function RecordActionPage(props: RecordActionProps) {
  const { action, number, caseTitle, error, question, idempotencyKey } = props
  const { language, csrf } = useChrome()
  const text = recordsText(language)
  const said = text.actions[action]
  return (
    <div class="lh-narrow">
      <RecordTop number={number} back={text.back} title={said.title} error={error}>
        {caseTitle}
      </RecordTop>
      {said.hint && <p class="lh-hint">{said.hint}</p>}
      {question && action === 'supplement' && <blockquote class="lh-inset lh-prewrap">{question}</blockquote>}
      <Form action={paths.recordAction(number, action)} csrf={csrf} hidden={{ idempotencyKey }}>
        <Fields {...props} />
        <ButtonRow>
          <Button text={said.button} />
          <a class="lh-button lh-button--secondary" href={paths.record(number)}>
            {text.cancel}
          </a>
        </ButtonRow>
      </Form>
    </div>
  )
}

function Fields(props: RecordActionProps) {
  const { action, typed, error, chosenRedLines, handlers, alternate, signerName } = props
  const { language } = useChrome()
  const labels = useLabels()
  const { fields, yes, no } = recordsText(language)
  const field = (name: keyof typeof fields) => ({
    name,
    label: fields[name],
    value: typed[name] ?? '',
    error: error?.field === name ? error.text : undefined,
  })
  const choice = (name: keyof typeof fields) => {
    const { label, ...rest } = field(name)
    return { ...rest, legend: label }
  }
  switch (action) {
    case 'receive':
      return null
    case 'assign':
      return (
        <Radios
          {...choice('handlerId')}
          options={handlers.map(({ personId, name, unit }) => ({ value: personId, label: name, hint: unit }))}
        />
      )
    case 'request-supplement':
      return <TextArea {...field('question')} />
    case 'assess': {
      const { value: _value, ...crossed } = choice('redLinesCrossed')
      return (
        <>
          <Radios
            {...choice('to')}
            options={inquiryClasses.map((value) => ({ value, label: labels.inquiryClass[value] }))}
          />
          <Checkboxes
            {...crossed}
            hint={fields.redLinesHint}
            values={chosenRedLines}
            options={redLines.map((value) => ({ value, label: labels.redLine[value] }))}
          />
          <TextArea {...field('reason')} />
          <TextInput {...field('duty')} optional />
          <TextInput {...field('procedure')} optional />
        </>
      )
    }
    case 'opinion':
      return (
        <>
          <TextArea {...field('opinion')} rows={6} />
          {alternate && (
            <>
              <TextInput {...field('capacity')} value={typed.capacity ?? labels.role[alternate.role]} />
              <TextInput {...field('recusalReason')} value={typed.recusalReason ?? alternate.reason} />
            </>
          )}
          <SignaturePad
            language={language}
            signerName={signerName}
            error={error?.field === 'signature' ? error.text : undefined}
          />
        </>
      )
    case 'close':
      return <TextArea {...field('reason')} />
    case 'verify':
      return <TextArea {...field('plan')} />
    case 'remark':
      return <TextArea {...field('text')} rows={2} />
    case 'supplement':
      return (
        <>
          <TextArea {...field('text')} rows={6} />
          <AlsoNamedFields typed={typed} />
        </>
      )
    case 'correct':
      return (
        <>
          <TextInput {...field('field')} />
          <TextArea {...field('text')} />
          <TextArea {...field('reason')} rows={2} />
          <AlsoNamedFields typed={typed} />
        </>
      )
    case 'withdraw':
      return (
        <>
          <Radios
            {...choice('askedToWithdraw')}
            options={[
              { value: 'yes', label: yes },
              { value: 'no', label: no },
            ]}
          />
          <TextInput {...field('askedBy')} optional />
          <TextArea {...field('reason')} />
        </>
      )
  }
}
