/**
 * What is added beside the content at any time: supplements, corrections, withdrawals, remarks, and the traces of use
 * (R19, R20, R26, R85). Nothing here changes or removes what was registered.
 */
import { accept, refuse, type Decision } from '../../kit/decision.ts'
import { assertNever } from '../../kit/invariant.ts'
import { standingOf } from '../access/need-to-know.ts'
import type { Actor } from '../dossier/types.ts'
import type { PersonId } from '../organisation/types.ts'
import type { CommandOf, Refusal, Rules } from './commands.ts'
import { handlerRefusal, isBlank, textMissing, wrongState } from './decide-handling.ts'
import type { InquiryEvent } from './events.ts'
import { personsBehind } from './named.ts'
import { type Rerouting, reroutedWith } from './naming.ts'
import type { RegisteredRecord } from './state.ts'
import { routeOf, working } from './steps.ts'

type Answer = Decision<InquiryEvent, Refusal>

/** By the recorder, at any time. When the office had asked, the supplement answers and the record moves back. */
export function addSupplement(
  command: CommandOf<'addSupplement'>,
  record: RegisteredRecord,
  rules: Rules,
  by: Actor,
): Answer {
  const { at, text, evidence } = command
  if (isBlank(text) && evidence.length === 0) return textMissing('text')
  const named = foundIn(command, rules)
  const rerouted = reroutedBy(named, record, rules, command)
  const after = { ...record, named: [...record.named, ...named], unfilledRoles: rerouted.unfilledRoles ?? [] }
  return accept({
    type: 'supplementAdded',
    at,
    by,
    text,
    evidence,
    ...newlyNamed(named, command),
    ...(named.length > 0 ? rerouted : { next: null }),
    // It answers when the office had asked.
    ...(record.status === 'supplementRequested' && { next: working(record.returnsTo, after, rules, at) }),
  })
}

export function addCorrection(
  command: CommandOf<'addCorrection'>,
  record: RegisteredRecord,
  rules: Rules,
  by: Actor,
): Answer {
  const { at, field, text, reason } = command
  if (isBlank(field)) return textMissing('field')
  if (isBlank(text)) return textMissing('text')
  if (isBlank(reason)) return textMissing('reason')
  const named = foundIn(command, rules)
  return accept({
    type: 'correctionAdded',
    at,
    by,
    field,
    text,
    reason,
    ...newlyNamed(named, command),
    ...(named.length > 0 ? reroutedBy(named, record, rules, command) : { next: null }),
  })
}

/** The recorder himself adds, so that who stands aside for having recorded is known. */
const reroutedBy = (
  named: readonly PersonId[],
  record: RegisteredRecord,
  rules: Rules,
  { at, by }: Pick<CommandOf<'addCorrection'>, 'at' | 'by'>,
): Rerouting => reroutedWith(record, [...record.named, ...named], { rules, at, recorderId: by.personId })

/** Everybody meant by what was picked and what was typed. */
function foundIn({ named, persons = [] }: Found, { organisation }: Rules): readonly PersonId[] {
  return [...new Set([...named, ...persons.flatMap((person) => personsBehind(person, organisation))])]
}

type Found = Pick<CommandOf<'addCorrection'>, 'named' | 'persons'>

/** What the event says of those who became known; nothing when nobody did. */
const newlyNamed = (named: readonly PersonId[], { persons = [] }: Found): Found | object => ({
  ...(named.length > 0 && { named }),
  ...(persons.length > 0 && { persons }),
})

/** A request and nothing more: the record stays where it is (R20). The question whether somebody asked for it must be answered. */
export function requestWithdrawal(
  { at, reason, askedToWithdraw, askedBy }: CommandOf<'requestWithdrawal'>,
  by: Actor,
): Answer {
  if (askedToWithdraw === null) return refuse({ code: 'withdrawalAnswerMissing' })
  if (isBlank(reason)) return textMissing('reason')
  return accept({ type: 'withdrawalRequested', at, by, reason, askedToWithdraw, askedBy })
}

export function addRemark(command: CommandOf<'addRemark'>, record: RegisteredRecord, rules: Rules, by: Actor): Answer {
  const refusal = handlerRefusal(command, record, rules)
  if (refusal) return refuse(refusal)
  if (record.status === 'registered') return wrongState(record)
  if (isBlank(command.text)) return textMissing('text')
  return accept({ type: 'remarkAdded', at: command.at, by, text: command.text })
}

/** Opening, printing, exporting and comparing leave a trace. Everybody but the recorder has a standing, and says what for (R37). */
export function recordUse(
  command: CommandOf<'recordView' | 'recordPrint' | 'recordExport' | 'recordTimeline'>,
  record: RegisteredRecord,
  rules: Rules,
  by: Actor,
): Answer {
  const { at } = command
  if (by.kind === 'officer') {
    if (routeOf(record, rules, at).kind === 'superiorOnly') return refuse({ code: 'superiorOnly' })
    const { personId, roles } = command.by
    const standing = standingOf(record, false, { personId, roles, organisation: rules.organisation, at })
    if (!standing || (standing === 'permit' && command.type === 'recordTimeline'))
      return refuse({ code: 'notPermitted' })
  }
  switch (command.type) {
    case 'recordView':
      if (by.kind === 'officer' && isBlank(command.purpose)) return textMissing('purpose')
      return accept({ type: 'viewed', at, by, purpose: command.purpose })
    case 'recordPrint':
      if (isBlank(command.paper)) return textMissing('paper')
      return accept({ type: 'printed', at, by, paper: command.paper, digest: command.digest })
    case 'recordExport':
      if (isBlank(command.what)) return textMissing('what')
      return accept({ type: 'exported', at, by, what: command.what })
    case 'recordTimeline':
      return accept({ type: 'timelineOpened', at, by })
    default:
      return assertNever(command)
  }
}
