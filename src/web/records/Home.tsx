/** The first page after signing in: what you have to do, by when. Nothing ranks or counts anybody. */
import type { InquiryStatus } from '../../domain/inquiry-record/state.ts'
import { mayOpen } from '../../domain/access/permissions.ts'
import type { Day, Instant } from '../../kit/calendar.ts'
import { useChrome } from '../chrome.ts'
import { SmallForm } from '../components/SmallForm.tsx'
import { Tag } from '../components/Tag.tsx'
import { dayText, momentText } from '../format.ts'
import { paths } from '../paths.ts'
import { peopleText } from '../people/text.ts'
import { permitsText, purposeText } from '../permits/text.ts'
import type { TransferredStub } from '../../domain/inquiry-record/transfer.ts'
import { transferText } from '../transfer/text.ts'
import { recordsText } from './text.ts'

export type HomeTask = {
  /** The recorder's own, because nobody in the bureau may handle it (R44). */
  readonly sendUp?: boolean
  readonly number: string
  readonly caseTitle: string
  readonly status: Exclude<InquiryStatus, 'unregistered'>
  readonly dueOn: Day
  readonly overdue: boolean
  readonly escalated: boolean
  readonly reminded: boolean
}

export type DraftRow = { readonly id: string; readonly caseTitle: string; readonly changedAt: Instant }

/** A request to view that waits for the viewer's answer. */
export type PermitTaskRow = {
  readonly number: string
  readonly permitId: string
  readonly asker: string
  readonly purpose: string
  readonly askedAt: Instant
}

export type HomeProps = {
  readonly tasks: readonly HomeTask[]
  /** How many there are; `tasks` are those due first. */
  readonly taskCount?: number
  /** Transferred, and the receipt is asked for. */
  readonly stubs?: readonly TransferredStub[]
  readonly permits: readonly PermitTaskRow[]
  /** Whose keys the viewer is to compare and confirm. */
  readonly colleagues?: readonly { readonly accountId: string; readonly name: string }[]
  readonly drafts: readonly DraftRow[]
}

export function Home({ tasks, taskCount = tasks.length, stubs = [], permits, colleagues = [], drafts }: HomeProps) {
  const { language, viewer } = useChrome()
  const text = recordsText(language)
  const records = viewer !== null && mayOpen(viewer.roles, 'record')
  return (
    <>
      <h1 class="lh-title">{text.homeTitle}</h1>
      {!records && <p>{text.administratorHome}</p>}
      {records && (
        <section class="lh-callout">
          <div>
            <p class="lh-callout__title">{text.register}</p>
            <p class="lh-hint">{text.registerHint}</p>
          </div>
          <RegisterButton />
        </section>
      )}
      {records && tasks.length + stubs.length + permits.length + colleagues.length === 0 && (
        <p class="lh-muted">{text.nothingToDo}</p>
      )}
      {taskCount > tasks.length && <p class="lh-muted">{text.tasksCut(tasks.length, taskCount)}</p>}
      {tasks.length + stubs.length > 0 && (
        <ul class="lh-tasks">
          {tasks.map((task) => (
            <li class={task.overdue ? 'lh-task lh-task--overdue' : 'lh-task'} key={task.number}>
              <a class="lh-task__title" href={paths.recordFromTask(task.number)}>
                {task.sendUp ? transferText(language).stub.sendUp : text.tasks[task.status]}
              </a>
              <p class="lh-task__about">
                {task.caseTitle} <span class="lh-muted">{task.number}</span>
              </p>
              <p class="lh-task__due">
                {text.due(dayText(language, task.dueOn))} {task.overdue && <Tag text={text.overdue} tone="red" />}{' '}
                {task.escalated ? (
                  <Tag text={text.escalated} tone="amber" />
                ) : (
                  task.reminded && <Tag text={text.reminded} tone="grey" />
                )}
              </p>
            </li>
          ))}
          {stubs.map(({ registerNumber, next }) => (
            <li class="lh-task" key={registerNumber}>
              <a class="lh-task__title" href={paths.record(registerNumber)}>
                {transferText(language).stub.task}
              </a>
              <p class="lh-task__about lh-muted">{registerNumber}</p>
              <p class="lh-task__due">{next.dueOn && text.due(dayText(language, next.dueOn))}</p>
            </li>
          ))}
        </ul>
      )}
      {permits.length > 0 && <PermitTasks permits={permits} />}
      {colleagues.length > 0 && (
        <ul class="lh-tasks">
          {colleagues.map(({ accountId, name }) => (
            <li class="lh-task" key={accountId}>
              <a class="lh-task__title" href={`${paths.readers()}#reader-${accountId}`}>
                {peopleText(language).readers.task(name)}
              </a>
              <p class="lh-task__about">{peopleText(language).readers.taskHint}</p>
            </li>
          ))}
        </ul>
      )}
      {records && drafts.length > 0 && (
        <section>
          <h2 class="lh-subtitle">{text.drafts}</h2>
          <DraftRows drafts={drafts} />
        </section>
      )}
      <p class="lh-links">
        {records && <a href={paths.blankForm()}>{text.blankForm}</a>} <a href={paths.check()}>{text.checkProof}</a>
      </p>
    </>
  )
}

