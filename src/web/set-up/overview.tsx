/** The way in, and all steps at a glance: what is left, and the check before everything is written. */
import { administratorRoles, readerRolesOf } from '../../domain/organisation/types.ts'
import { useChrome, useLabels } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button, ButtonLink } from '../components/Button.tsx'
import { Form } from '../components/Form.tsx'
import { SummaryList } from '../components/SummaryList.tsx'
import { Tag } from '../components/Tag.tsx'
import type { Language } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { Title } from '../pages/heading.tsx'
import { paths } from '../paths.ts'
import { setUpText } from './text.ts'
import { personNamed, type SetUpView, type StepName, stepNames } from './view.ts'

/** For whoever comes without the link. */
function Waiting() {
  const { waiting } = setUpText(useChrome().language)
  return <Title text={waiting.title} lead={waiting.lead} />
}

export const waitingPage = (language: Language): PageProps => ({
  title: setUpText(language).waiting.title,
  children: <Waiting />,
})

export type BeginProps = { readonly token: string }

function Begin({ token }: BeginProps) {
  const { csrf, language } = useChrome()
  const { begin } = setUpText(language)
  return (
    <>
      <Title text={begin.title} lead={begin.lead} />
      <p class="lh-body">{begin.body}</p>
      <p class="lh-body">{begin.need}</p>
      <Form action={paths.setUpBegin(token)} csrf={csrf}>
        <Button text={begin.submit} />
      </Form>
    </>
  )
}

export const beginPage = (language: Language, props: BeginProps): PageProps => ({
  title: setUpText(language).begin.title,
  children: <Begin {...props} />,
})

export type OverviewProps = {
  readonly draft: SetUpView
  readonly done: ReadonlySet<StepName>
  readonly ownLimits: boolean
}

function Overview({ draft, done, ownLimits }: OverviewProps) {
  const { csrf, language } = useChrome()
  const text = setUpText(language)
  const labels = useLabels()
  const { overview } = text
  const left = stepNames.find((step) => !done.has(step))
  const { persons, units } = draft.directory
  const administrators = draft.accounts.filter(({ roles }) => administratorRoles.some((role) => roles.includes(role)))
  const said: Readonly<Record<StepName, string>> = {
    bureau: draft.bureau,
    people: overview.people(persons.length, units.length),
    administrators: administrators
      .map(({ personId, roles }) => `${labels.role[roles[0] ?? 'systemAdmin']} ${personNamed(draft, personId)}`)
      .join('、'),
    accounts: overview.accounts(draft.accounts.length - administrators.length),
    recovery: overview.recoveryDone,
    limits: ownLimits ? overview.limitsOwn : overview.limitsDefault,
    mail: draft.mail?.host ?? overview.mailLater,
  }
  return (
    <>
      <Title text={overview.title} lead={overview.lead} />
      <SummaryList
        rows={stepNames.map((step) => ({
          key: text.steps[step],
          value: done.has(step) ? said[step] || overview.none : <Tag text={overview.toDo} tone="amber" />,
          change: { href: paths.setUpStep(step), label: text.steps[step] },
        }))}
      />
      {left ? (
        <p class="lh-body">
          <ButtonLink text={overview.continueWith(text.steps[left])} href={paths.setUpStep(left)} />
        </p>
      ) : (
        <section class="lh-section" aria-labelledby="finish">
          <h2 class="lh-heading" id="finish">
            {overview.finishTitle}
          </h2>
          {!draft.accounts.some(({ roles }) => readerRolesOf(roles).length > 0) && (
            <Banner kind="warning">{overview.noReader}</Banner>
          )}
          <p class="lh-body">{overview.finishBody}</p>
          <Form action={paths.setUpFinish()} csrf={csrf}>
            <Button text={overview.finish} />
          </Form>
        </section>
      )}
    </>
  )
}

export const overviewPage = (language: Language, props: OverviewProps): PageProps => ({
  title: setUpText(language).overview.title,
  children: <Overview {...props} />,
})
