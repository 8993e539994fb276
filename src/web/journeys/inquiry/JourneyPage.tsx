/** A page of the journey: its questions in one form, the overview beside it, and what follows from the answers so far. */
import type { VNode } from 'preact'
import { Button } from '../../components/Button.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { ExitPage } from '../../components/ExitPage.tsx'
import { SignaturePad } from '../../components/SignaturePad.tsx'
import { SummaryList } from '../../components/SummaryList.tsx'
import { textFor } from '../../language.ts'
import { paths } from '../../paths.ts'
import { type AskingPageId, type PageId, pageIds, pageOfField, previousPage, questionsOf } from './questions.ts'
import { QuestionView } from './QuestionView.tsx'
import { summaryOf } from './summary.ts'
import { journeyText } from './text.ts'
import type { JourneyView } from './view.ts'

const FORM_ID = 'journey'

export function JourneyPage({ page, view }: { page: PageId; view: JourneyView }): VNode {
  const text = journeyText[view.language]
  const back = previousPage(page)
  return (
    <div class="lh-journey">
      <ExitPage language={view.language} />
      <Overview page={page} view={view} />
      <div class="lh-journey__main">
        {back && (
          <a class="lh-back" href={paths.draftPage(view.draftId, back)}>
            {text.back}
          </a>
        )}
        <Problems view={view} />
        <h1 class="lh-title" tabindex={-1}>
          {text.pages[page].title}
        </h1>
        {page === 'check' ? (
          <Check view={view} />
        ) : page === 'sign' ? (
          <Sign view={view} />
        ) : (
          <Ask page={page} view={view} />
        )}
        <p class="lh-hint">{text.privacy}</p>
      </div>
    </div>
  )
}

function Problems({ view }: { view: JourneyView }): VNode | null {
  const text = textFor(view.language)
  if (view.problems.length === 0) return null
  return (
    <ErrorSummary
      title={text.errorSummaryTitle}
      errors={view.problems.map(({ field, code }) => {
        const page = pageOfField(field)
        return { field, text: text.problem(code), ...(page && { page: paths.draftPage(view.draftId, page) }) }
      })}
    />
  )
}

