/**
 * What a viewer is offered on a record's page: only what the rules would take now, so that nobody is led to a refusal. The rules in
 * inquiry-record/decide.ts decide again when it is done.
 */
import type { Day } from '../../kit/calendar.ts'
import type { RegisteredRecord } from '../inquiry-record/state.ts'
import type { Organisation, PersonId, Role } from '../organisation/types.ts'
import { mayAct, type Standing } from './need-to-know.ts'
import { roleFor } from './permissions.ts'
import { transferableStatuses } from '../inquiry-record/transfer.ts'
import { routeFor } from './route.ts'

export const offeredActions = [
  'transfer',
  'receive',
  'assess',
  'opinion',
  'close',
  'verify',
  'request-supplement',
  'assign',
  'remark',
  'supplement',
  'correct',
  'withdraw',
] as const
export type OfferedAction = (typeof offeredActions)[number]

export type Looking = {
  readonly personId: PersonId
  readonly roles: readonly Role[]
  readonly isRecorder: boolean
  readonly standing: Standing
  readonly organisation: Organisation
  readonly day: Day
}

const commandOf = {
  receive: 'receiveRecord',
  assign: 'assignHandler',
  'request-supplement': 'requestSupplement',
  assess: 'assessClass',
  opinion: 'signOpinion',
  close: 'closeForReference',
  verify: 'openVerification',
  remark: 'addRemark',
  transfer: 'proposeTransfer',
} as const

export function recordActionsFor(record: RegisteredRecord, looking: Looking): readonly OfferedAction[] {
  const { status, named, unfilledRoles, handler } = record
  const route = routeFor({ organisation: looking.organisation, named, unfilledRoles, day: looking.day })
  if (looking.isRecorder) {
    // R44: what nobody in the bureau may handle is his to send up.
    const sendsUp = route.kind === 'superiorOnly' && status !== 'closedForReference'
    return [...(sendsUp ? (['transfer'] as const) : []), 'supplement', 'correct', 'withdraw']
  }
  if (!mayAct(looking.standing)) return []
  if (route.kind === 'superiorOnly') return []
  const working =
    status === 'received' || status === 'assessed' || status === 'supplementRequested' || status === 'verifying'
  const mine =
    handler === null || handler.personId === looking.personId || looking.roles.includes('disciplineOfficeHead')
  const fits: Readonly<Record<keyof typeof commandOf, boolean>> = {
    receive: status === 'registered',
    assign: status !== 'closedForReference' && looking.roles.includes(route.reviewedBy),
    'request-supplement': working && mine,
    assess: working && mine,
    opinion: status === 'assessed' && looking.roles.includes(route.signedBy),
    close: status === 'opinionSigned' && mine,
    verify: status === 'opinionSigned' && mine,
    transfer:
      status === 'transferProposed'
        ? looking.roles.includes(route.signedBy)
        : (status === 'transferAgreed' || transferableStatuses.some((each) => each === status)) &&
          (mine || looking.roles.includes(route.reviewedBy)),
    remark: status !== 'registered' && status !== 'closedForReference' && mine,
  }
  return offeredActions.filter(
    (action) =>
      Object.hasOwn(commandOf, action) &&
      fits[action as keyof typeof commandOf] &&
      roleFor(looking.roles, commandOf[action as keyof typeof commandOf]) !== null,
  )
}
