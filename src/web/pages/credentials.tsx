/** The fields of a new password and of a new authenticator, asked for at activation and in the own account. */
import { useText } from '../chrome.ts'
import { TextInput } from '../components/TextInput.tsx'
import type { FormErrors } from './heading.tsx'

export type Enrolment = {
  /** Base32, for typing by hand. */
  readonly secret: string
  readonly uri: string
  /** The uri as a QR code, a `data:` address; without it the key is typed. */
  readonly qrImage?: string | undefined
}

export function NewPasswordFields({ errors }: { readonly errors: FormErrors }) {
  const { activate } = useText().accounts
  return (
    <>
      <TextInput
        name="password"
        label={activate.newPassword}
        hint={activate.passwordHint}
        value=""
        type="password"
        autocomplete="new-password"
        width="medium"
        error={errors.at('password')}
      />
      <TextInput
        name="passwordAgain"
        label={activate.passwordAgain}
        value=""
        type="password"
        autocomplete="new-password"
        width="medium"
        error={errors.at('passwordAgain')}
      />
    </>
  )
}

export function EnrolmentFields({ enrolment, errors }: { readonly enrolment: Enrolment; readonly errors: FormErrors }) {
  const { accounts } = useText()
  const { activate } = accounts
  return (
    <>
      <h2 class="lh-heading">{activate.authenticator}</h2>
      <p class="lh-body">{activate.scan}</p>
      {enrolment.qrImage && <img class="lh-proof__qr" src={enrolment.qrImage} alt={activate.qrAlt} />}
      <p class="lh-secret">{enrolment.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</p>
      <input type="hidden" name="totpSecret" value={enrolment.secret} />
      <TextInput
        name="totpCode"
        label={accounts.code}
        hint={accounts.codeHint}
        value=""
        inputMode="numeric"
        autocomplete="one-time-code"
        width="short"
        error={errors.at('totpCode')}
      />
    </>
  )
}
