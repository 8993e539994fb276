/**
 * The demonstration bureau 清源区综合执法局: units, people, posts and accounts. All invented.
 *
 * The layout holds every case that the route around conflicts must meet (R43): a discipline lead, an office head and three
 * handlers, a Party secretary, two moved persons (R5), one who left, and the three administrators (R87).
 */
import { type Day, day } from '../../kit/calendar.ts'
import type { PersonId, Post, Person, Role, Unit, UnitId, UnitKind } from '../../domain/organisation/types.ts'

export const DEMO_BUREAU = '清源区综合执法局'
const FOUNDED = day('2019-03-28')

const unit = (id: string, name: string, kind: UnitKind): Unit => ({
  id: id as UnitId,
  name,
  kind,
  from: FOUNDED,
  to: null,
})

export const demoUnits: readonly Unit[] = [
  unit('u-leadership', '局领导班子', 'bureauLeadership'),
  unit('u-party', '局党组', 'leadingPartyGroup'),
  unit('u-office', '办公室', 'office'),
  unit('u-personnel', '组织人事科', 'office'),
  unit('u-legal', '法制审核科', 'office'),
  unit('u-information', '信息指挥中心', 'office'),
  unit('u-discipline', '纪检监察室', 'disciplineOffice'),
  unit('u-east', '城东分局', 'branch'),
  unit('u-west', '城西分局', 'branch'),
  unit('u-planning', '规划建设执法中队', 'directSquadron'),
  unit('u-environment', '生态环境执法中队', 'directSquadron'),
  unit('u-market', '市容秩序执法中队', 'directSquadron'),
  unit('u-baisha', '白沙镇综合执法中队', 'townshipSquadron'),
  unit('u-shuangqiao', '双桥街道综合执法中队', 'townshipSquadron'),
]

/** Account names are the pinyin of the names; the demonstration has no two alike. */
type Row = {
  readonly username: string
  readonly name: string
  readonly posts: readonly {
    readonly unit: string
    readonly title: string
    readonly from?: string
    readonly to?: string
    readonly head?: boolean
    readonly cadre?: boolean
  }[]
  /** None: somebody of the directory who never signs in. */
  readonly roles?: readonly Role[]
}

const officer: readonly Role[] = ['enforcementOfficer']
const unitHead: readonly Role[] = ['enforcementOfficer', 'handlingUnitHead']

