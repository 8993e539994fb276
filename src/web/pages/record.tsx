/**
 * One record on one page: what happens next and who acts by when, then what was recorded, its evidence, its history, its proof, and who by
 * role has opened it (R37, R38, R40).
 */
import { viewsByRole } from '../../domain/dossier/views.ts'
import type { Identity } from '../../domain/dossier/types.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import { useChrome, useLabels, useText } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button, ButtonLink } from '../components/Button.tsx'
import { EvidenceFiles } from '../components/EvidenceFiles.tsx'
import { Form } from '../components/Form.tsx'
import { Table } from '../components/Table.tsx'
import { Tag } from '../components/Tag.tsx'
import { dayText, momentText } from '../format.ts'
import type { Language } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { type RecordAction, paths } from '../paths.ts'
import { RecordFacts } from './record-facts.tsx'
import { RecordHistory } from './record-history.tsx'
import { statusTones } from './record-words.ts'

export type RecordProps = {
  readonly record: RegisteredRecord
  /** Null when the viewer's grant does not tell who recorded (R41). */
  readonly identity: Identity | null
  readonly isRecorder: boolean
  /** What is offered, the next step first; see record-actions.ts. */
  readonly actions: readonly RecordAction[]
  readonly leafIndex: number
  /** Right after registering: the proof is to be kept. */
  readonly registered: boolean
  /** What was just done. */
  readonly done?: RecordAction | null
  /** For what is done at one press, without a page of its own. */
  readonly idempotencyKey: string
}

export function Record(props: RecordProps) {
  const { record, identity, isRecorder, registered, done } = props
  const text = useText().records.record
  const { content, registerNumber, opinion } = record
  const recorder = identity ? [identity.name, identity.unit, identity.post].filter(Boolean).join(' ') : ''
  return (
    <>
      {registered && (
        <Banner kind="success" title={text.registered}>
          <p>{text.registeredBody}</p>
          <p>
            <a href={paths.recordProof(registerNumber)} download>
              {text.proofDownload}
            </a>
          </p>
        </Banner>
      )}
      {done && <Banner kind="success">{text.done[done]}</Banner>}
      <div class="lh-record">
        <Head record={record} />
        <aside class="lh-record__side" aria-label={text.next}>
          <Next {...props} />
        </aside>
        <div class="lh-record__body">
          <h2 class="lh-heading lh-heading--first">{text.situation}</h2>
          <p class="lh-situation">{content.situation || content.exactWords}</p>
          {content.suggestion !== '' && (
            <>
              <h2 class="lh-heading">{text.suggestion}</h2>
              <p class="lh-situation">{content.suggestion}</p>
            </>
          )}
          {opinion && (
            <>
              <h2 class="lh-heading">{text.opinion}</h2>
              <p class="lh-situation">{opinion.opinion}</p>
              {opinion.capacity !== '' && (
                <p class="lh-muted">{text.opinionBy(opinion.capacity, opinion.recusalReason)}</p>
              )}
            </>
          )}
          <h2 class="lh-heading">{text.facts}</h2>
          <RecordFacts record={record} recorder={recorder} />
          <Evidence record={record} />
          <h2 class="lh-heading">{text.history}</h2>
          <RecordHistory record={record} withNames={!isRecorder} />
          <Proof {...props} />
          <Views record={record} />
        </div>
      </div>
    </>
  )
}

function Head({ record }: { readonly record: RegisteredRecord }) {
  const text = useText().records.record
  const labels = useLabels()
  return (
    <div class="lh-record__head">
      <p>
        <span class="lh-record__number">{record.registerNumber}</span>
        <Tag text={labels.status[record.status]} tone={statusTones[record.status]} />{' '}
        {record.lateRegistered && <Tag text={text.late(record.delayDays)} tone="amber" />}{' '}
        {record.legacy && <Tag text={text.legacy} tone="grey" />}
      </p>
      <h1 class="lh-title">{record.content.caseTitle}</h1>
    </div>
  )
}

