/** The recovery sheets, one at a time, and the trial of one of them. What a sheet says is on the page only while it is shown. */
import type { Day } from '../../kit/calendar.ts'
import { useChrome } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button, ButtonLink, ButtonRow } from '../components/Button.tsx'
import { Form } from '../components/Form.tsx'
import { SmallForm } from '../components/SmallForm.tsx'
import { TextArea } from '../components/TextArea.tsx'
import { dayText } from '../format.ts'
import type { Language } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { type FormError, useFormErrors } from '../pages/heading.tsx'
import { paths } from '../paths.ts'
import { StepFrame } from './StepFrame.tsx'
import { setUpText } from './text.ts'

export type RecoveryProps = {
  /** `gone`: made by an earlier process and never tried. */
  readonly state: 'none' | 'made' | 'gone' | 'done'
}

function Recovery({ state }: RecoveryProps) {
  const { recovery } = setUpText(useChrome().language)
  return (
    <StepFrame step="recovery" lead={recovery.lead}>
      {state === 'done' && <Banner kind="success">{recovery.done}</Banner>}
      {state === 'made' && <Banner kind="notice">{recovery.made}</Banner>}
      {state === 'gone' && <Banner kind="warning">{recovery.gone}</Banner>}
      <ul class="lh-list">
        {recovery.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      {state === 'made' ? (
        <ButtonLink text={recovery.goOn} href={paths.setUpSheet(1)} />
      ) : (
        <SmallForm
          action={paths.setUpSheets()}
          text={state === 'done' ? recovery.again : recovery.make}
          tone="secondary"
        />
      )}
    </StepFrame>
  )
}

export const recoveryPage = (language: Language, props: RecoveryProps): PageProps => ({
  title: setUpText(language).steps.recovery,
  children: <Recovery {...props} />,
})

export type SheetProps = {
  readonly number: number
  readonly of: number
  readonly sheet: string
  readonly bureau: string
  readonly madeOn: Day
}

function Sheet({ number, of, sheet, bureau, madeOn }: SheetProps) {
  const { language } = useChrome()
  const { recovery } = setUpText(language)
  return (
    <StepFrame step="recovery" title={recovery.sheetTitle(number)}>
      <p class="lh-body">{recovery.sheetBody}</p>
      <p class="lh-secret lh-sheet">{sheet}</p>
      <dl class="lh-sheet-lines">
        <dt>{recovery.sheetBureau}</dt>
        <dd>{bureau}</dd>
        <dt>{recovery.sheetMadeOn}</dt>
        <dd>{dayText(language, madeOn)}</dd>
        <dt>{recovery.keeper}</dt>
        <dd />
        <dt>{recovery.sealed}</dt>
        <dd />
      </dl>
      <div class="lh-not-printed">
        <p class="lh-hint">{recovery.print}</p>
        <p class="lh-body">
          <a href={paths.setUpSheetPdf(number)} target="_blank" rel="noopener">
            {recovery.pdf}
          </a>
        </p>
        <ButtonRow>
          {number < of ? (
            <ButtonLink text={recovery.nextSheet(number + 1)} href={paths.setUpSheet(number + 1)} />
          ) : (
            <ButtonLink text={recovery.toTry} href={paths.setUpTrySheet()} />
          )}
          {number > 1 && (
            <ButtonLink text={recovery.back(number - 1)} href={paths.setUpSheet(number - 1)} kind="link" />
          )}
        </ButtonRow>
      </div>
    </StepFrame>
  )
}

export const sheetPage = (language: Language, props: SheetProps): PageProps => ({
  title: setUpText(language).recovery.sheetTitle(props.number),
  children: <Sheet {...props} />,
})

export type TrySheetProps = { readonly typed: string; readonly errors: readonly FormError[] }

function TrySheet({ typed, errors }: TrySheetProps) {
  const { csrf, language } = useChrome()
  const { recovery } = setUpText(language)
  const found = useFormErrors(errors)
  return (
    <StepFrame step="recovery" title={recovery.tryTitle} lead={recovery.tryLead} errors={found}>
      <Form action={paths.setUpTrySheet()} csrf={csrf}>
        <TextArea name="sheet" label={recovery.tryField} value={typed} rows={3} error={found.at('sheet')} />
        <ButtonRow>
          <Button text={recovery.trySubmit} />
          <ButtonLink text={recovery.back(3)} href={paths.setUpSheet(3)} kind="link" />
        </ButtonRow>
      </Form>
    </StepFrame>
  )
}

export const trySheetPage = (language: Language, props: TrySheetProps): PageProps => ({
  title: setUpText(language).recovery.tryTitle,
  children: <TrySheet {...props} />,
})
