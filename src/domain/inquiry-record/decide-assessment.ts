/** Class, opinion, and what follows from it (art. 3, R9–R11, R43, R84). */
import { accept, refuse, type Decision } from '../../kit/decision.ts'
import type { Actor } from '../dossier/types.ts'
import type { AssessClass, CommandOf, Refusal, Rules, SignOpinion } from './commands.ts'
import { redLines } from './content.ts'
import { bureauRouteOf, handlerRefusal, isBlank, textMissing, wrongState } from './decide-handling.ts'
import type { InquiryEvent } from './events.ts'
import { signingProblems } from './journey-checks.ts'
import type { RegisteredRecord } from './state.ts'
import { concluding, finished, working } from './steps.ts'

type Answer = Decision<InquiryEvent, Refusal>

/**
 * The office gives the class with reasons; the recorder only suggested one (R11). A later assessment appends to the first.
 * An unanswered question does not hold the office up.
 */
export function assessClass(command: AssessClass, record: RegisteredRecord, rules: Rules, by: Actor): Answer {
  const { at, to, reason, duty, procedure } = command
  const refusal = handlerRefusal(command, record, rules)
  if (refusal) return refuse(refusal)
  const { status } = record
  if (status === 'opinionSigned') return refuse({ code: 'opinionAlreadySigned' })
  if (status === 'registered' || status === 'closedForReference') return wrongState(record)
  // What is about to leave the bureau is not assessed in it (R44).
  if (status === 'transferProposed' || status === 'transferAgreed') return wrongState(record)
  if (isBlank(reason)) return textMissing('reason')

  // Art. 3, last half-sentence: whoever decided on evidence, facts or the act was not merely informing himself (R10).
  const crossed = redLines.filter(
    (line) => record.content.redLines[line] === 'yes' || command.redLinesCrossed.includes(line),
  )
  if (to === 'lawfulSupervision') {
    if (crossed.length > 0) return refuse({ code: 'redLineCrossed', redLines: crossed })
    const missing = (['duty', 'procedure'] as const).filter((part) => isBlank(command[part]))
    if (missing.length > 0) return refuse({ code: 'lawfulSupervisionUnproven', missing })
  }
  return accept({
    type: 'classAssessed',
    at,
    by,
    from: record.finalClass,
    to,
    reason,
    redLinesCrossed: crossed,
    duty,
    procedure,
    next: working(record.verification ? 'verifying' : 'assessed', record, rules, at),
  })
}

/** By the discipline lead, or by the alternate the route names, who says in which capacity and why (R84). Signed once. */
export function signOpinion(command: SignOpinion, record: RegisteredRecord, rules: Rules, by: Actor): Answer {
  const { at, opinion, signature, capacity, recusalReason } = command
  if (command.by.isRecorder) return refuse({ code: 'recorderCannotDecide' })
  const route = bureauRouteOf(record, rules, at)
  if (!route) return refuse({ code: 'superiorOnly' })
  if (record.opinion) return refuse({ code: 'opinionAlreadySigned' })
  if (!command.by.roles.includes(route.signedBy)) return refuse({ code: 'notTheSignatory', signatory: route.signedBy })
  if (!record.finalClass) return refuse({ code: 'classNotAssessed' })
  if (record.status !== 'assessed') return wrongState(record)
  if (isBlank(opinion)) return textMissing('opinion')
  if (signingProblems(true, signature).length > 0) return refuse({ code: 'signatureMissing' })
  const alternate = route.signedBy !== 'disciplineLead'
  if (alternate && isBlank(capacity)) return textMissing('capacity')
  if (alternate && isBlank(recusalReason)) return textMissing('recusalReason')
  return accept({
    type: 'opinionSigned',
    at,
    by: by.kind === 'officer' ? { ...by, role: route.signedBy } : by,
    opinion,
    signature,
    capacity: alternate ? capacity : '',
    recusalReason: alternate ? recusalReason : '',
    signatoryRole: route.signedBy,
    next: concluding(record, rules, at),
  })
}

export function closeForReference(
  command: CommandOf<'closeForReference'>,
  record: RegisteredRecord,
  rules: Rules,
  by: Actor,
): Answer {
  const refusal = handlerRefusal(command, record, rules)
  if (refusal) return refuse(refusal)
  if (record.status !== 'opinionSigned') return wrongState(record)
  if (isBlank(command.reason)) return textMissing('reason')
  return accept({ type: 'closedForReference', at: command.at, by, reason: command.reason, next: finished })
}

export function openVerification(
  command: CommandOf<'openVerification'>,
  record: RegisteredRecord,
  rules: Rules,
  by: Actor,
): Answer {
  const refusal = handlerRefusal(command, record, rules)
  if (refusal) return refuse(refusal)
  if (record.status !== 'opinionSigned') return wrongState(record)
  if (isBlank(command.plan)) return textMissing('plan')
  return accept({
    type: 'verificationOpened',
    at: command.at,
    by,
    plan: command.plan,
    next: working('verifying', record, rules, command.at),
  })
}
