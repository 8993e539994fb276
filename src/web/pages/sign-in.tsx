/** Signing in: name, password and code on one page, because asking for them in turn tells which of them was right. */
import { useChrome, useText } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button } from '../components/Button.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Form } from '../components/Form.tsx'
import { TextInput } from '../components/TextInput.tsx'
import { type Language, textFor } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { paths } from '../paths.ts'
import { type FormError, Title, useFormErrors } from './heading.tsx'

export type SignInProps = {
  readonly reason: 'sessionEnded' | 'activated' | null
  readonly errors?: readonly FormError[]
  readonly username?: string
  readonly next?: string
  /** A form that outlived its session, carried on. */
  readonly hidden?: Readonly<Record<'resumePath' | 'resumeBody' | 'resumeToken', string>> | null
}

export function SignIn({ reason, errors, username = '', next = '', hidden }: SignInProps) {
  const { csrf } = useChrome()
  const { accounts } = useText()
  const found = useFormErrors(errors)
  return (
    <>
      <ErrorSummary errors={found.all} />
      <Title text={accounts.signIn.title} lead={accounts.signIn.lead} />
      {reason && (
        <Banner kind={reason === 'activated' ? 'success' : 'notice'}>
          <p>{accounts.signIn[reason]}</p>
        </Banner>
      )}
      <Form action={paths.signIn()} csrf={csrf} hidden={{ next, ...hidden }}>
        <TextInput
          name="username"
          label={accounts.username}
          value={username}
          autocomplete="username"
          width="medium"
          error={found.at('username')}
        />
        <TextInput
          name="password"
          label={accounts.password}
          value=""
          type="password"
          autocomplete="current-password"
          width="medium"
          error={found.at('password')}
        />
        <TextInput
          name="code"
          label={accounts.code}
          hint={accounts.codeHint}
          value=""
          inputMode="numeric"
          autocomplete="one-time-code"
          width="short"
          error={found.at('code')}
        />
        <Button text={accounts.signIn.submit} />
      </Form>
      <p class="lh-after-form">
        <a href={paths.activate()}>{accounts.signIn.activateLink}</a>
      </p>
    </>
  )
}

export const signInPage = (language: Language, props: SignInProps): PageProps => ({
  title: textFor(language).accounts.signIn.title,
  children: <SignIn {...props} />,
})
