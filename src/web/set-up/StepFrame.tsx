/** What every step has around it: the way back, which step it is, its heading. */
import type { ComponentChildren } from 'preact'
import { useChrome } from '../chrome.ts'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import type { FormErrors } from '../pages/heading.tsx'
import { Title } from '../pages/heading.tsx'
import { paths } from '../paths.ts'
import { setUpText } from './text.ts'
import { type StepName, stepNames } from './view.ts'

export type StepFrameProps = {
  readonly step: StepName
  readonly title?: string
  readonly lead?: string
  readonly errors?: FormErrors | undefined
  readonly children: ComponentChildren
}

export function StepFrame({ step, title, lead, errors, children }: StepFrameProps) {
  const text = setUpText(useChrome().language)
  return (
    <>
      {errors && <ErrorSummary errors={errors.all} />}
      <p>
        <a class="lh-back" href={paths.setUp()}>
          {text.toOverview}
        </a>
      </p>
      <p class="lh-muted">{text.stepOf(stepNames.indexOf(step) + 1, stepNames.length)}</p>
      <Title text={title ?? text.steps[step]} lead={lead} />
      {children}
    </>
  )
}
