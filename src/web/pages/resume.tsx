/** A form that was not taken, because it came too late or too soon: shown with all that was typed, and sent once more from here. */
import { useChrome, useText } from '../chrome.ts'
import { Button, ButtonLink, ButtonRow } from '../components/Button.tsx'
import { Form } from '../components/Form.tsx'
import { Details } from '../components/Details.tsx'
import { type Language, textFor } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { paths } from '../paths.ts'
import { Title } from './heading.tsx'

export type ResumeProps = {
  /** A path of ours, to which the form is sent again. */
  readonly path: string
  readonly fields: Readonly<Record<string, string | readonly string[]>>
  /** It came too soon after others: how long to wait. Left out when it outlived its session. */
  readonly waitSeconds?: number
}

export function Resume({ path, fields, waitSeconds }: ResumeProps) {
  const { csrf } = useChrome()
  const { resume } = useText().accounts
  const values = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string' ? [{ name, value }] : value.map((one) => ({ name, value: one })),
  )
  const written = values.filter(({ value }) => value.trim().length > 1)
  return (
    <>
      <Title text={resume.title} lead={waitSeconds === undefined ? resume.body : resume.tooSoon(waitSeconds)} />
      <Form action={path} csrf={csrf}>
        {values.map(({ name, value }, index) => (
          <input key={index} type="hidden" name={name} value={value} />
        ))}
        <ButtonRow>
          <Button text={resume.submit} />
          <ButtonLink text={resume.leave} href={paths.home()} kind="link" />
        </ButtonRow>
      </Form>
      <Details summary={resume.kept}>
        {written.map(({ value }, index) => (
          <p class="lh-body lh-prewrap" key={index}>
            {value}
          </p>
        ))}
      </Details>
    </>
  )
}

export const resumePage = (language: Language, props: ResumeProps): PageProps => ({
  title: textFor(language).accounts.resume.title,
  children: <Resume {...props} />,
})
