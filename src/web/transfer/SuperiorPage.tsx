/** The superior body's keys: what is in use, what waits, and the form that is the viewer's (R44). */
import type { SuperiorState } from '../../app/transfer/superior.ts'
import { useChrome } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button, ButtonRow } from '../components/Button.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Form } from '../components/Form.tsx'
import { TextArea } from '../components/TextArea.tsx'
import { TextInput } from '../components/TextInput.tsx'
import { dayText } from '../format.ts'
import { paths } from '../paths.ts'
import { SuperiorKeysList } from './SuperiorKeysList.tsx'
import { transferText } from './text.ts'

export type SuperiorPageProps = {
  readonly state: SuperiorState
  readonly done: 'proposed' | 'confirmed' | 'rejected' | null
  readonly typed: Readonly<Record<string, string>>
  readonly error: { readonly field: string; readonly text: string } | null
}

export function SuperiorPage({ state, done, typed, error }: SuperiorPageProps) {
  const { language, csrf } = useChrome()
  const { superior: text, ...around } = transferText(language)
  const { current, proposed } = state
  const errorAt = (field: string): string | undefined => (error?.field === field ? error.text : undefined)
  const password = (
    <TextInput
      name="password"
      type="password"
      label={around.password}
      hint={around.passwordHint}
      value=""
      width="medium"
      autocomplete="current-password"
      error={errorAt('password')}
    />
  )
  return (
    <div class="lh-narrow">
      {error && <ErrorSummary errors={[error]} />}
      {done && (
        <Banner kind="success">
          <p>{text.done[done]}</p>
        </Banner>
      )}
      <h1 class="lh-title">{text.title}</h1>
      <p class="lh-lead">{text.lead}</p>
      <h2 class="lh-subtitle">{text.current}</h2>
      {current ? <SuperiorKeysList keys={current} withKeys /> : <p class="lh-muted">{text.none}</p>}
      {proposed && (
        <section class="lh-section">
          <h2 class="lh-subtitle">{text.proposed}</h2>
          <SuperiorKeysList keys={proposed} withKeys />
          <p class="lh-muted">
            {text.proposedBy}：{proposed.proposedBy}　{dayText(language, proposed.proposedOn)}
          </p>
          {state.mayAnswer && (
            <Form action={paths.superior()} csrf={csrf} hidden={{ id: proposed.id, step: 'answer' }}>
              <p class="lh-hint">{text.confirmHint}</p>
              {password}
              <ButtonRow>
                <Button text={text.confirm} name="agreed" value="yes" />
                <Button text={text.reject} kind="secondary" name="agreed" value="no" />
              </ButtonRow>
            </Form>
          )}
        </section>
      )}
      {state.mayPropose && (
        <section class="lh-section">
          <h2 class="lh-subtitle">{text.proposeTitle}</h2>
          {proposed && <p class="lh-hint">{text.replaces}</p>}
          <Form action={paths.superior()} csrf={csrf} hidden={{ step: 'propose' }}>
            <TextInput
              name="organ"
              label={text.organ}
              value={typed['organ'] ?? current?.organ ?? ''}
              error={errorAt('organ')}
            />
            <TextArea
              name="recipients"
              label={text.recipients}
              hint={text.recipientsHint}
              value={typed['recipients'] ?? ''}
              rows={3}
              error={errorAt('recipients')}
            />
            {password}
            <Button text={text.propose} />
          </Form>
        </section>
      )}
    </div>
  )
}
