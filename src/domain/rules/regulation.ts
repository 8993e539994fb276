/**
 * The regulation as reference data: every article, paragraph and item under a stable key such as `art8.1.3` (R1).
 *
 * The summaries are our own words, for lists and pickers; the text in force is the published paper. A citation stored with
 * a decision keeps `version`, so that a later edition does not rewrite an old file.
 */
import { day, type Day } from '../../kit/calendar.ts'

/** The first day to which the regulation applies (art. 12, R3). An earlier inquiry is kept and has no consequence. */
export const effectiveFrom: Day = day('2022-05-13')

/** The day that decides: the last one of a range, because an inquiry that went on under the regulation falls under it. */
export const isLegacy = (inquiredAt: { readonly from: Day; readonly to: Day | null }): boolean =>
  (inquiredAt.to ?? inquiredAt.from) < effectiveFrom

export const regulation = {
  version: 1,
  title: '兴庆区综合执法局行政执法机关内部人员非法干预插手案件办理的记录、通报和责任追究规定',
  issuer: '银川市兴庆区综合执法局',
  issuedOn: effectiveFrom,
  validFrom: effectiveFrom,
  validTo: null as Day | null,
  upstreamBasis: '中办发〔2015〕23号',
} as const

export type Provision = {
  readonly key: string
  readonly article: number
  readonly paragraph: number | null
  readonly item: number | null
  readonly summary: string
}

const provision = (article: number, paragraph: number | null, item: number | null, summary: string): Provision => ({
  key: `art${[article, paragraph, item].filter((part) => part !== null).join('.')}`,
  article,
  paragraph,
  item,
  summary,
})

export const provisions: readonly Provision[] = [
  provision(1, null, null, '制定目的与依据'),
  provision(2, null, null, '班子成员和各单位负责人带头守法；任何人不得提出违反职责、程序的要求'),
  provision(3, null, null, '有领导职责者可按工作程序了解案情，但不得就证据、事实、具体行政行为作决定'),
  provision(4, 1, null, '执法人员不得执行有碍公正的要求'),
  provision(4, 2, null, '对说情、打听案情应予拒绝；程序外转来的材料，告知走正常程序'),
  provision(5, 1, null, '全面如实记录：依法提取、介质存储、专库录入、入卷存查'),
  provision(5, 2, null, '以组织名义的函件，以及身边人员、亲属出面的，同样记录并留存材料'),
  provision(5, 3, null, '建立专库，明确录入、存储、报送、查看、处理五项流程'),
  provision(6, 1, null, '如实记录受保护；不得打击报复；人事处理须有法定事由和程序'),
  provision(6, 2, null, '因严格执法受到不公平对待的，可以申诉'),
  provision(6, 3, null, '当事人可就不记录、不如实记录举报；纪检监察室及时调查并记录结果'),
  provision(7, null, null, '每年汇总报送局党组；情节严重的作为特别事项及时报告'),
  provision(8, 1, null, '应予通报的情形；通报须按程序报批，必要时可向社会公开'),
  provision(8, 1, 1, '在立案、调查、处理等环节替当事人说情'),
  provision(8, 1, 2, '要求办案人员或单位负责人私下与当事人等见面'),
  provision(8, 1, 3, '授意、纵容身边人员或者亲属替当事人说情'),
  provision(8, 1, 4, '其他妨碍执法公正的行为'),
  provision(9, null, null, '有请吃、送礼、利诱、威胁、借单位负责人施压等情节的，作为典型案例通报'),
  provision(10, 1, null, '造成后果或者恶劣影响的纪律责任；构成犯罪的刑事责任'),
  provision(10, 2, null, '对打击报复的纪律责任和刑事责任'),
  provision(11, null, null, '不记录、不如实记录的责任；两次以上从重；授意者另行追责'),
  provision(12, null, null, '自公布之日起施行'),
]

export const provisionByKey = (key: string): Provision | null => provisions.find((known) => known.key === key) ?? null

const DIGITS = '零一二三四五六七八九'
const numeral = (value: number): string =>
  value < 10 ? DIGITS.charAt(value) : `十${value === 10 ? '' : DIGITS.charAt(value - 10)}`

/** A provision as a paper cites it: `第八条第一款第（三）项`. */
export const citationOf = ({ article, paragraph, item }: Provision): string =>
  [
    `第${numeral(article)}条`,
    paragraph === null ? '' : `第${numeral(paragraph)}款`,
    item === null ? '' : `第（${numeral(item)}）项`,
  ].join('')
