/**
 * Which role may do which command and open which part of the product. This says what a role is for; whether a person may
 * act on one particular matter is decided in route.ts and in the record's own rules, which take away everybody named (R42).
 */
import { administratorRoles, roles as allRoles, type Role } from '../organisation/types.ts'
import type { Command } from '../inquiry-record/commands.ts'

const administrators: readonly Role[] = administratorRoles

/** Everybody but the three administrators may record (R6, R17). */
const recorders = allRoles.filter((role) => !administrators.includes(role))
const office: readonly Role[] = ['disciplineHandler', 'disciplineOfficeHead']
const readers: readonly Role[] = [...office, 'disciplineLead', 'partyGroupSecretary']
const reviewers: readonly Role[] = ['disciplineOfficeHead', 'disciplineLead', 'partyGroupSecretary']
/** Who may look by a viewing permit; the readers look by their part in a matter as well. */
const permitHolders: readonly Role[] = [...readers, 'leadingPartyGroup']

/** `asRecorder`: the command belongs to whoever made the record, whatever the roles held. */
type Grant = { readonly roles: readonly Role[]; readonly asRecorder: boolean }
const recorderOnly: Grant = { roles: [], asRecorder: true }

export const commandGrants: Readonly<Record<Command['type'] | 'requestPermit', Grant>> = {
  registerInquiry: { roles: recorders, asRecorder: true },
  receiveRecord: { roles: office, asRecorder: false },
  // With the head named, whoever reviews by the route assigns; decide checks which of these it is.
  assignHandler: { roles: reviewers, asRecorder: false },
  requestSupplement: { roles: office, asRecorder: false },
  addSupplement: recorderOnly,
  addCorrection: recorderOnly,
  requestWithdrawal: recorderOnly,
  assessClass: { roles: office, asRecorder: false },
  signOpinion: { roles: ['disciplineLead', 'partyGroupSecretary'], asRecorder: false },
  closeForReference: { roles: office, asRecorder: false },
  openVerification: { roles: office, asRecorder: false },
  addRemark: { roles: office, asRecorder: false },
  recordView: { roles: permitHolders, asRecorder: true },
  recordPrint: { roles: permitHolders, asRecorder: true },
  recordExport: { roles: permitHolders, asRecorder: true },
  recordTimeline: { roles: readers, asRecorder: false },
  requestPermit: { roles: permitHolders, asRecorder: false },
  // By whoever reviews by the route; decide checks which of these it is.
  approvePermit: { roles: reviewers, asRecorder: false },
  refusePermit: { roles: reviewers, asRecorder: false },
  withdrawPermit: { roles: reviewers, asRecorder: false },
  nameFound: { roles: readers, asRecorder: false },
  proposeClearing: { roles: readers, asRecorder: false },
  confirmClearing: { roles: readers, asRecorder: false },
  // Decide says who of these: the recorder of what nobody here may handle, the office's reviewer or handler, the signatory (R44).
  proposeTransfer: { roles: readers, asRecorder: true },
  answerTransfer: { roles: ['disciplineLead', 'partyGroupSecretary'], asRecorder: false },
  sealTransfer: { roles: readers, asRecorder: true },
}

/** The first held role that carries the command, or null. */
export const roleFor = (held: readonly Role[], command: keyof typeof commandGrants): Role | null =>
  commandGrants[command].roles.find((role) => held.includes(role)) ?? null

/** The parts of the staff application. */
export const areas = [
  'record',
  'ownRecords',
  'dedicatedRegister',
  'opinions',
  'permits',
  'readers',
  'accounts',
  'organisation',
  'settings',
  'operation',
  'securityAudit',
  'superior',
  'routeTable',
  'administratorRights',
] as const
export type Area = (typeof areas)[number]

const areaRoles: Readonly<Record<Area, readonly Role[]>> = {
  record: recorders,
  ownRecords: recorders,
  dedicatedRegister: readers,
  opinions: ['disciplineLead', 'partyGroupSecretary'],
  permits: permitHolders,
  /** Confirming colleagues, and giving grants again. */
  readers,
  accounts: ['securityAdmin'],
  organisation: ['systemAdmin'],
  settings: ['systemAdmin'],
  operation: ['systemAdmin'],
  securityAudit: ['auditAdmin'],
  superior: ['securityAdmin', 'disciplineOfficeHead', 'disciplineLead'],
  // Configuration and no matter: those who act by it, and those who fill the roles (R43).
  administratorRights: administrators,
  routeTable: [...readers, 'securityAdmin', 'systemAdmin'],
}

export const mayOpen = (held: readonly Role[], area: Area): boolean =>
  held.some((role) => areaRoles[area].includes(role))

export type RolesRefusal =
  | { readonly code: 'twoAdministrators'; readonly roles: readonly Role[] }
  | { readonly code: 'administratorWithContentRole'; readonly roles: readonly Role[] }

/** Whether one account may hold these roles together: an administrator holds nothing else (R87). Null when it may. */
export function rolesRefusal(held: readonly Role[]): RolesRefusal | null {
  const administering = [...new Set(held.filter((role) => administrators.includes(role)))]
  if (administering.length > 1) return { code: 'twoAdministrators', roles: administering }
  if (administering.length === 1 && held.some((role) => !administrators.includes(role)))
    return { code: 'administratorWithContentRole', roles: [...new Set(held)] }
  return null
}
