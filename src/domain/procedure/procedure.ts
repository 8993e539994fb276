/**
 * The written procedure of the register 专库管理流程 (art. 5.3, R39): the five processes of the regulation as the register carries them
 * out today. Every table is computed from what the engine itself asks, so that paper and engine cannot part; procedure.test.ts
 * reads the tables back and drives the engine with them. Names no matter and nobody.
 */
import type { Day } from '../../kit/calendar.ts'
import { learnsIdentity, mayAct, opensEvidence, standings } from '../access/need-to-know.ts'
import { areas, commandGrants, mayOpen } from '../access/permissions.ts'
import { rolesOfRow } from '../access/route-overview.ts'
import { type Route, routeTable } from '../access/route.ts'
import type { InquiryStatus } from '../inquiry-record/state.ts'
import { nextRole } from '../inquiry-record/steps.ts'
import { administratorRoles, roles } from '../organisation/types.ts'
import { citationOf, provisionByKey, regulation } from '../rules/regulation.ts'
import { timeLimitsOn, type TimeLimits, type TimeLimitsVersion } from '../rules/time-limits.ts'
import { statuses, transitions, waitings } from './transitions.ts'
import {
  areaWords,
  BUT,
  commandWords,
  EVERY_STATE,
  limitWords,
  NO,
  NOBODY,
  reachedWords,
  roleWords,
  standingWords,
  statusWords,
  UNCHANGED,
  YES,
} from './wording.ts'

export const procedureTables = [
  'grants',
  'states',
  'transitions',
  'reminders',
  'standings',
  'permits',
  'routes',
  'areas',
] as const
export type ProcedureTable = {
  readonly id: (typeof procedureTables)[number]
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Parts of the page's width, one a column. */
  readonly widths: readonly number[]
}
export type ProcedureSection = {
  readonly title: string
  readonly paragraphs: readonly string[]
  readonly tables: readonly ProcedureTable[]
}

export type Procedure = {
  readonly bureau: string
  readonly title: string
  /** The day from which the configuration is as it says; the paper carries it. */
  readonly asOf: Day
  readonly sections: readonly ProcedureSection[]
  /** The last sentence, above the signature. */
  readonly closing: string
}

export type Configuration = {
  readonly bureau: string
  readonly timeLimits: readonly TimeLimitsVersion[]
  readonly day: Day
}

/** The route of a matter that names nobody. */
const ordinary = routeTable['....'] as Route

export function procedureOf({ bureau, timeLimits, day }: Configuration): Procedure {
  const limits = timeLimitsOn(timeLimits, day)
  return {
    bureau,
    title: '领导干部过问案件信息专库管理流程',
    asOf: day,
    sections: [
      general(),
      entry(limits),
      storage(),
      submission(),
      viewing(limits),
      handling(limits),
      recusal(),
      administration(),
    ],
    closing: '设置有变动的，以变动后重新生成的流程为准；变动前登记的，仍按登记之日的期限办理。',
  }
}

const section = (
  title: string,
  paragraphs: readonly string[],
  tables: readonly ProcedureTable[] = [],
): ProcedureSection => ({ title, paragraphs, tables })

const list = (words: readonly string[]): string => (words.length === 0 ? NOBODY : words.join('、'))

function general(): ProcedureSection {
  const basis = provisionByKey('art5.3')
  return section('总则', [
    `本流程依据《${regulation.title}》${basis ? citationOf(basis) : ''}制定，明确专库的录入、存储、报送、查看、处理流程。本流程由专库按当前运行的设置自动生成，所列职责、状态、期限与专库实际执行的一致。`,
    '登记中写到的人员，无论担任何种职务，一律不能看到、也不能办理该登记；对其本人，该登记如同不存在。',
  ])
}

const entry = (limits: TimeLimits): ProcedureSection =>
  section('录入', [
    `过问发生后，应当在${limits.registerWithinHours}小时内登记；超过${limitWords(limits.lateAfter)}的照常登记，标注迟录并说明原因。登记时间由专库自动记录，不能填写。`,
    `由登记人本人填写、声明如实并签名后提交，无须任何人批准。可以登记的人员：${list(commandGrants.registerInquiry.roles.map((role) => roleWords[role]))}。`,
    '登记提交后内容固定，不修改、不删除；需要补充、更正的，附在原登记之后。请求撤回的，只作记录，登记保留。',
  ])

const storage = (): ProcedureSection =>
  section('存储', [
    '登记内容逐件加密存放，登记人身份另行加密；系统、安全、审计管理员和数据库维护人员均不能读取。',
    '每一次登记、办理、查看、打印、导出都写入只能追加的留痕链；设有见证方的，由其会签。任何删改、回退都能查出。登记永久保存。',
    '电子材料上传时即加密，同时计算 SHA-256 和 SM3 摘要；原件与摘要不一致的，不予提供。',
  ])

const submission = (): ProcedureSection =>
  section('报送', [
    '从专库取出的登记表和材料，逐次记录取出人、时间和内容摘要；登记表附核验码和最新检查点。',
    '本机关无人可以办理的登记，以及登记人写明原因要求直接报上级的登记，由登记人本人密封移送上级纪检监察机关，移送后本机关只留编号、时间、摘要和回执。',
  ])

