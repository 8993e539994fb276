/** Bringing people in from a list, at set-up and later. Headings of the list are always Chinese: they are a file format. */
import {
  type DirectoryColumn,
  type DirectoryProblem,
  type DirectoryProblemCode,
  directoryColumns,
} from '../../domain/organisation/directory-list.ts'
import type { RowOutcome } from '../../domain/organisation/directory-plan.ts'

type Found = Pick<DirectoryProblem, 'value' | 'with'> & { readonly column: string }

const problems: Readonly<Record<DirectoryProblemCode, (found: Found) => string>> = {
  headingMissing: ({ column }) => `缺少“${column}”一列，请在第一行加上这个列名（可对照模板）。`,
  headingDoubled: ({ column }) => `“${column}”一列出现了两次，请删去一列。`,
  listEmpty: () => '表中没有人员，请从第二行起每行填写一人。',
  cellMissing: ({ column }) => `“${column}”没有填写，请补上。`,
  cellTooLong: ({ column, value }) => `“${column}”太长（${value.length} 个字），请缩短。`,
  unitKindUnknown: ({ value }) =>
    `单位类别“${value}”无法识别，请填：局班子、局党组、科室、分局、直属中队、乡镇（街道）中队、纪检监察室。`,
  yesOrNoUnreadable: ({ column, value }) => `“${column}”写的是“${value}”，请填“是”或者“否”。`,
  dayUnreadable: ({ column, value }) => `“${column}”写的是“${value}”，不是日期，请写成 2026-3-7 或者 2026年3月7日。`,
  mailUnreadable: ({ value }) => `邮箱“${value}”不完整，请写成 name@example.cn。`,
  endsBeforeBeginning: ({ value }) => `免职日期 ${value} 早于任职日期，请核对。`,
  rowDoubled: (found) => `与第 ${found.with} 行相同（同一人、同一单位、同一职务、同一日期），请删去一行。`,
  staffNumberOfAnother: (found) => `工号“${found.value}”在表中也是“${found.with}”的，请核对姓名和工号。`,
  unitKindMissing: (found) => `“${found.with}”是新单位，请填写单位类别。`,
  unitKindDiffers: (found) => `单位类别写的是“${found.value}”，但这个单位是“${found.with}”，请改为一致。`,
  beginsBeforeCurrentPost: (found) =>
    `任职日期 ${found.value} 早于现任职务的任职日期 ${found.with}，请核对；现任职务仍然担任的，请在表中另列一行。`,
}

const outcomes: Readonly<Record<RowOutcome, string>> = {
  newPerson: '新增人员',
  newPost: '新任职务',
  ended: '免去职务',
  past: '补记过去的职务',
  kept: '不变',
  keptFrom: '不变（保留原任职日期）',
}

export const zhCN = {
  title: '人员名册',
  lead: '上传名册，把机构和人员更新到现在的样子。调动形成新的任职，原任职保留；不会删除任何人。',
  columns: directoryColumns as Readonly<Record<DirectoryColumn, string>>,
  template: '下载模板',
  templateXlsx: 'Excel / WPS 模板（.xlsx）',
  templateCsv: '文本模板（.csv）',
  file: '名册文件',
  fileHint: '.xlsx 或者 .csv，不超过 2 MB、5000 行。每行一人一职；兼任几个职务的，写几行。只读取数值，不执行公式。',
  preview: '上传并预览',
  chooseAnother: '改正后重新上传',
  howTo: '怎样填写',
  howToLines: [
    '姓名、工号、单位、职务、任职日期必填。同一工号视为同一人。',
    '单位第一次出现时，填写单位类别：局班子、局党组、科室、分局、直属中队、乡镇（街道）中队、纪检监察室。',
    '领导干部、单位负责人：填“是”或者“否”，不填视为“否”。',
    '日期写成 2026-3-7、2026/3/7 或者 2026年3月7日。记不清的，填大致日期。',
    '免职、离职的，填写免职日期，职务到当天为止。',
    '邮箱用于待办提醒，可以不填；不填的保持原样。',
  ],
  problemsTitle: (count: number) => `名册中有 ${count} 处需要改正，什么都没有保存`,
  problemsLead: '请在文件中改正以下各处，再上传一次。',
  more: (count: number) => `另有 ${count} 处，改正以上各处后再看。`,
  where: '位置',
  row: (row: number) => `第 ${row} 行`,
  wrong: '问题和改法',
  problem: ({ column, code, value, with: other }: DirectoryProblem): string =>
    problems[code]({
      column: column === null ? '' : directoryColumns[column],
      value,
      ...(other !== undefined && { with: other }),
    }),
  previewTitle: '核对后生效',
  previewLead: '尚未保存。请核对，再按“确认”。',
  newUnits: '新单位',
  newPersons: '新增人员',
  newPosts: '新任职务',
  endedPosts: '随调动结束的职务',
  keptPosts: '不变的职务',
  newMails: '更新邮箱',
  untouched: '名册中没有提到的人员',
  people: (count: number) => `${count} 人`,
  posts: (count: number) => `${count} 个`,
  untouchedKept: (count: number) => `${count} 人，保持不变`,
  renamedTitle: '有人改了姓名，请特别核对',
  renamed: (staffNumber: string, before: string, after: string) => `工号 ${staffNumber}：${before} → ${after}`,
  unusedTitle: '以下各列没有使用',
  outcome: '结果',
  outcomes,
  accept: '确认',
  discard: '不保存，返回',
  nothingNew: '名册与现在的情况一致，没有需要更新的内容。',
  bureauChangedTitle: '机构和人员刚才有变化',
  bureauChanged: '这是按最新情况重新核对的结果，请再看一遍。',
  done: '名册已更新。',
  current: (people: number, units: number) => `现有 ${people} 人，${units} 个单位。`,
}
export type DirectoryText = typeof zhCN
