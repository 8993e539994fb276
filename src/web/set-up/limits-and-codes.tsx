/** The last step and what follows: time limits, the codes for everybody, and the end. */
import type { Role } from '../../domain/organisation/types.ts'
import { useChrome, useLabels } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button, ButtonLink } from '../components/Button.tsx'
import { Form } from '../components/Form.tsx'
import { SmallForm } from '../components/SmallForm.tsx'
import { LimitFields } from '../limits/LimitFields.tsx'
import type { Language } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { type FormError, Title, useFormErrors } from '../pages/heading.tsx'
import { paths } from '../paths.ts'
import { StepFrame } from './StepFrame.tsx'
import { setUpText } from './text.ts'

export type LimitsProps = {
  readonly typed: Readonly<Record<string, string>>
  readonly version: number
  readonly errors: readonly FormError[]
}

function Limits({ typed, version, errors }: LimitsProps) {
  const { csrf, language } = useChrome()
  const { limits } = setUpText(language)
  const found = useFormErrors(errors)
  return (
    <StepFrame step="limits" lead={limits.lead} errors={found}>
      <Form action={paths.setUpStep('limits')} csrf={csrf} hidden={{ version: String(version) }}>
        <LimitFields typed={typed} found={found} />
        <Button text={limits.submit} />
      </Form>
    </StepFrame>
  )
}

export const limitsPage = (language: Language, props: LimitsProps): PageProps => ({
  title: setUpText(language).limits.title,
  children: <Limits {...props} />,
})

export type CodesProps = {
  readonly bureau: string
  /** Where the holder opens the activation page. */
  readonly address: string
  readonly slips: readonly {
    readonly name: string
    readonly username: string
    readonly roles: readonly Role[]
    readonly activationCode: string | null
  }[]
}

function Codes({ bureau, address, slips }: CodesProps) {
  const { language } = useChrome()
  const { codes } = setUpText(language)
  const labels = useLabels()
  return (
    <>
      <div class="lh-not-printed">
        <Title text={codes.title} />
        <Banner kind="warning">{codes.lead}</Banner>
      </div>
      {slips.map(({ name, username, roles, activationCode }) => (
        <section class="lh-slip" key={username} aria-label={name}>
          <h2 class="lh-slip__title">{codes.slip(bureau)}</h2>
          <dl class="lh-sheet-lines">
            <dt>{codes.name}</dt>
            <dd>{name}</dd>
            <dt>{codes.roles}</dt>
            <dd>{roles.map((role) => labels.role[role]).join('、')}</dd>
            <dt>{codes.username}</dt>
            <dd class="lh-code">{username}</dd>
            <dt>{codes.code}</dt>
            <dd class="lh-code">{activationCode ?? codes.unknown}</dd>
          </dl>
          <p class="lh-hint">{codes.how(`${address}${paths.activate()}`)}</p>
        </section>
      ))}
      <div class="lh-not-printed">
        {slips.some(({ activationCode }) => activationCode === null) && (
          <>
            <h2 class="lh-heading">{codes.renewTitle}</h2>
            <p class="lh-body">{codes.renewBody}</p>
            <SmallForm action={paths.setUpRenew()} text={codes.renew} tone="secondary" />
          </>
        )}
        <h2 class="lh-heading">{codes.closeTitle}</h2>
        <p class="lh-body">{codes.closeBody}</p>
        <SmallForm action={paths.setUpClose()} text={codes.close} tone="secondary" />
      </div>
    </>
  )
}

export const codesPage = (language: Language, props: CodesProps): PageProps => ({
  title: setUpText(language).codes.title,
  children: <Codes {...props} />,
})

function Closed() {
  const { closed } = setUpText(useChrome().language)
  return (
    <>
      <Title text={closed.title} lead={closed.lead} />
      <ButtonLink text={closed.signIn} href={paths.signIn()} />
    </>
  )
}

export const closedPage = (language: Language): PageProps => ({
  title: setUpText(language).closed.title,
  children: <Closed />,
})