const rows: readonly Row[] = [
  // 局领导班子、局党组
  {
    username: 'yuchangming',
    name: '于昌明',
    posts: [
      { unit: 'u-party', title: '党组书记', head: true, cadre: true },
      { unit: 'u-leadership', title: '局长', head: true, cadre: true },
    ],
    roles: ['leadingPartyGroup', 'partyGroupSecretary'],
  },
  {
    username: 'heyunfei',
    name: '贺云飞',
    posts: [
      { unit: 'u-party', title: '党组成员', cadre: true },
      { unit: 'u-leadership', title: '副局长', cadre: true },
    ],
    roles: ['leadingPartyGroup'],
  },
  {
    username: 'qinlizhen',
    name: '秦丽珍',
    posts: [
      { unit: 'u-party', title: '党组成员', cadre: true },
      { unit: 'u-leadership', title: '副局长', cadre: true },
    ],
    roles: ['leadingPartyGroup'],
  },
  {
    username: 'shaozhengping',
    name: '邵正平',
    posts: [
      { unit: 'u-party', title: '党组成员', cadre: true },
      { unit: 'u-leadership', title: '纪检分管领导', cadre: true },
    ],
    roles: ['leadingPartyGroup', 'disciplineLead'],
  },
  // 纪检监察室
  {
    username: 'mengxiaolan',
    name: '孟晓岚',
    posts: [{ unit: 'u-discipline', title: '纪检监察室主任', head: true, cadre: true }],
    roles: ['disciplineOfficeHead'],
  },
  {
    username: 'tanweimin',
    name: '谭为民',
    posts: [{ unit: 'u-discipline', title: '纪检监察室科员' }],
    roles: ['disciplineHandler'],
  },
  {
    username: 'suwanqing',
    name: '苏婉清',
    posts: [{ unit: 'u-discipline', title: '纪检监察室科员' }],
    roles: ['disciplineHandler'],
  },
  {
    username: 'ludaming',
    name: '陆大明',
    posts: [
      { unit: 'u-west', title: '执法队员', to: '2026-03-31' },
      { unit: 'u-discipline', title: '纪检监察室科员', from: '2026-04-01' },
    ],
    roles: ['disciplineHandler'],
  },
  // 机关科室
  {
    username: 'caoguihua',
    name: '曹桂华',
    posts: [{ unit: 'u-office', title: '办公室主任', head: true, cadre: true }],
    roles: unitHead,
  },
  { username: 'fanyuting', name: '范雨婷', posts: [{ unit: 'u-office', title: '科员' }], roles: officer },
  {
    username: 'jiangrongsheng',
    name: '蒋荣生',
    posts: [{ unit: 'u-personnel', title: '组织人事科科长', head: true, cadre: true }],
    roles: ['personnelOfficer'],
  },
  { username: 'pansiyu', name: '潘思雨', posts: [{ unit: 'u-personnel', title: '科员' }], roles: ['personnelOfficer'] },
  {
    username: 'yanshuqin',
    name: '严淑琴',
    posts: [{ unit: 'u-legal', title: '法制审核科科长', head: true, cadre: true }],
    roles: unitHead,
  },
  { username: 'gujiahui', name: '顾嘉辉', posts: [{ unit: 'u-legal', title: '法制审核员' }], roles: officer },
  { username: 'ningyuan', name: '宁远', posts: [{ unit: 'u-legal', title: '法制审核员' }], roles: officer },
  {
    username: 'weizhiqiang',
    name: '魏志强',
    posts: [{ unit: 'u-information', title: '信息指挥中心主任', head: true, cadre: true }],
    roles: unitHead,
  },
  {
    username: 'donghaoran',
    name: '董浩然',
    posts: [{ unit: 'u-information', title: '系统管理员' }],
    roles: ['systemAdmin'],
  },
  {
    username: 'renjing',
    name: '任静',
    posts: [{ unit: 'u-information', title: '安全管理员' }],
    roles: ['securityAdmin'],
  },
  {
    username: 'haoxuewen',
    name: '郝学文',
    posts: [{ unit: 'u-information', title: '审计管理员' }],
    roles: ['auditAdmin'],
  },
  // 城东分局
  {
    username: 'zhoujianguo',
    name: '周建国',
    posts: [{ unit: 'u-east', title: '城东分局局长', head: true, cadre: true }],
    roles: unitHead,
  },
  { username: 'linxiaoyu', name: '林晓雨', posts: [{ unit: 'u-east', title: '执法队员' }], roles: officer },
  { username: 'zhaotiezhu', name: '赵铁柱', posts: [{ unit: 'u-east', title: '执法队员' }], roles: officer },
  { username: 'xiemeiling', name: '谢美玲', posts: [{ unit: 'u-east', title: '执法队员' }], roles: officer },
  {
    username: 'ouyanglei',
    name: '欧阳磊',
    posts: [
      { unit: 'u-planning', title: '执法队员', to: '2026-02-28' },
      { unit: 'u-east', title: '副局长', from: '2026-03-01', cadre: true },
    ],
    roles: officer,
  },
  // 城西分局
  {
    username: 'shihongbo',
    name: '史洪波',
    posts: [{ unit: 'u-west', title: '城西分局局长', head: true, cadre: true }],
    roles: unitHead,
  },
  { username: 'duanruifeng', name: '段瑞峰', posts: [{ unit: 'u-west', title: '执法队员' }], roles: officer },
  { username: 'baixuemei', name: '白雪梅', posts: [{ unit: 'u-west', title: '执法队员' }], roles: officer },
  // 规划建设执法中队
  {
    username: 'maguoliang',
    name: '马国良',
    posts: [{ unit: 'u-planning', title: '中队长', head: true, cadre: true }],
    roles: unitHead,
  },
  { username: 'chenyiming', name: '陈一鸣', posts: [{ unit: 'u-planning', title: '执法队员' }], roles: officer },
  { username: 'huangwenjing', name: '黄文静', posts: [{ unit: 'u-planning', title: '执法队员' }], roles: officer },
  { username: 'shanxiongfei', name: '单雄飞', posts: [{ unit: 'u-planning', title: '执法队员' }], roles: officer },
  // 生态环境执法中队
  {
    username: 'dengkaixuan',
    name: '邓凯旋',
    posts: [{ unit: 'u-environment', title: '中队长', head: true, cadre: true }],
    roles: unitHead,
  },
  { username: 'liqiuyan', name: '李秋燕', posts: [{ unit: 'u-environment', title: '执法队员' }], roles: officer },
  { username: 'tianye', name: '田野', posts: [{ unit: 'u-environment', title: '执法队员' }], roles: officer },
  // 市容秩序执法中队
  {
    username: 'houyongsheng',
    name: '侯永胜',
    posts: [{ unit: 'u-market', title: '中队长', head: true, cadre: true }],
    roles: unitHead,
  },
  { username: 'fengchunmei', name: '冯春梅', posts: [{ unit: 'u-market', title: '执法队员' }], roles: officer },
  { username: 'wanpeng', name: '万鹏', posts: [{ unit: 'u-market', title: '执法队员' }], roles: officer },
  // 乡镇（街道）中队
  {
    username: 'pengdehai',
    name: '彭德海',
    posts: [{ unit: 'u-baisha', title: '中队长', head: true, cadre: true }],
    roles: unitHead,
  },
  { username: 'luoxiaofeng', name: '罗晓峰', posts: [{ unit: 'u-baisha', title: '执法队员' }], roles: officer },
  { username: 'yeqingqing', name: '叶青青', posts: [{ unit: 'u-baisha', title: '执法队员' }], roles: officer },
  {
    username: 'jinshan',
    name: '金山',
    posts: [{ unit: 'u-shuangqiao', title: '中队长', head: true, cadre: true }],
    roles: unitHead,
  },
  { username: 'hujunjie', name: '胡俊杰', posts: [{ unit: 'u-shuangqiao', title: '执法队员' }], roles: officer },
  { username: 'wuyuexin', name: '吴悦欣', posts: [{ unit: 'u-shuangqiao', title: '执法队员' }], roles: officer },
  // 已退休，无账号
  {
    username: 'taoshoucheng',
    name: '陶守诚',
    posts: [{ unit: 'u-leadership', title: '副局长', to: '2025-06-30', cadre: true }],
  },
]

