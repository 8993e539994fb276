/** The words of the written procedure (official papers are in Chinese only). Neutral throughout (R12). */
import type { Standing } from '../access/need-to-know.ts'
import type { Area } from '../access/permissions.ts'
import type { Command } from '../inquiry-record/commands.ts'
import type { InquiryStatus } from '../inquiry-record/state.ts'
import type { Role } from '../organisation/types.ts'
import type { Limit } from '../rules/time-limits.ts'

type Words<Value extends string> = Readonly<Record<Value, string>>

export const roleWords: Words<Role | 'recorder' | 'superiorDisciplineOrgan'> = {
  enforcementOfficer: '行政执法人员',
  handlingUnitHead: '办案单位负责人',
  disciplineHandler: '纪检监察室经办人',
  disciplineOfficeHead: '纪检监察室负责人',
  disciplineLead: '纪检分管领导',
  leadingPartyGroup: '局党组成员',
  partyGroupSecretary: '党组书记',
  personnelOfficer: '人事经办人',
  systemAdmin: '系统管理员',
  securityAdmin: '安全管理员',
  auditAdmin: '审计管理员',
  recorder: '登记人',
  superiorDisciplineOrgan: '上级纪检监察机关',
}

export const statusWords: Words<InquiryStatus> = {
  unregistered: '未登记',
  registered: '待接收',
  received: '待评估',
  supplementRequested: '待补充',
  assessed: '待签署意见',
  opinionSigned: '意见已签署',
  verifying: '核查中',
  closedForReference: '存查办结',
  transferProposed: '待同意上送',
  transferAgreed: '待密封上送',
}

/** Where a step may lead: a state, or out of the bureau. */
export const reachedWords: Words<InquiryStatus | 'transferred'> = { ...statusWords, transferred: '已密封上送' }

export const commandWords: Words<Command['type'] | 'requestPermit'> = {
  registerInquiry: '登记',
  receiveRecord: '接收',
  assignHandler: '交办',
  requestSupplement: '要求补充',
  addSupplement: '补充',
  addCorrection: '更正',
  requestWithdrawal: '请求撤回',
  assessClass: '评估类别',
  signOpinion: '签署意见',
  closeForReference: '办结存查',
  openVerification: '转入核查',
  addRemark: '追加备注',
  proposeTransfer: '提出密封上送',
  answerTransfer: '答复密封上送',
  sealTransfer: '密封上送',
  recordView: '查看',
  recordPrint: '打印',
  recordExport: '导出材料',
  recordTimeline: '关联查看',
  requestPermit: '申请查阅',
  approvePermit: '批准查阅',
  refusePermit: '不批准查阅',
  withdrawPermit: '收回查阅',
  nameFound: '列为涉及人员',
  proposeClearing: '提出解除涉及',
  confirmClearing: '确认解除涉及',
}

export const areaWords: Words<Area> = {
  record: '登记过问',
  ownRecords: '本人的登记',
  dedicatedRegister: '专库',
  opinions: '意见签署',
  permits: '查阅审批',
  readers: '查看人员的确认',
  accounts: '账户与职责',
  organisation: '机构与人员',
  settings: '设置',
  operation: '运行与备份',
  securityAudit: '安全审计',
  administratorRights: '三员职权',
  routeTable: '回避与改道',
  superior: '上级机关公钥',
}

export const standingWords: Words<Standing> = {
  recorder: '登记人本人',
  handler: '经办人',
  reviewer: '负责人或者改道后的审核人',
  signatory: '评估后的意见签署人',
  receiving: '无人经办时的经办人员',
  permit: '持有效查阅审批单的人员',
}

export const limitWords = ({ unit, count }: Limit): string => `${count}${unit === 'days' ? '日' : '个工作日'}`

export const YES = '可以'
export const NO = '不可以'
/** For what can be done in any state, or in any but one. */
export const EVERY_STATE = '各个状态'
export const BUT = '以外的'
export const UNCHANGED = '不变'
export const NOBODY = '无'
