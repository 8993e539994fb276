/** The forms around who is named: somebody becomes known, and somebody was named wrongly (R42). */
import type { NamingView } from '../../app/inquiries/naming.ts'
import type { Actor } from '../../domain/dossier/types.ts'
import { principalKnowledges } from '../../domain/inquiry-record/content.ts'
import type { NamedPerson } from '../../domain/inquiry-record/named-persons.ts'
import { namedCapacities } from '../../domain/inquiry-record/naming.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { PersonId } from '../../domain/organisation/types.ts'
import { unitAndPost } from '../../kit/standing.ts'
import { useChrome, useLabels } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button } from '../components/Button.tsx'
import { Details } from '../components/Details.tsx'
import { Form } from '../components/Form.tsx'
import { PeopleSearch } from '../components/PeopleSearch.tsx'
import { Radios } from '../components/Radios.tsx'
import { Table } from '../components/Table.tsx'
import { TextArea } from '../components/TextArea.tsx'
import { accessText } from '../access/text.ts'
import { momentText } from '../format.ts'
import { paths } from '../paths.ts'

export const useNamingText = () => accessText(useChrome().language).naming

export const nameAndPlace = ({ name, unit, post }: NamedPerson): string =>
  unit || post ? `${name}（${unitAndPost(unit, post)}）` : name

export type NamingPageProps = {
  readonly record: RegisteredRecord
  readonly view: NamingView
  readonly viewerId: PersonId
  readonly typed: Readonly<Record<string, string>>
  /** A sentence, and the field it belongs to; empty for the whole page. */
  readonly error: { readonly field: string; readonly text: string } | null
  readonly done: 'added' | 'proposed' | 'confirmed' | null
  readonly idempotencyKey: string
}

/** The fields in which the recorder writes whom a supplement or a correction makes known. */
export function AlsoNamedFields({ typed }: { readonly typed: Readonly<Record<string, string>> }) {
  const text = useNamingText()
  return (
    <Details summary={text.alsoNamed} open={[1, 2, 3].some((n) => typed[`named${n}Name`])}>
      <p class="lh-hint">{text.alsoNamedHint}</p>
      {[1, 2, 3].map((n) => (
        <PersonField key={n} prefix={`named${n}`} label={text.personNumber(n)} typed={typed} optional />
      ))}
    </Details>
  )
}

type PersonFieldProps = {
  readonly prefix: string
  readonly label: string
  readonly typed: Readonly<Record<string, string>>
  readonly error?: string | undefined
  readonly optional?: boolean
}

function PersonField({ prefix, label, typed, error, optional }: PersonFieldProps) {
  const text = useNamingText()
  const value = (part: string): string => typed[`${prefix}${part}`] ?? ''
  return (
    <PeopleSearch
      prefix={prefix}
      label={label}
      hint={text.whoHint}
      error={error}
      optional={optional}
      values={{ PersonId: value('PersonId'), Name: value('Name'), Unit: value('Unit'), Post: value('Post') }}
    />
  )
}

export function NameForm({ record, view, typed, error, idempotencyKey }: NamingPageProps) {
  const { csrf } = useChrome()
  const text = useNamingText()
  const labels = useLabels()
  const errorOf = (field: string): string | undefined => (error?.field === field ? error.text : undefined)
  return (
    <section class="lh-section" id="name">
      <h2 class="lh-subtitle">{text.add}</h2>
      <p class="lh-hint">{text.addHint}</p>
      {view.whoCan.length > 0 ? (
        <Banner kind="notice">{text.identityNeeded(view.whoCan.join('、'))}</Banner>
      ) : (
        <Form action={paths.recordNamed(record.registerNumber)} csrf={csrf} hidden={{ idempotencyKey }}>
          <PersonField prefix="person" label={text.who} typed={typed} error={errorOf('person')} />
          <Radios
            name="as"
            legend={text.capacity}
            value={typed.as ?? ''}
            error={errorOf('as')}
            options={namedCapacities.map((value) => ({ value, label: text.as[value] }))}
          />
          <Radios
            name="knowledge"
            legend={text.knowledge}
            hint={text.knowledgeHint}
            value={typed.knowledge ?? ''}
            options={principalKnowledges.map((value) => ({ value, label: labels.principalKnowledge[value] }))}
            optional
            inline
          />
          <TextArea name="reason" label={text.reason} value={typed.reason ?? ''} error={errorOf('reason')} rows={3} />
          <Button text={text.addButton} />
        </Form>
      )}
    </section>
  )
}

export function Clearings({ record, view, viewerId, typed, error, idempotencyKey }: NamingPageProps) {
  const { csrf, language } = useChrome()
  const text = useNamingText()
  const labels = useLabels()
  const number = record.registerNumber
  const nameOf = (by: Actor): string => (by.kind === 'officer' ? `${by.name}（${labels.role[by.role]}）` : '')
  const clearable = view.persons.filter(({ isInquirer, clearing }) => !isInquirer && !clearing)
  const done = record.clearings.filter(({ confirmed }) => confirmed)
  const errorOf = (field: string): string | undefined => (error?.field === field ? error.text : undefined)
  if (clearable.length === 0 && record.clearings.length === 0) return null
  return (
    <section class="lh-section" id="clearing">
      <h2 class="lh-subtitle">{text.clearing}</h2>
      <p class="lh-hint">{text.clearingHint}</p>
      {view.persons.map(({ personId, clearing }) =>
        clearing ? (
          <div class="lh-inset" key={personId}>
            <p>{text.waits(clearing.name, nameOf(clearing.proposed.by), momentText(language, clearing.proposed.at))}</p>
            <p class="lh-prewrap">{clearing.reason}</p>
            {clearing.proposed.by.kind === 'officer' && clearing.proposed.by.personId === viewerId ? (
              <p class="lh-muted">{text.ownProposal}</p>
            ) : view.whoCan.length > 0 ? (
              <p class="lh-muted">{text.identityNeeded(view.whoCan.join('、'))}</p>
            ) : (
              <Form
                action={paths.recordClearingConfirmed(number)}
                csrf={csrf}
                hidden={{ idempotencyKey: `${idempotencyKey}-confirm`, clearId: personId }}
              >
                <Button text={text.confirm} />
              </Form>
            )}
          </div>
        ) : null,
      )}
      {clearable.length > 0 && (
        <Form
          action={paths.recordClearing(number)}
          csrf={csrf}
          hidden={{ idempotencyKey: `${idempotencyKey}-propose` }}
        >
          <Radios
            name="clearId"
            legend={text.clearWho}
            value={typed.clearId ?? ''}
            error={errorOf('clearId')}
            options={clearable.map((person) => ({ value: person.personId, label: nameAndPlace(person) }))}
          />
          <TextArea
            name="clearReason"
            label={text.clearReason}
            value={typed.clearReason ?? ''}
            error={errorOf('clearReason')}
            rows={3}
          />
          <Button text={text.clear} kind="secondary" />
        </Form>
      )}
      {done.length > 0 && (
        <Table
          caption={text.history}
          captionShown
          head={[text.person, text.clearReason, text.how]}
          rows={done.map(({ name, reason, proposed, confirmed }) => [
            name,
            reason,
            [
              text.waits(name, nameOf(proposed.by), momentText(language, proposed.at)),
              confirmed && text.clearedOn(momentText(language, confirmed.at), nameOf(confirmed.by)),
            ]
              .filter(Boolean)
              .join('；'),
          ])}
        />
      )}
    </section>
  )
}