function PermitTasks({ permits }: Pick<HomeProps, 'permits'>) {
  const { language } = useChrome()
  const text = permitsText(language)
  return (
    <ul class="lh-tasks">
      {permits.map(({ number, permitId, asker, purpose, askedAt }) => (
        <li class="lh-task" key={permitId}>
          <a class="lh-task__title" href={paths.recordPermit(number, permitId)}>
            {text.task}
          </a>
          <p class="lh-task__about">
            {text.taskBy(asker)}，{text.panel.purpose(purposeText(language, purpose))}{' '}
            <span class="lh-muted">{number}</span>
          </p>
          <p class="lh-task__due">{momentText(language, askedAt)}</p>
        </li>
      ))}
    </ul>
  )
}

export function RegisterButton() {
  const { language, csrf } = useChrome()
  return (
    <form method="post" action={paths.newRecord()}>
      <input type="hidden" name="csrf" value={csrf} />
      <button class="lh-button lh-button--primary" type="submit">
        {recordsText(language).register}
      </button>
    </form>
  )
}

export function DraftRows({ drafts }: { readonly drafts: readonly DraftRow[] }) {
  const { language } = useChrome()
  const text = recordsText(language)
  return (
    <ul class="lh-rows">
      {drafts.map(({ id, caseTitle, changedAt }) => (
        <li class="lh-row" key={id}>
          <a href={paths.draftPage(id, 'case')}>{caseTitle || text.draftUntitled}</a>{' '}
          <span class="lh-muted">{text.draftChanged(momentText(language, changedAt))}</span>
        </li>
      ))}
    </ul>
  )
}

/** The officer's drafts on a page of their own, each with a way to throw it away. */
export function DraftsList({ drafts, limit }: { readonly drafts: readonly DraftRow[]; readonly limit: number | null }) {
  const { language } = useChrome()
  const text = recordsText(language)
  return (
    <>
      <h1 class="lh-title">{text.drafts}</h1>
      {limit !== null && (
        <p class="lh-error-text" role="alert">
          {text.tooManyDrafts(limit)}
        </p>
      )}
      {drafts.length === 0 ? (
        <p class="lh-muted">{text.noDrafts}</p>
      ) : (
        <ul class="lh-rows">
          {drafts.map(({ id, caseTitle, changedAt }) => (
            <li class="lh-row" key={id}>
              <a href={paths.draftPage(id, 'case')}>{caseTitle || text.draftUntitled}</a>{' '}
              <span class="lh-muted">{text.draftChanged(momentText(language, changedAt))}</span>
              <SmallForm
                action={paths.draftDiscard(id)}
                text={language === 'en' ? 'Throw away' : '放弃'}
                label={`${language === 'en' ? 'Throw away' : '放弃'} ${caseTitle || text.draftUntitled}`}
              />
            </li>
          ))}
        </ul>
      )}
      <RegisterButton />
    </>
  )
}
