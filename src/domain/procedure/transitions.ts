/**
 * What may follow what (R38): every command, the states it can be carried out in, and the state it leads to. The rules decide in
 * inquiry-record/decide*.ts; procedure.test.ts drives every command in every state and holds the two together, in both directions.
 */
import type { Command } from '../inquiry-record/commands.ts'
import type { InquiryStatus, RegisteredRecord } from '../inquiry-record/state.ts'
import { transferableStatuses } from '../inquiry-record/transfer.ts'
import type { TimeLimits } from '../rules/time-limits.ts'

export type Status = RegisteredRecord['status']

/** `to`: one of these, by what the record had reached before; `same`: it stays. */
/** `transferred` is reached and never left: nothing of the record can be opened any more (R44). */
export type Reached = Status | 'transferred'
export type Transition = { readonly from: readonly InquiryStatus[]; readonly to: readonly Reached[] | 'same' }

export const statuses = [
  'registered',
  'received',
  'supplementRequested',
  'assessed',
  'opinionSigned',
  'verifying',
  'closedForReference',
  'transferProposed',
  'transferAgreed',
] as const satisfies readonly Status[]

const always: readonly Transition[] = [{ from: statuses, to: 'same' }]
const except = (...without: readonly Status[]): readonly Status[] =>
  statuses.filter((status) => !without.includes(status))
const working = ['received', 'assessed', 'verifying'] as const

export const transitions: Readonly<Record<Command['type'], readonly Transition[]>> = {
  registerInquiry: [{ from: ['unregistered'], to: ['registered'] }],
  receiveRecord: [{ from: ['registered'], to: ['received'] }],
  assignHandler: [{ from: except('closedForReference'), to: 'same' }],
  requestSupplement: [{ from: working, to: ['supplementRequested'] }],
  addSupplement: [
    { from: ['supplementRequested'], to: working },
    { from: except('supplementRequested'), to: 'same' },
  ],
  addCorrection: always,
  requestWithdrawal: always,
  assessClass: [
    { from: ['received', 'assessed'], to: ['assessed'] },
    { from: ['supplementRequested'], to: ['assessed', 'verifying'] },
    { from: ['verifying'], to: ['verifying'] },
  ],
  signOpinion: [{ from: ['assessed'], to: ['opinionSigned'] }],
  closeForReference: [{ from: ['opinionSigned'], to: ['closedForReference'] }],
  openVerification: [{ from: ['opinionSigned'], to: ['verifying'] }],
  addRemark: [{ from: except('registered'), to: 'same' }],
  // What nobody in the bureau may handle the recorder proposes and seals in one step; see the section on recusal.
  proposeTransfer: [{ from: transferableStatuses, to: ['transferProposed'] }],
  answerTransfer: [{ from: ['transferProposed'], to: ['transferAgreed', ...transferableStatuses] }],
  sealTransfer: [{ from: ['transferAgreed'], to: ['transferred'] }],
  recordView: always,
  recordPrint: always,
  recordExport: always,
  recordTimeline: always,
  approvePermit: always,
  refusePermit: always,
  withdrawPermit: always,
  nameFound: always,
  proposeClearing: always,
  confirmClearing: always,
}

/** Under which limit a state stands, and from when it runs. Null where nobody is waited for. */
export type Waiting = { readonly limit: keyof TimeLimits; readonly since: 'registration' | 'step' }

export const waitings: Readonly<Record<Status, Waiting | null>> = {
  registered: { limit: 'receive', since: 'registration' },
  received: { limit: 'opinion', since: 'registration' },
  supplementRequested: { limit: 'supplementAnswer', since: 'step' },
  assessed: { limit: 'opinion', since: 'registration' },
  opinionSigned: { limit: 'afterOpinion', since: 'step' },
  verifying: { limit: 'verification', since: 'step' },
  closedForReference: null,
  transferProposed: { limit: 'superiorMatter', since: 'step' },
  transferAgreed: { limit: 'superiorMatter', since: 'step' },
}
