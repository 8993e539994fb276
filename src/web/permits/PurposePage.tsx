/** Asked before a record opens, where nothing else tells what for (R37). Shows the number that was asked for, and nothing of the record. */
import { offeredPurposes } from '../../domain/access/purposes.ts'
import { useChrome } from '../chrome.ts'
import { Button, ButtonRow } from '../components/Button.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Form } from '../components/Form.tsx'
import { Radios } from '../components/Radios.tsx'
import { TextInput } from '../components/TextInput.tsx'
import { paths } from '../paths.ts'
import { permitsText } from './text.ts'

export const OTHER = 'other'

export type PurposePageProps = {
  readonly number: string
  /** Which page of the record was asked for; empty for the record itself. */
  readonly next: string
  readonly chosen: string
  readonly words: string
  readonly error: 'missing' | 'wordsMissing' | null
  readonly idempotencyKey: string
}

export function PurposePage({ number, next, chosen, words, error, idempotencyKey }: PurposePageProps) {
  const { language, csrf } = useChrome()
  const { purpose: text, purposes } = permitsText(language)
  const field = error === 'wordsMissing' ? 'words' : 'purpose'
  const sentence = error ? text[error] : undefined
  return (
    <div class="lh-narrow">
      {sentence && <ErrorSummary errors={[{ field, text: sentence }]} />}
      <h1 class="lh-title">{text.title}</h1>
      <p class="lh-muted">
        <span class="lh-code">{number}</span>
      </p>
      <p class="lh-hint">{text.explain}</p>
      <Form action={paths.recordPurpose(number)} csrf={csrf} hidden={{ idempotencyKey, next }}>
        <Radios
          name="purpose"
          legend={text.legend}
          value={chosen}
          error={field === 'purpose' ? sentence : undefined}
          options={[
            ...offeredPurposes.map((value) => ({ value, label: purposes[value] })),
            { value: OTHER, label: text.other },
          ]}
        />
        <TextInput
          name="words"
          label={text.words}
          hint={text.wordsHint}
          value={words}
          error={field === 'words' ? sentence : undefined}
          optional
        />
        <ButtonRow>
          <Button text={text.button} />
          <a class="lh-button lh-button--secondary" href={paths.records()}>
            {text.cancel}
          </a>
        </ButtonRow>
      </Form>
    </div>
  )
}
