/** The mail server that notices go through (R88). The password is never shown. */
import { useChrome } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button } from '../components/Button.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Form } from '../components/Form.tsx'
import { TextInput } from '../components/TextInput.tsx'
import type { Language } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { type FormError, Title, useFormErrors } from '../pages/heading.tsx'
import { paths } from '../paths.ts'
import { MailFields } from './MailFields.tsx'
import { mailText } from './text.ts'

export type AdminMailProps = {
  /** The server in use; null when there is none. */
  readonly host: string | null
  readonly hasPassword: boolean
  readonly typed: Readonly<Record<string, string>>
  readonly errors: readonly FormError[]
  readonly done: 'saved' | 'stopped' | 'tested' | null
}

function AdminMail({ host, hasPassword, typed, errors, done }: AdminMailProps) {
  const { csrf, language } = useChrome()
  const text = mailText(language)
  const found = useFormErrors(errors)
  return (
    <>
      <ErrorSummary errors={found.all} />
      {done && (
        <Banner kind="success">
          <p>{text[done]}</p>
        </Banner>
      )}
      <Title text={text.title} lead={text.lead} />
      <p class="lh-hint">{text.recorders}</p>
      <p class="lh-body">{host === null ? text.off : text.on(host)}</p>
      <Form action={paths.adminMail()} csrf={csrf} hidden={{ step: 'save' }}>
        <MailFields typed={typed} hasPassword={hasPassword} found={found} />
        <Button text={text.save} />
      </Form>
      {host !== null && (
        <>
          <h2 class="lh-heading">{text.test}</h2>
          <Form action={paths.adminMail()} csrf={csrf} hidden={{ step: 'test' }}>
            <TextInput name="testTo" label={text.testTo} value={typed.testTo ?? ''} error={found.at('testTo')} />
            <Button text={text.test} kind="secondary" />
          </Form>
          <Form action={paths.adminMail()} csrf={csrf} hidden={{ step: 'stop' }}>
            <Button text={text.stop} kind="secondary" />
          </Form>
        </>
      )}
    </>
  )
}

export const adminMailPage = (language: Language, props: AdminMailProps): PageProps => ({
  title: mailText(language).title,
  children: <AdminMail {...props} />,
})