function viewing(limits: TimeLimits): ProcedureSection {
  return section(
    '查看',
    [
      '登记只向办理需要的人员开放，打开时须说明目的；屏幕和打印件带查看人和时间水印。登记人可以看到何时由何种职责的人员看过，不显示姓名。',
      '其他人员凭查阅审批单查看：写明事由，由另一人批准，限定事项、人员、目的和时间，到期自动失效。',
    ],
    [
      {
        id: 'standings',
        head: ['查看人员', '知道登记人', '查看材料原件', '办理'],
        rows: standings.map((standing) => [
          standingWords[standing],
          yesNo(learnsIdentity(standing)),
          yesNo(opensEvidence(standing, null)),
          yesNo(mayAct(standing)),
        ]),
        widths: [3, 2, 2, 2],
      },
      {
        id: 'permits',
        head: ['查阅审批', '时间'],
        rows: [
          ['一般期限', limitWords(limits.viewingPermit)],
          ['最长期限', limitWords(limits.viewingPermitLongest)],
        ],
        widths: [1, 1],
      },
    ],
  )
}

const yesNo = (may: boolean): string => (may ? YES : NO)

function handling(limits: TimeLimits): ProcedureSection {
  const commands = Object.keys(commandGrants) as (keyof typeof commandGrants)[]
  return section(
    '处理',
    ['各项办理由下列职责的人员进行；登记人不办理本人登记的内容。', '任何未办结的登记都有办理人和期限。'],
    [
      {
        id: 'grants',
        head: ['事项', '可以办理的职责'],
        rows: commands.map((command) => {
          const { roles: held, asRecorder } = commandGrants[command]
          const words = held.map((role) => roleWords[role])
          return [commandWords[command], list(asRecorder ? [roleWords.recorder, ...words] : words)]
        }),
        widths: [1, 4],
      },
      {
        id: 'states',
        head: ['状态', '由谁办理', '期限', '起算'],
        rows: statuses.map((status) => {
          const waiting = waitings[status]
          const role = nextRole(status, ordinary)
          const limit = waiting && limits[waiting.limit]
          return [
            statusWords[status],
            role ? roleWords[role] : NOBODY,
            limit && typeof limit !== 'number' ? limitWords(limit) : NOBODY,
            waiting ? (waiting.since === 'registration' ? '登记之日' : '进入该状态之日') : NOBODY,
          ]
        }),
        widths: [2, 3, 2, 2],
      },
      {
        id: 'transitions',
        head: ['事项', '办理前的状态', '办理后的状态'],
        rows: (Object.keys(transitions) as (keyof typeof transitions)[]).flatMap((command) =>
          transitions[command].map(({ from, to }) => [
            commandWords[command],
            statesWords(from),
            to === 'same' ? UNCHANGED : list(to.map((status) => reachedWords[status])),
          ]),
        ),
        widths: [2, 4, 2],
      },
      {
        id: 'reminders',
        head: ['督办', '时间'],
        rows: [
          ['期限届满前提醒', '1个工作日'],
          ['超过期限后每次上报督办的间隔', limitWords(limits.escalation)],
        ],
        widths: [2, 1],
      },
    ],
  )
}

/** Most things can be done nearly always: then the exception is named. */
function statesWords(from: readonly InquiryStatus[]): string {
  const others = statuses.filter((status) => !from.includes(status))
  if (others.length === 0) return EVERY_STATE
  const words = (some: readonly InquiryStatus[]): string => list(some.map((status) => statusWords[status]))
  return others.length === 1 ? `${words(others)}${BUT}${EVERY_STATE}` : words(from)
}

function recusal(): ProcedureSection {
  return section(
    '回避与改道',
    [
      '经办、审核、签署人员被写到的，按下表改由他人办理；职责空缺或者由登记人一人担任的，视同被写到。',
      '登记后才查明涉及的人员，自列入之时起失去一切权限，此后内容另换密钥；其此前的查看、打印逐项列出。列错的，由一人写明理由提出、另一人确认后解除。',
    ],
    [
      {
        id: 'routes',
        head: ['被写到的职责', '经办', '审核', '签署', '报上级'],
        rows: Object.entries(routeTable).map(([row, route]) => {
          const named = list(rolesOfRow(row).map((role) => roleWords[role]))
          if (route.kind === 'superiorOnly') return [named, NOBODY, NOBODY, NOBODY, '密封移送']
          return [
            named,
            roleWords[route.handledBy],
            roleWords[route.reviewedBy],
            roleWords[route.signedBy],
            route.superiorInformed ? '同时报告' : NOBODY,
          ]
        }),
        widths: [4, 3, 3, 3, 2],
      },
    ],
  )
}

const administration = (): ProcedureSection =>
  section(
    '管理员与使用范围',
    [
      `${list(administratorRoles.map((role) => roleWords[role]))}相互独立，一人不能兼任两种，也不能兼任办理登记的职责；均不能读取登记内容。`,
    ],
    [
      {
        id: 'areas',
        head: ['使用范围', '可以进入的职责'],
        rows: areas.map((area) => [
          areaWords[area],
          list(roles.filter((role) => mayOpen([role], area)).map((role) => roleWords[role])),
        ]),
        widths: [1, 4],
      },
    ],
  )
