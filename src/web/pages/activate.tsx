/** An account's first day: the handed-over code, then password and authenticator. */
import { useChrome, useText } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button } from '../components/Button.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Form } from '../components/Form.tsx'
import { TextInput } from '../components/TextInput.tsx'
import { type Language, textFor } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { paths } from '../paths.ts'
import { type Enrolment, EnrolmentFields, NewPasswordFields } from './credentials.tsx'
import { type FormError, Title, useFormErrors } from './heading.tsx'

export type ActivateProps =
  | {
      readonly step: 'claim'
      readonly username?: string
      readonly activationCode?: string
      readonly errors?: readonly FormError[]
    }
  | {
      readonly step: 'enrol'
      readonly username: string
      readonly activationCode: string
      readonly enrolment: Enrolment
      /** The authenticator alone is new: the password in use is asked for. */
      readonly keepsPassword: boolean
      readonly errors?: readonly FormError[]
    }

export function Activate(props: ActivateProps) {
  const { csrf } = useChrome()
  const { accounts, frame } = useText()
  const { activate } = accounts
  const found = useFormErrors(props.errors)
  if (props.step === 'enrol')
    return (
      <>
        <ErrorSummary errors={found.all} />
        <Title text={props.keepsPassword ? activate.enrolAgainTitle : activate.enrolTitle} />
        {!props.keepsPassword && (
          <Banner kind="notice">
            <p>{activate.keepPassword}</p>
          </Banner>
        )}
        <Form
          action={paths.activate()}
          csrf={csrf}
          hidden={{
            username: props.username,
            activationCode: props.activationCode,
            ...(props.keepsPassword && { keepsPassword: 'yes' }),
          }}
        >
          {props.keepsPassword ? (
            <TextInput
              name="password"
              label={accounts.account.currentPassword}
              value=""
              type="password"
              autocomplete="current-password"
              width="medium"
              error={found.at('password')}
            />
          ) : (
            <NewPasswordFields errors={found} />
          )}
          <EnrolmentFields enrolment={props.enrolment} errors={found} />
          <Button text={props.keepsPassword ? activate.enrolAgain : activate.submit} />
        </Form>
      </>
    )
  return (
    <>
      <ErrorSummary errors={found.all} />
      <Title text={activate.title} lead={activate.lead} />
      <Form action={paths.activate()} csrf={csrf}>
        <TextInput
          name="username"
          label={accounts.username}
          value={props.username ?? ''}
          autocomplete="username"
          width="medium"
          error={found.at('username')}
        />
        <TextInput
          name="activationCode"
          label={activate.activationCode}
          value={props.activationCode ?? ''}
          width="medium"
          error={found.at('activationCode')}
        />
        <Button text={frame.continue} />
      </Form>
    </>
  )
}

export const activatePage = (language: Language, props: ActivateProps): PageProps => ({
  title: textFor(language).accounts.activate.title,
  children: <Activate {...props} />,
})
