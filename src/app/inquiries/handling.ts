/**
 * What can be asked of a registered record, by name. Each gives the record as it then is, or a refusal; each may be
 * repeated with its idempotency key. The rules are in domain/inquiry-record.
 */
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { Decision } from '../../kit/decision.ts'
import type { AppContext, Viewer } from '../context.ts'
import { type Asked, type ChangeRefusal, changeRecord } from './changing.ts'
import type { OpenedRecord } from './opening.ts'

type Input<Type extends Asked['type']> = Omit<Extract<Asked, { type: Type }>, 'type'>
type Answer = Promise<Decision<RegisteredRecord, ChangeRefusal>>

const useCase =
  <Type extends Asked['type']>(type: Type) =>
  (
    context: AppContext,
    viewer: Viewer,
    number: string,
    input: Input<Type>,
    idempotencyKey: string,
    justOpened?: OpenedRecord,
  ): Answer =>
    changeRecord(context, viewer, number, idempotencyKey, { type, ...input } as unknown as Asked, justOpened)

export const receiveRecord = useCase('receiveRecord')
export const requestSupplement = useCase('requestSupplement')
export const addSupplement = useCase('addSupplement')
export const addCorrection = useCase('addCorrection')
export const requestWithdrawal = useCase('requestWithdrawal')
export const assessClass = useCase('assessClass')
export const signOpinion = useCase('signOpinion')
export const closeForReference = useCase('closeForReference')
export const openVerification = useCase('openVerification')
export const addRemark = useCase('addRemark')
export const recordView = useCase('recordView')
export const recordPrint = useCase('recordPrint')
export const recordExport = useCase('recordExport')

/** The head gives the record to a handler; a recorder does not handle his own, as far as the head's grant tells who recorded. */
export const assignHandler = (
  context: AppContext,
  viewer: Viewer,
  number: string,
  input: Pick<Input<'assignHandler'>, 'handlerId'>,
  idempotencyKey: string,
): Answer =>
  changeRecord(context, viewer, number, idempotencyKey, ({ recordedBy }) => ({
    type: 'assignHandler',
    ...input,
    recorderId: recordedBy?.recorderId ?? null,
  }))