function Overview({ page, view }: { page: PageId; view: JourneyView }): VNode {
  const text = journeyText[view.language]
  const at = pageIds.indexOf(page)
  return (
    <nav class="lh-steps" aria-label={text.overview}>
      <p class="lh-steps__count" aria-hidden="true">
        {at + 1} / {pageIds.length}
      </p>
      <ol>
        {pageIds.map((id, i) => (
          <li class={i === at ? 'lh-steps__now' : i < at ? 'lh-steps__done' : ''}>
            <a href={paths.draftPage(view.draftId, id)} {...(i === at && { 'aria-current': 'step' as const })}>
              {text.pages[id].short}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function Ask({ page, view }: { page: AskingPageId; view: JourneyView }): VNode {
  const text = journeyText[view.language]
  const hidden = (
    <>
      <input type="hidden" name="csrf" value={view.csrf} />
      <input type="hidden" name="draftVersion" value={view.draftVersion} />
      <input type="hidden" name="formKey" value={view.idempotencyKey} />
      <input type="hidden" name="formSaves" value="0" />
    </>
  )
  if (page === 'evidence')
    return (
      <>
        {questionsOf.evidence.map((question) => (
          <QuestionView question={question} view={view} />
        ))}
        <form method="post" action={paths.draftPage(view.draftId, page)} id={FORM_ID}>
          {hidden}
          <Button text={text.save} />
        </form>
      </>
    )
  return (
    <lh-autosave data-url={paths.draftAutosave(view.draftId, page)}>
      <form method="post" action={paths.draftPage(view.draftId, page)} id={FORM_ID} novalidate>
        {hidden}
        {page === 'case' && <p class="lh-hint">{text.compulsory}</p>}
        {questionsOf[page].map((question) => (
          <QuestionView question={question} view={view} />
        ))}
        {page === 'case' && view.draft.fields.handlingUnitId && (
          <input type="hidden" name="handlingUnitId" value={view.draft.fields.handlingUnitId} />
        )}
        <Notices page={page} view={view} />
        <div class="lh-actions">
          <Button text={text.save} />
          <Button text={text.saveDraft} kind="secondary" name="then" value="drafts" />
        </div>
        <p class="lh-autosave__state" role="status" aria-live="polite" data-state>
          {text.saving}
        </p>
      </form>
    </lh-autosave>
  )
}

const noticePages: Readonly<Record<JourneyView['advice'][number]['code'], AskingPageId>> = {
  complianceProtection: 'answer',
  lateReasonAsked: 'situation',
  situationLacksName: 'situation',
  beforeRegulation: 'when',
}

/** What deserves a word and blocks nothing. */
function Notices({ page, view }: { page: AskingPageId | 'check'; view: JourneyView }): VNode | null {
  const text = journeyText[view.language]
  const said = {
    complianceProtection: text.protection,
    lateReasonAsked: text.lateNotice,
    situationLacksName: text.situationLacksName,
    beforeRegulation: text.beforeRegulation,
  }
  const here = view.advice.filter(({ code }) => page === 'check' || noticePages[code] === page)
  if (here.length === 0) return null
  return (
    <div class="lh-inset">
      {here.map(({ code }) => (
        <p>{said[code]}</p>
      ))}
    </div>
  )
}

function Check({ view }: { view: JourneyView }): VNode {
  const text = journeyText[view.language]
  return (
    <>
      <Notices page="check" view={view} />
      {summaryOf(view)
        .filter(({ rows }) => rows.length > 0)
        .map(({ page, title, rows }) => (
          <section class="lh-summary">
            <div class="lh-summary__head">
              <h2>{title}</h2>
              <a href={paths.draftPage(view.draftId, page)}>
                {text.change}
                <span class="lh-visually-hidden"> {title}</span>
              </a>
            </div>
            <SummaryList
              rows={rows.map(({ label, value, missing }) => ({
                key: label,
                value: <span class={missing ? 'lh-missing' : 'lh-prewrap'}>{value}</span>,
              }))}
            />
          </section>
        ))}
      <form method="post" action={paths.draftPage(view.draftId, 'check')} id={FORM_ID}>
        <input type="hidden" name="csrf" value={view.csrf} />
        <input type="hidden" name="draftVersion" value={view.draftVersion} />
        <Button text={text.toSign} />
      </form>
      <form method="post" action={paths.draftDiscard(view.draftId)} class="lh-inline-form">
        <input type="hidden" name="csrf" value={view.csrf} />
        <Button text={text.discard} kind="link" />
      </form>
    </>
  )
}

function Sign({ view }: { view: JourneyView }): VNode {
  const text = journeyText[view.language]
  const errorOf = (field: string): string | undefined => {
    const problem = view.problems.find((found) => found.field === field)
    return problem && textFor(view.language).problem(problem.code)
  }
  const declaration = errorOf('declaration')
  const signature = errorOf('signature')
  return (
    <lh-submit-once>
      <form method="post" action={paths.draftPage(view.draftId, 'sign')} id={FORM_ID} novalidate>
        <input type="hidden" name="csrf" value={view.csrf} />
        <input type="hidden" name="draftVersion" value={view.draftVersion} />
        <input type="hidden" name="idempotencyKey" value={view.idempotencyKey} />
        <div class="lh-inset">
          <p>{text.whoSees}</p>
        </div>
        <div class={declaration ? 'lh-field lh-field--error' : 'lh-field'}>
          {declaration && (
            <p class="lh-error" id="declaration-error">
              {declaration}
            </p>
          )}
          <div class="lh-checkbox">
            <input
              type="checkbox"
              id="declaration"
              name="declared"
              value="yes"
              {...(declaration && { 'aria-describedby': 'declaration-error' })}
            />
            <label for="declaration">{text.declaration}</label>
          </div>
          <p class="lh-hint">{text.declarationHint}</p>
        </div>
        <SignaturePad language={view.language} signerName={view.signerName} {...(signature && { error: signature })} />
        <Button text={text.submit} />
      </form>
    </lh-submit-once>
  )
}
