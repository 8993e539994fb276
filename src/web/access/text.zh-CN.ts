/** What the pages about recusal and about the register's procedure say, in Chinese. They tell of no matter. */
import type { Vacancy } from '../../domain/access/route-overview.ts'

export const zhCN = {
  routes: {
    title: '回避与改道',
    explain:
      '登记中写到的人不能看到、也不能办理那份登记。经办、负责人、分管领导或者书记被写到时，由下表所列的人办理。本页只说明安排，不涉及任何一份登记。',
    seats: '目前的人员',
    role: '职责',
    holders: '人员',
    count: (active: number, all: number) => (active === all ? `${all} 人` : `${all} 人，其中 ${active} 人已启用账户`),
    nobody: '空缺',
    inactive: (name: string) => `${name}（未启用）`,
    vacancies: '今天有空缺',
    vacancy: {
      nobody: (role: string) => `没有人担任${role}。`,
      awaitingActivation: (role: string) => `${role}的账户还没有启用。`,
    } satisfies Readonly<Record<Vacancy['why'], (role: string) => string>>,
    meanwhile: '空缺期间，没有写到任何人的登记这样办理：',
    whatToDo: '请安全管理员尽快为接任的人开设账户或者补授职责；已开设的，请本人尽快启用。',
    table: '十六种情形',
    tableExplain: '“全部”指担任这项职责的人都被写到；只写到其中一人的，由同职责的其他人办理。',
    namedRoles: '被写到的',
    none: '没有人',
    all: (roles: string) => `${roles}（全部）`,
    handles: '经办',
    reviews: '审核、交办',
    signs: '签署意见',
    note: '说明',
    superiorOnly: '只剩上级：密封移送上级纪检监察机关',
    superiorInformed: '同时报上级纪检监察机关',
    otherwise: '因今天的空缺或者一人兼两项职责，与定表不同',
    recorders: '由他们自己登记的',
    recordersExplain: '登记人不办理自己登记的内容；只有他一人担任的职责，按空缺改道。',
    recorder: '登记人',
    holds: '担任',
    lineBars: '上下级回避',
    lineBarsExplain: '经办人不办理写到本单位负责人的登记；纪检监察室内部的，由定表安排审核人。',
    handler: '经办人',
    heads: '写到下列人员时不经办',
    noLineBars: '目前的经办人都在纪检监察室，没有这种情形。',
  },
}

export type AccessText = typeof zhCN
