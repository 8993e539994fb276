/** The permits of a record, beside it: for who reviews and handles all of them, for a holder his own (R37). */
import { type Permit, permitState, type PermitState } from '../../domain/inquiry-record/permits.ts'
import type { Instant } from '../../kit/calendar.ts'
import { useChrome } from '../chrome.ts'
import { Tag } from '../components/Tag.tsx'
import { momentText } from '../format.ts'
import { paths } from '../paths.ts'
import { permitsText, purposeText } from './text.ts'

export type PermitsPanelProps = {
  readonly number: string
  readonly permits: readonly Permit[]
  /** Whether the viewer answers requests on this record. */
  readonly mayDecide: boolean
  readonly now: Instant
}

export const permitTone = (state: PermitState): 'green' | 'amber' | 'grey' | 'red' =>
  state === 'approved' ? 'green' : state === 'waiting' ? 'amber' : state === 'expired' ? 'grey' : 'red'

export function PermitsPanel({ number, permits, mayDecide, now }: PermitsPanelProps) {
  const { language } = useChrome()
  const { panel } = permitsText(language)
  return (
    <section class="lh-card">
      <h2 class="lh-subtitle">{panel.heading}</h2>
      {permits.length === 0 && <p class="lh-muted">{panel.none}</p>}
      {permits.length > 0 && (
        <ul class="lh-plain-list">
          {permits.toReversed().map((permit) => (
            <li key={permit.id}>
              <OnePermit number={number} permit={permit} mayDecide={mayDecide} now={now} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

type OneProps = Omit<PermitsPanelProps, 'permits'> & { readonly permit: Permit }

function OnePermit({ number, permit, mayDecide, now }: OneProps) {
  const { language } = useChrome()
  const { panel, states } = permitsText(language)
  const { asker, decision, triedAfterwardsAt } = permit
  const state = permitState(permit, now)
  const answerable = mayDecide && (state === 'waiting' || state === 'approved')
  return (
    <>
      <p>
        {asker.name} <Tag text={states[state]} tone={permitTone(state)} />
      </p>
      <p class="lh-muted">
        {panel.purpose(purposeText(language, permit.purpose))}
        {decision?.kind === 'approved' && (
          <>
            <br />
            {panel.until(momentText(language, decision.until))}
            {decision.withEvidence && `，${panel.withEvidence}`}
          </>
        )}
        {decision && decision.by.kind === 'officer' && (
          <>
            <br />
            {panel.decided(decision.by.name)}
          </>
        )}
        {triedAfterwardsAt && (
          <>
            <br />
            {panel.triedAfterwards(momentText(language, triedAfterwardsAt))}
          </>
        )}
      </p>
      <p class="lh-links">
        {answerable && (
          <a href={paths.recordPermit(number, permit.id)} aria-label={panel.decideOf(asker.name)}>
            {panel.decide}
          </a>
        )}{' '}
        {decision && (
          <a href={paths.recordPermitSheet(number, permit.id)} aria-label={panel.sheetOf(asker.name)}>
            {panel.sheet}
          </a>
        )}
      </p>
    </>
  )
}
