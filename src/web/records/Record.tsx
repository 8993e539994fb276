/**
 * A record on the screen. The recorder sees the own record whole, and who opened it by role (R40); the discipline office sees it with what it
 * may do next. Before a determination every word is neutral (R12).
 */
import type { ComponentChildren } from 'preact'
import { type Actor, type Identity } from '../../domain/dossier/types.ts'
import { viewsByRole } from '../../domain/dossier/views.ts'
import type { NamingView } from '../../app/inquiries/naming.ts'
import type { ApprovedPermit, Permit } from '../../domain/inquiry-record/permits.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { Instant } from '../../kit/calendar.ts'
import { useChrome, useLabels } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { ButtonLink } from '../components/Button.tsx'
import { SummaryList } from '../components/SummaryList.tsx'
import { Table } from '../components/Table.tsx'
import { Tag } from '../components/Tag.tsx'
import { Timeline, type TimelineItem } from '../components/Timeline.tsx'
import { dayText, momentText } from '../format.ts'
import { type RecordAction, paths } from '../paths.ts'
import { PermitsPanel } from '../permits/PermitsPanel.tsx'
import { permitsText, purposeText } from '../permits/text.ts'
import { EvidenceList } from './EvidenceList.tsx'
import { factRows } from './facts.tsx'
import { AlsoNamed, NamingAlerts, NamingPanel } from './Naming.tsx'
import { statusTone } from './status.ts'
import { recordsText } from './text.ts'

export type RecordProps = {
  readonly record: RegisteredRecord
  /** Null for a reader whose grant does not tell who recorded (R41). */
  readonly identity: Identity | null
  readonly isRecorder: boolean
  readonly leafIndex: number
  /** What the viewer may do now; `post` acts at one press. */
  readonly actions: readonly { readonly action: RecordAction; readonly post: boolean }[]
  /** Idempotency key for the buttons that act at one press. */
  readonly idempotencyKey: string
  readonly justRegistered: boolean
  readonly done: RecordAction | null
  /** For the office; null for the recorder (R40). */
  readonly naming: NamingView | null
  /** The permit by which the viewer looks; null for everybody else. */
  readonly permit: ApprovedPermit | null
  /** What the viewer sees of the record's permits; null for whom they are nothing to know. */
  readonly permits: { readonly shown: readonly Permit[]; readonly mayDecide: boolean } | null
  /** Originals may be opened, not only listed. */
  readonly opensEvidence: boolean
  /** Whether the viewer may compare with what else the same persons asked (R28). */
  readonly comparesPersons: boolean
  readonly now: Instant
}

export function Record(props: RecordProps) {
  const { record, isRecorder, justRegistered, done } = props
  const { language } = useChrome()
  const labels = useLabels()
  const text = recordsText(language)
  const question = record.status === 'supplementRequested' && isRecorder ? record.question : null
  return (
    <article class="lh-record">
      {justRegistered && (
        <Banner kind="success" title={text.justRegistered}>
          <p>{text.justRegisteredHint}</p>
        </Banner>
      )}
      {done && <Banner kind="success">{text.done[done]}</Banner>}
      {question && (
        <Banner kind="notice" title={text.question}>
          <p class="lh-prewrap">{question}</p>
          <ButtonLink
            href={paths.recordAction(record.registerNumber, 'supplement')}
            text={text.actions.supplement.title}
          />
        </Banner>
      )}
      {props.naming && <NamingAlerts view={props.naming} />}
      <header class="lh-record__head">
        <h1 class="lh-title">{record.content.caseTitle}</h1>
        <p class="lh-record__number">
          <span class="lh-code">{text.title(record.registerNumber)}</span>{' '}
          <Tag text={labels.status[record.status]} tone={statusTone(record.status)} />{' '}
          {record.lateRegistered && <Tag text={text.late} tone="amber" />}{' '}
          {record.legacy && <Tag text={text.legacy} tone="grey" />}
        </p>
        <Next record={record} />
      </header>
      {props.permit && <ByPermit permit={props.permit} />}
      <Actions {...props} />
      <div class="lh-columns">
        <div class="lh-columns__main">
          <Content {...props} />
        </div>
        <aside class="lh-columns__side">
          <ProofBlock {...props} />
          {props.naming && <NamingPanel number={record.registerNumber} view={props.naming} />}
          {props.permits && (
            <PermitsPanel
              number={record.registerNumber}
              permits={props.permits.shown}
              mayDecide={props.permits.mayDecide}
              now={props.now}
            />
          )}
          <Views record={record} />
        </aside>
      </div>
    </article>
  )
}

