/** Sending a record up, sealed: what it means, to whom, and the one step that is the viewer's (R44). */
import type { ConfirmedSuperior } from '../../app/transfer/superior.ts'
import { useChrome } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button, ButtonRow } from '../components/Button.tsx'
import { Form } from '../components/Form.tsx'
import { TextArea } from '../components/TextArea.tsx'
import { TextInput } from '../components/TextInput.tsx'
import { RecordTop } from '../components/RecordTop.tsx'
import { paths } from '../paths.ts'
import { SuperiorKeysList } from './SuperiorKeysList.tsx'
import { transferText } from './text.ts'

/** `recorder`: reason and sealing at once. `seal`: what was agreed is carried out. */
export type TransferStep = 'recorder' | 'propose' | 'answer' | 'seal'

export type TransferPageProps = {
  readonly number: string
  readonly caseTitle: string
  readonly step: TransferStep
  readonly superior: ConfirmedSuperior | null
  /** What whoever proposed said. */
  readonly proposedReason: string
  readonly typed: Readonly<Record<string, string>>
  readonly error: { readonly field: string; readonly text: string } | null
  readonly idempotencyKey: string
}

export function TransferPage(props: TransferPageProps) {
  const { number, caseTitle, step, superior, error, idempotencyKey } = props
  const { language, csrf } = useChrome()
  const text = transferText(language)
  const seals = step === 'recorder' || step === 'seal'
  return (
    <div class="lh-narrow">
      <RecordTop number={number} back={text.back} title={text.title} error={error}>
        {caseTitle}
      </RecordTop>
      <p class="lh-lead">{text.steps[step]}</p>
      <Banner kind="warning">
        <p>{text.consequence}</p>
      </Banner>
      {superior ? (
        <>
          <SuperiorKeysList keys={superior} />
          <p class="lh-hint">{text.fingerprintHint}</p>
        </>
      ) : (
        <Banner kind="notice">
          <p>{text.notSet}</p>
        </Banner>
      )}
      {(superior || !seals) && (
        <lh-packing data-progress={paths.recordTransferProgress(number, idempotencyKey)}>
          <Form action={paths.recordTransfer(number)} csrf={csrf} hidden={{ idempotencyKey, step }}>
            <Fields {...props} />
            <ButtonRow>
              {step === 'answer' ? (
                <>
                  <Button text={text.agree} name="agreed" value="yes" />
                  <Button text={text.decline} kind="secondary" name="agreed" value="no" />
                </>
              ) : (
                <Button text={seals ? text.seal : text.propose} kind={seals ? 'warning' : 'primary'} />
              )}
              <a class="lh-button lh-button--secondary" href={paths.record(number)}>
                {text.cancel}
              </a>
            </ButtonRow>
            {seals && <p class="lh-hint" role="status" data-packing={text.packing} data-packed={text.packed} />}
          </Form>
        </lh-packing>
      )}
    </div>
  )
}

function Fields({ step, typed, error, proposedReason }: TransferPageProps) {
  const { language } = useChrome()
  const text = transferText(language)
  const errorAt = (field: string): string | undefined => (error?.field === field ? error.text : undefined)
  const asksReason = step !== 'seal'
  return (
    <>
      {proposedReason !== '' && (
        <>
          <p class="lh-label">{text.proposedReason}</p>
          <blockquote class="lh-inset lh-prewrap">{proposedReason}</blockquote>
        </>
      )}
      {asksReason && (
        <TextArea
          name="reason"
          label={step === 'answer' ? text.declineReason : text.reason}
          value={typed['reason'] ?? ''}
          rows={3}
          error={errorAt('reason')}
        />
      )}
      {(step === 'recorder' || step === 'seal') && (
        <TextInput
          name="password"
          type="password"
          label={text.password}
          hint={text.passwordHint}
          value=""
          width="medium"
          autocomplete="current-password"
          error={errorAt('password')}
        />
      )}
    </>
  )
}