/** What happens next, who acts and by when; and, for whoever may act, how. */
function Next({ record, actions, isRecorder, idempotencyKey }: RecordProps) {
  const { csrf, language } = useChrome()
  const text = useText().records.record
  const labels = useLabels()
  const { next, registerNumber, handler } = record
  const [first, ...others] = actions
  const main = isRecorder && record.status !== 'supplementRequested' ? undefined : first
  const rest = main ? others : actions
  return (
    <div class="lh-next">
      <p class="lh-next__title">{text.next}</p>
      <p class="lh-next__what">{text.headline[record.status]}</p>
      <p class="lh-next__who">
        {next.role === null ? text.finalNote : text.who(labels.role[next.role])}
        {next.dueOn !== null && (
          <>
            <br />
            {text.by(dayText(language, next.dueOn))}
          </>
        )}
        {handler && !isRecorder && (
          <>
            <br />
            <span class="lh-muted">
              {text.handler} {handler.name}
            </span>
          </>
        )}
      </p>
      {record.status === 'supplementRequested' && (
        <p class="lh-inset">
          <span class="lh-muted">{text.question}</span>
          <br />
          {record.question}
        </p>
      )}
      {main === 'receive' ? (
        <Form action={paths.recordAction(registerNumber, main)} csrf={csrf} hidden={{ idempotencyKey }}>
          <Button text={text.actions.receive} />
        </Form>
      ) : (
        main && <ButtonLink text={text.actions[main]} href={paths.recordAction(registerNumber, main)} />
      )}
      <ButtonLink text={text.printForm} href={paths.recordForm(registerNumber)} kind="secondary" />
      {rest.length > 0 && (
        <ul class="lh-next__more" aria-label={text.more}>
          {rest.map((action) => (
            <li key={action}>
              <a href={paths.recordAction(registerNumber, action)}>{text.actions[action]}</a>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Evidence({ record }: { readonly record: RegisteredRecord }) {
  const text = useText().records.record
  const { registerNumber, content, supplements } = record
  const items = [...content.evidence, ...supplements.flatMap(({ evidence }) => evidence)]
  return (
    <>
      <h2 class="lh-heading">{text.evidence}</h2>
      {items.length === 0 ? (
        <p class="lh-muted">{text.noEvidence}</p>
      ) : (
        <EvidenceFiles
          items={items.map(({ id, name, size, sha256, sm3 }) => ({
            id,
            name,
            size,
            sha256,
            sm3,
            more: (
              <p>
                <a href={paths.recordEvidenceView(registerNumber, id)} aria-label={`${text.view} ${name}`}>
                  {text.view}
                </a>
                <span aria-hidden="true"> · </span>
                <a href={paths.recordEvidence(registerNumber, id)} aria-label={`${text.download} ${name}`} download>
                  {text.download}
                </a>
              </p>
            ),
          }))}
        />
      )}
    </>
  )
}

function Proof({ record, leafIndex }: RecordProps) {
  const text = useText().records.record
  const { registerNumber } = record
  return (
    <>
      <h2 class="lh-heading">{text.proof}</h2>
      <div class="lh-proof">
        <img
          class="lh-proof__qr"
          src={paths.recordProofQr(registerNumber)}
          alt={text.proofQrAlt}
          width="176"
          height="176"
        />
        <div>
          <p class="lh-body">{text.proofBody}</p>
          <p class="lh-body">
            {text.leafIndex} <span class="lh-code">{leafIndex}</span>
          </p>
          <ButtonLink text={text.proofDownload} href={paths.recordProof(registerNumber)} kind="secondary" download />{' '}
          <ButtonLink text={text.check} href={paths.check()} kind="link" />
        </div>
      </div>
    </>
  )
}

function Views({ record }: { readonly record: RegisteredRecord }) {
  const { language } = useChrome()
  const text = useText().records.record
  const labels = useLabels()
  return (
    <>
      <h2 class="lh-heading">{text.views}</h2>
      <p class="lh-hint">{text.viewsHint}</p>
      <Table
        caption={text.views}
        head={[text.viewedBy, text.viewedAt]}
        empty={text.noViews}
        rows={viewsByRole(record.views).map(({ role, at }) => [labels.role[role], momentText(language, at)])}
      />
    </>
  )
}

/** The tab shows the number only: a case's name on a shared screen says too much. */
export const recordPage = (_language: Language, props: RecordProps): PageProps => ({
  title: props.record.registerNumber,
  wide: true,
  children: <Record {...props} />,
})
