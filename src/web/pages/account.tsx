/** The own account: password, authenticator, signing out everywhere. */
import { useChrome, useLabels, useText } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button } from '../components/Button.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Form } from '../components/Form.tsx'
import { SmallForm } from '../components/SmallForm.tsx'
import { SummaryList } from '../components/SummaryList.tsx'
import { TextInput } from '../components/TextInput.tsx'
import { type Language, textFor } from '../language.ts'
import { peopleText } from '../people/text.ts'
import type { PageProps } from '../page.tsx'
import { paths } from '../paths.ts'
import { type Enrolment, EnrolmentFields, NewPasswordFields } from './credentials.tsx'
import { type FormError, type FormErrors, Title, useFormErrors } from './heading.tsx'

export type AccountProps = {
  readonly done: 'password' | 'totp' | null
  /** What a colleague compares before confirming. */
  readonly fingerprint: string
}

export function Account({ done, fingerprint }: AccountProps) {
  const { viewer, language } = useChrome()
  const { account } = useText().accounts
  const labels = useLabels()
  const { own } = peopleText(language)
  return (
    <>
      {done && <Banner kind="success">{done === 'password' ? account.passwordDone : account.totpDone}</Banner>}
      <Title text={account.title} />
      <SummaryList
        rows={[
          { key: account.name, value: `${viewer?.name ?? ''} ${viewer?.unit ?? ''}` },
          {
            key: account.roles,
            value: (viewer?.roles ?? []).map((role) => labels.role[role]).join(language === 'en' ? ', ' : '、'),
          },
          {
            key: own.fingerprint,
            value: (
              <>
                <span class="lh-secret">{fingerprint}</span>
                <p class="lh-hint">{own.fingerprintHint}</p>
              </>
            ),
          },
        ]}
      />
      <ul class="lh-links">
        <li>
          <a href={paths.accountPassword()}>{account.changePassword}</a>
        </li>
        <li>
          <a href={paths.accountTotp()}>{account.renewTotp}</a>
        </li>
        <li>
          <a href={paths.accountKeys()}>{own.rotate}</a>
        </li>
      </ul>
      <h2 class="lh-heading">{account.signOutEverywhere}</h2>
      <p class="lh-body">{account.signOutEverywhereHint}</p>
      <SmallForm action={paths.signOutEverywhere()} text={account.signOutEverywhere} tone="secondary" />
    </>
  )
}

function CurrentPassword({ errors }: { readonly errors: FormErrors }) {
  const { account } = useText().accounts
  return (
    <TextInput
      name="currentPassword"
      label={account.currentPassword}
      value=""
      type="password"
      autocomplete="current-password"
      width="medium"
      error={errors.at('currentPassword')}
    />
  )
}

export type PasswordProps = { readonly errors: readonly FormError[] }

export function Password({ errors }: PasswordProps) {
  const { csrf } = useChrome()
  const { accounts, frame } = useText()
  const found = useFormErrors(errors)
  return (
    <>
      <ErrorSummary errors={found.all} />
      <Title text={accounts.account.changePassword} />
      <Form action={paths.accountPassword()} csrf={csrf}>
        <CurrentPassword errors={found} />
        <NewPasswordFields errors={found} />
        <Button text={frame.save} />
      </Form>
    </>
  )
}

export type TotpProps = { readonly enrolment: Enrolment; readonly errors: readonly FormError[] }

export function Totp({ enrolment, errors }: TotpProps) {
  const { csrf } = useChrome()
  const { accounts, frame } = useText()
  const found = useFormErrors(errors)
  return (
    <>
      <ErrorSummary errors={found.all} />
      <Title text={accounts.account.renewTotp} />
      <Form action={paths.accountTotp()} csrf={csrf}>
        <CurrentPassword errors={found} />
        <EnrolmentFields enrolment={enrolment} errors={found} />
        <Button text={frame.save} />
      </Form>
    </>
  )
}

export function Keys({ errors }: PasswordProps) {
  const { csrf, language } = useChrome()
  const { own } = peopleText(language)
  const found = useFormErrors(errors)
  return (
    <>
      <ErrorSummary errors={found.all} />
      <Title text={own.rotate} lead={own.rotateLead} />
      <Form action={paths.accountKeys()} csrf={csrf}>
        <CurrentPassword errors={found} />
        <Button text={own.rotate} />
      </Form>
    </>
  )
}

export const accountKeysPage = (language: Language, props: PasswordProps): PageProps => ({
  title: peopleText(language).own.rotate,
  children: <Keys {...props} />,
})

export const accountPage = (language: Language, props: AccountProps): PageProps => ({
  title: textFor(language).accounts.account.title,
  children: <Account {...props} />,
})

export const passwordPage = (language: Language, props: PasswordProps): PageProps => ({
  title: textFor(language).accounts.account.changePassword,
  children: <Password {...props} />,
})

export const totpPage = (language: Language, props: TotpProps): PageProps => ({
  title: textFor(language).accounts.account.renewTotp,
  children: <Totp {...props} />,
})
