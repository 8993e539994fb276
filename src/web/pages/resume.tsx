/** After signing in again: the form that came too late, shown and sent once more from here. */
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
}

export function Resume({ path, fields }: ResumeProps) {
  const { csrf } = useChrome()
  const { resume } = useText().accounts
  const values = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string' ? [{ name, value }] : value.map((one) => ({ name, value: one })),
  )
  const written = values.filter(({ value }) => value.trim().length > 1)
  return (
    <>
      <Title text={resume.title} lead={resume.body} />
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
