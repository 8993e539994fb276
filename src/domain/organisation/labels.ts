/** The roles as official papers and pages word them. */
import type { Role } from './types.ts'

export const roleLabels: Readonly<Record<Role, string>> = {
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
}
