/** Matters whose grants this viewer can put right: new colleagues, new keys, those who left (R42). No case, no recorder. */
import { useChrome } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button, ButtonRow } from '../components/Button.tsx'
import { Form } from '../components/Form.tsx'
import { Table } from '../components/Table.tsx'
import type { Language } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { Title } from '../pages/heading.tsx'
import { paths } from '../paths.ts'
import { peopleText } from './text.ts'

export type GrantsProps = {
  readonly outstanding: readonly {
    readonly number: string
    readonly lacking: readonly string[]
    readonly renews: boolean
  }[]
  /** There are more than these. */
  readonly isCut: boolean
  /** How many the last step put right; null when nothing was done yet. */
  readonly done: number | null
  readonly perStep: number
}

export function Grants({ outstanding, isCut, done, perStep }: GrantsProps) {
  const { language, csrf } = useChrome()
  const text = peopleText(language).grants
  const names = [...new Set(outstanding.flatMap(({ lacking }) => lacking))]
  const left = text.count(outstanding.length, isCut)
  const countOf = (name: string): number => outstanding.filter(({ lacking }) => lacking.includes(name)).length
  const renewals = outstanding.filter(({ renews }) => renews).length
  const reroutes = outstanding.filter(({ renews, lacking }) => !renews && lacking.length === 0).length
  const readers = <a href={paths.readers()}>{peopleText(language).readers.title}</a>
  return (
    <>
      {done !== null && (
        <Banner kind={outstanding.length === 0 ? 'success' : 'notice'}>
          <p>{outstanding.length === 0 ? text.allDone(done) : text.progress(done, left)}</p>
        </Banner>
      )}
      <Title text={text.title} lead={text.lead} />
      {outstanding.length === 0 ? (
        <>
          <p class="lh-muted">{text.nothing}</p>
          <p>{readers}</p>
        </>
      ) : (
        <>
          <Table
            caption={text.title}
            head={[text.whom, text.matters]}
            rows={[
              ...names.map((name) => [text.lacks(name), String(countOf(name))]),
              ...(renewals > 0 ? [[text.renews, String(renewals)]] : []),
              ...(reroutes > 0 ? [[text.reroutes, String(reroutes)]] : []),
            ]}
          />
          <p class="lh-hint">{text.hint}</p>
          <Form action={paths.grants()} csrf={csrf}>
            <ButtonRow>
              <Button text={done === null ? text.begin(Math.min(perStep, outstanding.length)) : text.goOn(left)} />
              {readers}
            </ButtonRow>
          </Form>
        </>
      )}
    </>
  )
}

export const grantsPage = (language: Language, props: GrantsProps): PageProps => ({
  title: peopleText(language).grants.title,
  children: <Grants {...props} />,
})
