/**
 * Which actions a record's page offers. Only an offer: the rules decide when it is taken up (domain/inquiry-record). What is next comes first.
 */
import { roleFor } from '../domain/access/permissions.ts'
import type { Command } from '../domain/inquiry-record/commands.ts'
import type { RegisteredRecord } from '../domain/inquiry-record/state.ts'
import type { PersonId, Role } from '../domain/organisation/types.ts'
import type { RecordAction } from './paths.ts'

type Asker = { readonly personId: PersonId; readonly roles: readonly Role[]; readonly isRecorder: boolean }

const statuses: Readonly<Record<RecordAction, readonly RegisteredRecord['status'][] | 'any'>> = {
  receive: ['registered'],
  assess: ['received', 'supplementRequested', 'assessed', 'verifying'],
  opinion: ['assessed'],
  close: ['opinionSigned'],
  verify: ['opinionSigned'],
  'request-supplement': ['received', 'assessed', 'verifying'],
  assign: ['registered', 'received', 'supplementRequested', 'assessed', 'opinionSigned', 'verifying'],
  remark: ['received', 'supplementRequested', 'assessed', 'opinionSigned', 'verifying', 'closedForReference'],
  supplement: 'any',
  correct: 'any',
  withdraw: 'any',
}

const commands: Readonly<Record<RecordAction, Command['type']>> = {
  receive: 'receiveRecord',
  assess: 'assessClass',
  opinion: 'signOpinion',
  close: 'closeForReference',
  verify: 'openVerification',
  'request-supplement': 'requestSupplement',
  assign: 'assignHandler',
  remark: 'addRemark',
  supplement: 'addSupplement',
  correct: 'addCorrection',
  withdraw: 'requestWithdrawal',
}

const ownActions: readonly RecordAction[] = ['supplement', 'correct', 'withdraw']
const officeActions = (Object.keys(statuses) as RecordAction[]).filter((action) => !ownActions.includes(action))

export function actionsOn(record: RegisteredRecord, asker: Asker): readonly RecordAction[] {
  // Nobody receives, assesses or signs on a record he made himself (R11).
  if (asker.isRecorder) return ownActions
  return officeActions.filter((action) => fits(record, action) && mayDo(record, action, asker))
}

const fits = (record: RegisteredRecord, action: RecordAction): boolean => {
  const allowed = statuses[action]
  return allowed === 'any' || allowed.includes(record.status)
}

function mayDo({ handler, next }: RegisteredRecord, action: RecordAction, { personId, roles }: Asker): boolean {
  const role = roleFor(roles, commands[action])
  if (role === null) return false
  // By the route the signatory is whose step it is, not whoever could sign (R43).
  if (action === 'opinion') return roles.some((held) => held === next.role)
  const othersMatter = handler !== null && handler.personId !== personId
  return !(role === 'disciplineHandler' && othersMatter && !roles.includes('disciplineOfficeHead'))
}
