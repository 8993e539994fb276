/** The fixed values of the glossary in both languages. The Chinese of an inquiry's values is the paper's own wording (domain). */
import type {
  CaseStatus,
  Channel,
  InquirerKind,
  InquiryClass,
  PrincipalKnowledge,
  RedLine,
  RedLineAnswer,
  Response,
  Stage,
} from '../../domain/inquiry-record/content.ts'
import * as zh from '../../domain/inquiry-record/labels.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { Role } from '../../domain/organisation/types.ts'
import { roleWords, statusWords } from '../../domain/procedure/wording.ts'

type Labels<Value extends string> = Readonly<Record<Value, string>>

export type ValueLabels = {
  readonly channel: Labels<Channel>
  readonly stage: Labels<Stage>
  readonly caseStatus: Labels<CaseStatus>
  readonly inquirerKind: Labels<InquirerKind>
  readonly principalKnowledge: Labels<PrincipalKnowledge>
  readonly inquiryClass: Labels<InquiryClass>
  readonly redLine: Labels<RedLine>
  readonly redLineAnswer: Labels<RedLineAnswer>
  readonly response: Labels<Response>
  readonly status: Labels<RegisteredRecord['status']>
  readonly role: Labels<Role | 'recorder' | 'system' | 'superiorDisciplineOrgan'>
  readonly accountStatus: Labels<'awaitingActivation' | 'active' | 'suspended'>
}

export const zhLabels: ValueLabels = {
  channel: zh.channelLabels,
  stage: zh.stageLabels,
  caseStatus: zh.caseStatusLabels,
  inquirerKind: zh.inquirerKindLabels,
  principalKnowledge: zh.principalKnowledgeLabels,
  inquiryClass: zh.inquiryClassLabels,
  redLine: zh.redLineLabels,
  redLineAnswer: zh.redLineAnswerLabels,
  response: zh.responseLabels,
  status: statusWords,
  role: { ...roleWords, system: '系统' },
  accountStatus: { awaitingActivation: '待启用', active: '使用中', suspended: '已停用' },
}

export const enLabels: ValueLabels = {
  channel: {
    inPerson: 'In person',
    phone: 'Telephone',
    sms: 'Text message',
    instantMessage: 'Instant message (WeChat and the like)',
    email: 'E-mail',
    letter: 'Letter',
    officialDocument: 'Official document',
    meeting: 'Meeting',
    throughOther: 'Passed on by somebody',
    other: 'Other',
  },
  stage: {
    preFiling: 'Before filing',
    filing: 'Filing',
    investigation: 'Investigation',
    legalReview: 'Legal review',
    handling: 'Decision',
    execution: 'Execution',
    afterClosing: 'After closing',
    other: 'Other',
  },
  caseStatus: {
    preFiling: 'Not filed yet',
    open: 'Being handled',
    closed: 'Closed',
    otherBureau: 'Handled by another bureau',
  },
  inquirerKind: {
    bureauLeader: 'Bureau leader',
    unitHead: 'Head of an office, branch or squadron',
    internalStaff: 'Internal staff',
    formerStaff: 'Retired or former staff',
    outsideLeader: 'Leader of another organisation',
    organisation: 'Organisation',
    closeStaff: 'Close staff of a leader',
    relative: 'Relative',
    otherPerson: 'Somebody else',
    unknown: 'Unknown',
  },
  principalKnowledge: {
    instructed: 'Instructed it',
    connived: 'Connived at it',
    unknown: 'Unknown',
    notInvolved: 'Not involved',
  },
  inquiryClass: {
    lawfulSupervision: 'Lawful supervision',
    generalInquiry: 'General inquiry',
    suspectedInterference: 'Inquiry to be verified',
    notWithinScope: 'Not within scope',
  },
  redLine: {
    evidenceAdmission: 'Admission of evidence',
    factFinding: 'Finding of facts',
    specificAct: 'The specific administrative act',
  },
  redLineAnswer: { yes: 'Yes', no: 'No', unknown: 'Not known' },
  response: {
    refused: 'Refused',
    advisedProcedure: 'Referred to the procedure',
    noAnswer: 'Gave no answer',
    partlyComplied: 'Partly complied',
    complied: 'Complied',
  },
  status: {
    registered: 'To be received',
    received: 'To be assessed',
    supplementRequested: 'Supplement asked for',
    assessed: 'Opinion to be signed',
    opinionSigned: 'Opinion signed',
    verifying: 'Being verified',
    closedForReference: 'Kept for reference',
    transferProposed: 'Transfer proposed',
    transferAgreed: 'To be transferred',
  },
  role: {
    enforcementOfficer: 'Enforcement officer',
    handlingUnitHead: 'Head of a handling unit',
    disciplineHandler: 'Discipline handler',
    disciplineOfficeHead: 'Head of the discipline office',
    disciplineLead: 'Leader in charge of discipline',
    leadingPartyGroup: 'Member of the Party leadership group',
    partyGroupSecretary: 'Party group secretary',
    personnelOfficer: 'Personnel officer',
    systemAdmin: 'System administrator',
    securityAdmin: 'Security administrator',
    auditAdmin: 'Audit administrator',
    recorder: 'Recorder',
    system: 'System',
    superiorDisciplineOrgan: 'Superior discipline body',
  },
  accountStatus: { awaitingActivation: 'Awaiting activation', active: 'Active', suspended: 'Suspended' },
}