function ByPermit({ permit }: { readonly permit: ApprovedPermit }) {
  const { language } = useChrome()
  const text = permitsText(language)
  const { until } = permit.decision
  return (
    <Banner kind="notice" title={text.byPermit}>
      <p>{text.byPermitExplain(purposeText(language, permit.purpose), momentText(language, until))}</p>
    </Banner>
  )
}

function Next({ record }: { readonly record: RegisteredRecord }) {
  const { language } = useChrome()
  const labels = useLabels()
  const { next } = recordsText(language)
  const { role, dueOn } = record.next
  return (
    <p class="lh-inset">
      <strong>{next.heading}</strong>　
      {role === null || dueOn === null
        ? next.none
        : role === 'superiorDisciplineOrgan'
          ? next.superior
          : next.by(labels.role[role], dayText(language, dueOn))}
    </p>
  )
}

function Actions({ record, actions, idempotencyKey }: RecordProps) {
  const { language, csrf } = useChrome()
  const text = recordsText(language)
  if (actions.length === 0) return null
  return (
    <nav class="lh-record__actions" aria-label={text.sections.actions}>
      {actions.map(({ action, post }, i) =>
        post ? (
          <form method="post" action={paths.recordAction(record.registerNumber, action)} key={action}>
            <input type="hidden" name="csrf" value={csrf} />
            <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
            <button class="lh-button lh-button--primary" type="submit">
              {text.actions[action].button}
            </button>
          </form>
        ) : (
          <a
            class={i === 0 ? 'lh-button lh-button--primary' : 'lh-button lh-button--secondary'}
            href={paths.recordAction(record.registerNumber, action)}
            key={action}
          >
            {text.actions[action].title}
          </a>
        ),
      )}
    </nav>
  )
}

function Content(props: RecordProps) {
  const { record } = props
  const { language } = useChrome()
  const { sections } = recordsText(language)
  const { content, opinion } = record
  return (
    <>
      <Section title={sections.situation}>
        <p class="lh-prewrap lh-prose">{content.situation}</p>
      </Section>
      {content.suggestion && (
        <Section title={sections.suggestion}>
          <p class="lh-prewrap lh-prose">{content.suggestion}</p>
        </Section>
      )}
      <Section title={sections.facts}>
        <SummaryList rows={factRows(props, language)} />
        {props.comparesPersons && (
          <p>
            <a href={paths.recordTimeline(record.registerNumber)}>{permitsText(language).timeline.link}</a>
          </p>
        )}
      </Section>
      {content.evidence.length > 0 && (
        <Section title={sections.evidence}>
          <EvidenceList {...evidenceShown(props)} items={content.evidence} />
        </Section>
      )}
      <Later {...props} />
      {opinion && (
        <Section title={sections.opinion}>
          <p class="lh-prewrap lh-prose">{opinion.opinion}</p>
          <p class="lh-muted">
            <By actor={opinion.by} at={opinion.at} {...props} />
            {opinion.capacity && ` · ${opinion.capacity}（${opinion.recusalReason}）`}
          </p>
        </Section>
      )}
      {record.verification && (
        <Section title={sections.verification}>
          <p class="lh-prewrap">{record.verification.plan}</p>
        </Section>
      )}
      {record.status === 'closedForReference' && (
        <Section title={sections.closed}>
          <p class="lh-prewrap">{record.reason}</p>
        </Section>
      )}
    </>
  )
}

/** Who extracted a file is mostly who recorded: told to whom the recorder is told (R41). */
const evidenceShown = ({ record, opensEvidence, identity, isRecorder }: RecordProps) => ({
  number: record.registerNumber,
  opens: opensEvidence,
  namesExtractor: isRecorder || identity !== null,
})

const Section = ({ title, children }: { readonly title: string; readonly children: ComponentChildren }) => (
  <section class="lh-section">
    <h2 class="lh-subtitle">{title}</h2>
    {children}
  </section>
)

