/** The mail server of notices at set-up; the step may be passed over (R88, R90). */
import { useChrome } from '../chrome.ts'
import { Button } from '../components/Button.tsx'
import { Form } from '../components/Form.tsx'
import type { Language } from '../language.ts'
import { MailFields } from '../mail/MailFields.tsx'
import { mailText } from '../mail/text.ts'
import type { PageProps } from '../page.tsx'
import { type FormError, useFormErrors } from '../pages/heading.tsx'
import { paths } from '../paths.ts'
import { StepFrame } from './StepFrame.tsx'
import { setUpText } from './text.ts'

export type MailStepProps = {
  readonly typed: Readonly<Record<string, string>>
  readonly hasPassword: boolean
  readonly errors: readonly FormError[]
}

function MailStep({ typed, hasPassword, errors }: MailStepProps) {
  const { csrf, language } = useChrome()
  const text = mailText(language)
  const found = useFormErrors(errors)
  return (
    <StepFrame step="mail" lead={text.lead} errors={found}>
      <p class="lh-hint">{text.recorders}</p>
      <Form action={paths.setUpStep('mail')} csrf={csrf} hidden={{ step: 'skip' }}>
        <Button text={text.skip} kind="secondary" />
      </Form>
      <Form action={paths.setUpStep('mail')} csrf={csrf} hidden={{ step: 'save' }}>
        <MailFields typed={typed} hasPassword={hasPassword} found={found} />
        <Button text={text.save} />
      </Form>
    </StepFrame>
  )
}

export const mailStepPage = (language: Language, props: MailStepProps): PageProps => ({
  title: setUpText(language).steps.mail,
  children: <MailStep {...props} />,
})
