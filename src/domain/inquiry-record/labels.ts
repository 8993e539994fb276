/**
 * The fixed values as official papers word them (glossary, fixed value lists). Until a determination exists every label is
 * neutral (R12): it names the act of asking, never a fault.
 */
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
} from './content.ts'

export const channelLabels: Readonly<Record<Channel, string>> = {
  inPerson: '当面',
  phone: '电话',
  sms: '短信',
  instantMessage: '微信等即时通讯',
  email: '电子邮件',
  letter: '信件',
  officialDocument: '公文函件',
  meeting: '会议',
  throughOther: '他人转达',
  other: '其他',
}

export const stageLabels: Readonly<Record<Stage, string>> = {
  preFiling: '立案前',
  filing: '立案',
  investigation: '调查',
  legalReview: '法制审核',
  handling: '处理决定',
  execution: '执行',
  afterClosing: '结案后',
  other: '其他',
}

export const caseStatusLabels: Readonly<Record<CaseStatus, string>> = {
  preFiling: '尚未立案',
  open: '正在办理',
  closed: '已经结案',
  otherBureau: '由其他单位办理',
}

export const inquirerKindLabels: Readonly<Record<InquirerKind, string>> = {
  bureauLeader: '局领导',
  unitHead: '科室、分局、中队负责人',
  internalStaff: '内部人员',
  formerStaff: '离退休或离职人员',
  outsideLeader: '外单位领导',
  organisation: '组织',
  closeStaff: '身边工作人员',
  relative: '亲属',
  otherPerson: '其他人员',
  unknown: '不明',
}

export const principalKnowledgeLabels: Readonly<Record<PrincipalKnowledge, string>> = {
  instructed: '授意',
  connived: '纵容',
  unknown: '不明',
  notInvolved: '无关',
}

export const inquiryClassLabels: Readonly<Record<InquiryClass, string>> = {
  lawfulSupervision: '履职了解',
  generalInquiry: '一般过问',
  suspectedInterference: '待核查过问',
  notWithinScope: '不属登记范围',
}

export const redLineLabels: Readonly<Record<RedLine, string>> = {
  evidenceAdmission: '证据采信',
  factFinding: '事实认定',
  specificAct: '具体行政行为',
}

export const redLineAnswerLabels: Readonly<Record<RedLineAnswer, string>> = { yes: '是', no: '否', unknown: '不明' }

export const responseLabels: Readonly<Record<Response, string>> = {
  refused: '予以拒绝',
  advisedProcedure: '告知依照程序办理',
  noAnswer: '未作表态',
  partlyComplied: '部分照办',
  complied: '照办',
}
