/** What each action asks. Fields are named as the action's form reads them. */
import type { ComponentChildren } from 'preact'
import { inquiryClasses, redLines } from '../../domain/inquiry-record/content.ts'
import type { Organisation, PersonId } from '../../domain/organisation/types.ts'
import { useChrome, useLabels } from '../chrome.ts'
import { Checkboxes } from '../components/Checkboxes.tsx'
import { Details } from '../components/Details.tsx'
import { Radios } from '../components/Radios.tsx'
import { Select } from '../components/Select.tsx'
import { SignaturePad } from '../components/SignaturePad.tsx'
import { TextArea } from '../components/TextArea.tsx'
import { TextInput } from '../components/TextInput.tsx'
import type { Text } from '../language.ts'
import type { RecordActionProps } from './record-action.tsx'

type Asking = RecordActionProps & {
  readonly text: Text
  readonly errorAt: (field: string) => string | undefined
}

type Asked = { readonly lead: string; readonly fields: ComponentChildren }

export function actionFields(asking: Asking): Asked {
  const { text, typed, errorAt, record } = asking
  const { actions } = text
  const written = (name: string) => ({ name, value: typed[name] ?? '', error: errorAt(name) })
  switch (asking.action) {
    case 'receive':
      return { lead: actions.receive.lead, fields: null }
    case 'assign':
      return { lead: actions.assign.lead, fields: <HandlerChoice {...asking} /> }
    case 'request-supplement':
      return {
        lead: actions.requestSupplement.lead,
        fields: <TextArea {...written('question')} label={actions.requestSupplement.question} rows={5} />,
      }
    case 'supplement':
      return {
        lead: actions.supplement.lead,
        fields: (
          <>
            {record.status === 'supplementRequested' && (
              <p class="lh-inset">
                <span class="lh-muted">{actions.supplement.question}</span>
                <br />
                {record.question}
              </p>
            )}
            <TextArea {...written('text')} label={actions.supplement.text} rows={7} />
          </>
        ),
      }
    case 'correct':
      return {
        lead: actions.correct.lead,
        fields: (
          <>
            <Select
              {...written('field')}
              label={actions.correct.field}
              empty={actions.correct.choose}
              options={Object.entries(actions.correctable).map(([value, label]) => ({ value, label }))}
            />
            <TextArea {...written('text')} label={actions.correct.text} />
            <TextArea {...written('reason')} label={actions.correct.reason} rows={2} />
          </>
        ),
      }
    case 'withdraw':
      return {
        lead: actions.withdraw.lead,
        fields: (
          <>
            <TextArea {...written('reason')} label={actions.withdraw.reason} />
            <Radios
              {...written('askedToWithdraw')}
              legend={actions.withdraw.asked}
              hint={actions.withdraw.askedHint}
              options={[
                { value: 'yes', label: text.frame.yes },
                { value: 'no', label: text.frame.no },
              ]}
              inline
            />
            <TextInput {...written('askedBy')} label={actions.withdraw.askedBy} width="medium" optional />
          </>
        ),
      }
    case 'assess':
      return { lead: actions.assess.lead, fields: <Assessment {...asking} /> }
    case 'opinion':
      return { lead: actions.opinion.lead, fields: <Opinion {...asking} /> }
    case 'close':
      return {
        lead: actions.close.lead,
        fields: <TextArea {...written('reason')} label={actions.close.reason} />,
      }
    case 'verify':
      return { lead: actions.verify.lead, fields: <TextArea {...written('plan')} label={actions.verify.plan} /> }
    case 'remark':
      return {
        lead: actions.remark.lead,
        fields: <TextArea {...written('text')} label={actions.remark.text} rows={3} />,
      }
  }
}

/** Handlers of the office who are not named in the matter (R42). */
function handlersOf({ accounts, persons }: Organisation, named: readonly PersonId[]) {
  return accounts
    .filter(
      ({ roles, status, personId }) =>
        roles.includes('disciplineHandler') && status === 'active' && !named.includes(personId),
    )
    .map(({ personId, username }) => ({
      value: personId,
      label: persons.find(({ id }) => id === personId)?.name ?? username,
    }))
}

function HandlerChoice({ text, typed, errorAt, record, organisation }: Asking) {
  const { assign } = text.actions
  return (
    <Select
      name="handlerId"
      label={assign.handler}
      value={typed.handlerId ?? record.handler?.personId ?? ''}
      error={errorAt('handlerId')}
      empty={assign.choose}
      options={handlersOf(organisation, record.named)}
    />
  )
}

function Assessment({ text, typed, ticked = [], errorAt, record }: Asking) {
  const { assess } = text.actions
  const labels = useLabels()
  const { suggestedClass } = record.content
  return (
    <>
      {suggestedClass && <p class="lh-inset">{assess.suggested(labels.inquiryClass[suggestedClass])}</p>}
      <Checkboxes
        name="redLinesCrossed"
        legend={assess.redLines}
        hint={assess.redLinesHint}
        values={ticked.length > 0 ? ticked : [typed.redLinesCrossed ?? '']}
        options={redLines.map((value) => ({ value, label: labels.redLine[value] }))}
      />
      <Radios
        name="to"
        legend={assess.to}
        value={typed.to ?? ''}
        error={errorAt('to')}
        options={inquiryClasses.map((value) => ({ value, label: labels.inquiryClass[value] }))}
      />
      <section class="lh-group" aria-labelledby="lawful">
        <h2 class="lh-group__title" id="lawful">
          {assess.lawful}
        </h2>
        <TextInput name="duty" label={assess.duty} value={typed.duty ?? ''} error={errorAt('duty')} />
        <TextInput
          name="procedure"
          label={assess.procedure}
          value={typed.procedure ?? ''}
          error={errorAt('procedure')}
        />
      </section>
      <TextArea name="reason" label={assess.reason} value={typed.reason ?? ''} error={errorAt('reason')} />
    </>
  )
}

function Opinion({ text, typed, errorAt, record }: Asking) {
  const { opinion } = text.actions
  const { language, viewer } = useChrome()
  // By the route somebody else may sign than the leader in charge; he says in which capacity, and why (R84).
  const alternate = record.next.role !== 'disciplineLead' || Boolean(typed.capacity || typed.recusalReason)
  return (
    <>
      <TextArea
        name="opinion"
        label={opinion.opinion}
        value={typed.opinion ?? ''}
        error={errorAt('opinion')}
        rows={7}
      />
      <Details summary={opinion.alternate} open={alternate}>
        <TextInput
          name="capacity"
          label={opinion.capacity}
          value={typed.capacity ?? ''}
          error={errorAt('capacity')}
          width="medium"
        />
        <TextInput
          name="recusalReason"
          label={opinion.recusalReason}
          value={typed.recusalReason ?? ''}
          error={errorAt('recusalReason')}
        />
      </Details>
      <SignaturePad
        language={language}
        signerName={viewer?.name ?? ''}
        kind={typed.signatureKind === 'drawn' ? 'drawn' : 'typed'}
        strokes={typed.signatureStrokes}
        error={errorAt('signature')}
      />
    </>
  )
}