export const personIdOf = (username: string): PersonId => `p-${username}` as PersonId

export const demoPersons: readonly Person[] = rows.map(({ username, name }, i) => ({
  id: personIdOf(username),
  name,
  staffNumber: `QY${String(i + 1).padStart(4, '0')}`,
}))

export const demoPosts: readonly Post[] = rows.flatMap(({ username, posts }) =>
  posts.map((post, i) => ({
    id: `post-${username}-${i + 1}`,
    personId: personIdOf(username),
    unitId: post.unit as UnitId,
    title: post.title,
    leadingCadre: post.cadre ?? false,
    unitHead: post.head ?? false,
    from: post.from ? day(post.from) : FOUNDED,
    to: post.to ? day(post.to) : null,
  })),
)

export type DemoAccount = { readonly username: string; readonly personId: PersonId; readonly roles: readonly Role[] }

/** Everybody who signs in, those who receive grants first, so that no record waits for them. */
export const demoAccounts: readonly DemoAccount[] = rows.flatMap(({ username, roles }) =>
  roles ? [{ username, personId: personIdOf(username), roles }] : [],
)

/** The unit somebody belongs to on a day, for lists that people read. */
export function demoUnitName(personId: PersonId, onDay: Day): string {
  const post = demoPosts.find(
    (each) => each.personId === personId && each.from <= onDay && (!each.to || onDay <= each.to),
  )
  return demoUnits.find(({ id }) => id === post?.unitId)?.name ?? ''
}