/** Everything appended after the registration, each under its own heading, oldest first. */
function Later(props: RecordProps) {
  const { record } = props
  const { language } = useChrome()
  const labels = useLabels()
  const text = recordsText(language)
  const when = (at: Instant): string => momentText(language, at)
  const by = (actor: Actor): string => actorName(actor, props, labels.role)
  const groups: readonly { readonly title: string; readonly items: readonly TimelineItem[] }[] = [
    {
      title: text.sections.questions,
      items: record.questions.map((entry) => ({ title: entry.question, when: when(entry.at), by: by(entry.by) })),
    },
    {
      title: text.sections.supplements,
      items: record.supplements.map((entry) => ({
        title: entry.text,
        when: when(entry.at),
        by: by(entry.by),
        children: (
          <>
            {entry.evidence.length > 0 && <EvidenceList {...evidenceShown(props)} items={entry.evidence} />}
            <AlsoNamed persons={entry.persons} />
          </>
        ),
      })),
    },
    {
      title: text.sections.corrections,
      items: record.corrections.map((entry) => ({
        title: text.correctionOf(entry.field),
        when: when(entry.at),
        by: by(entry.by),
        children: (
          <>
            <p class="lh-prewrap">{entry.text}</p>
            <p class="lh-muted">
              {text.correctionReason}：{entry.reason}
            </p>
            <AlsoNamed persons={entry.persons} />
          </>
        ),
      })),
    },
    {
      title: text.sections.withdrawals,
      items: record.withdrawals.map((entry) => ({
        title: entry.askedToWithdraw ? text.withdrawalAsked(entry.askedBy) : text.withdrawalOwn,
        when: when(entry.at),
        by: by(entry.by),
        children: <p class="lh-prewrap">{entry.reason}</p>,
      })),
    },
    {
      title: text.sections.classes,
      items: record.classHistory.map((entry) => ({
        title: text.classChange(entry.from ? labels.inquiryClass[entry.from] : '', labels.inquiryClass[entry.to]),
        when: when(entry.at),
        by: by(entry.by),
        children: (
          <>
            <p class="lh-prewrap">{entry.reason}</p>
            {entry.duty && (
              <p class="lh-muted">
                {text.duty}：{entry.duty}；{text.procedure}：{entry.procedure}
              </p>
            )}
          </>
        ),
      })),
    },
    {
      title: text.sections.remarks,
      items: record.remarks.map((entry) => ({ title: entry.text, when: when(entry.at), by: by(entry.by) })),
    },
  ]
  return (
    <>
      {groups
        .filter(({ items }) => items.length > 0)
        .map(({ title, items }) => (
          <Section title={title} key={title}>
            <Timeline items={items} />
          </Section>
        ))}
    </>
  )
}

/** To the recorder, the office appears by role only (R40); to the office, the recorder by name where the grant tells (R41). */
function actorName(
  actor: Actor,
  { isRecorder, identity }: RecordProps,
  roles: Readonly<Record<string, string>>,
): string {
  if (actor.kind === 'recorder') return identity ? identity.name : (roles.recorder ?? '')
  if (actor.kind === 'system') return roles.system ?? ''
  return isRecorder ? (roles[actor.role] ?? '') : `${actor.name}（${roles[actor.role] ?? ''}）`
}

function By({ actor, at, ...props }: RecordProps & { readonly actor: Actor; readonly at: Instant }) {
  const { language } = useChrome()
  const labels = useLabels()
  return (
    <>
      {actorName(actor, props, labels.role)} · {momentText(language, at)}
    </>
  )
}

function ProofBlock({ record, leafIndex }: RecordProps) {
  const { language } = useChrome()
  const { proof } = recordsText(language)
  return (
    <section class="lh-card">
      <h2 class="lh-subtitle">{proof.heading}</h2>
      <p class="lh-hint">{proof.explain}</p>
      <img class="lh-qr" src={paths.recordProofQr(record.registerNumber)} alt={proof.qr} width="240" height="240" />
      <p class="lh-muted">{proof.position(leafIndex)}</p>
      <p>
        <a href={paths.recordProof(record.registerNumber)}>{proof.download}</a>
      </p>
      <p>
        <a href={paths.recordForm(record.registerNumber)}>{proof.print}</a>
      </p>
    </section>
  )
}

function Views({ record }: { readonly record: RegisteredRecord }) {
  const { language } = useChrome()
  const labels = useLabels()
  const { views } = recordsText(language)
  return (
    <section class="lh-card">
      <h2 class="lh-subtitle">{views.heading}</h2>
      <p class="lh-hint">{views.explain}</p>
      <Table
        caption={views.heading}
        head={[views.role, views.at]}
        rows={viewsByRole(record.views)
          // The recorder asks who else looked.
          .filter(({ role }) => role !== 'recorder')
          .map(({ role, at }) => [labels.role[role], momentText(language, at)])}
        empty={views.none}
      />
    </section>
  )
}
