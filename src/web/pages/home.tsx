/** First thing after signing in: what you have to do, by when. Nothing is counted or ranked beyond one's own tasks (R59). */
import { mayOpen } from '../../domain/access/permissions.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { Day } from '../../kit/calendar.ts'
import { useChrome, useText } from '../chrome.ts'
import { Button, ButtonRow } from '../components/Button.tsx'
import { Form } from '../components/Form.tsx'
import { Tag } from '../components/Tag.tsx'
import { dayText } from '../format.ts'
import { type Language, textFor } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { paths } from '../paths.ts'
import { Title } from './heading.tsx'

export type HomeTask = { readonly record: RegisteredRecord; readonly dueOn: Day; readonly overdue: boolean }
export type HomeProps = { readonly tasks: readonly HomeTask[]; readonly drafts: readonly unknown[] }

export function Home({ tasks, drafts }: HomeProps) {
  const { csrf, viewer } = useChrome()
  const { records } = useText()
  const { home } = records
  const roles = viewer?.roles ?? []
  const mayRecord = mayOpen(roles, 'record')
  return (
    <>
      <Title text={home.title} />
      {tasks.length === 0 ? (
        <p class="lh-lead">{home.none}</p>
      ) : (
        <ul class="lh-tasks">
          {tasks.map((task) => (
            <TaskRow key={task.record.registerNumber} task={task} />
          ))}
        </ul>
      )}
      {mayRecord ? (
        <>
          <Form action={paths.newRecord()} csrf={csrf}>
            <ButtonRow>
              <Button text={home.register} />
            </ButtonRow>
          </Form>
          <p class="lh-hint lh-heading-s">{home.registerHint}</p>
          <ul class="lh-links">
            {drafts.length > 0 && (
              <li>
                <a href={paths.drafts()}>{home.drafts(drafts.length)}</a>
              </li>
            )}
            <li>
              <a href={paths.records()}>{home.allRecords}</a>
            </li>
            <li>
              <a href={paths.blankForm()}>{home.blankForm}</a>
            </li>
          </ul>
        </>
      ) : (
        <AdministratorLinks />
      )}
    </>
  )
}

function TaskRow({ task: { record, dueOn, overdue } }: { readonly task: HomeTask }) {
  const { language } = useChrome()
  const { home } = useText().records
  const by = dayText(language, dueOn)
  return (
    <li class="lh-tasks__item">
      <a class="lh-tasks__what" href={paths.record(record.registerNumber)}>
        {home.tasks[record.status]}
      </a>
      <span class="lh-tasks__title">
        {record.content.caseTitle} · {record.registerNumber}
      </span>
      <span class={overdue ? 'lh-tasks__due lh-tasks__due--overdue' : 'lh-tasks__due'}>
        {overdue ? home.overdue(by) : home.due(by)}
        {record.escalationLevel > 0 && (
          <>
            {' '}
            <Tag text={home.escalated} tone="amber" />
          </>
        )}
      </span>
    </li>
  )
}

function AdministratorLinks() {
  const { viewer } = useChrome()
  const { frame, records } = useText()
  const roles = viewer?.roles ?? []
  const pages = [
    ...(mayOpen(roles, 'accounts') ? [{ href: paths.adminAccounts(), label: frame.accounts }] : []),
    ...(mayOpen(roles, 'securityAudit') ? [{ href: paths.adminAudit(), label: frame.audit }] : []),
    ...(mayOpen(roles, 'operation') ? [{ href: paths.adminSystem(), label: frame.system }] : []),
  ]
  return (
    <>
      <h2 class="lh-heading-s">{records.home.administrator}</h2>
      <ul class="lh-links">
        {pages.map(({ href, label }) => (
          <li key={href}>
            <a href={href}>{label}</a>
          </li>
        ))}
      </ul>
    </>
  )
}

export const homePage = (language: Language, props: HomeProps): PageProps => ({
  title: textFor(language).records.home.title,
  children: <Home {...props} />,
})
