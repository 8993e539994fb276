/** Bringing people in from a list. Headings of the list stay Chinese: they are a file format. */
import {
  type DirectoryProblem,
  type DirectoryProblemCode,
  directoryColumns,
} from '../../domain/organisation/directory-list.ts'
import type { DirectoryText } from './text.zh-CN.ts'

type Found = Pick<DirectoryProblem, 'value' | 'with'> & { readonly column: string }

const problems: Readonly<Record<DirectoryProblemCode, (found: Found) => string>> = {
  headingMissing: ({ column }) =>
    `The column “${column}” is missing: add this heading to the first row, as in the template.`,
  headingDoubled: ({ column }) => `The column “${column}” appears twice: remove one of them.`,
  listEmpty: () => 'There is nobody in the list: write one person a row, from the second row on.',
  cellMissing: ({ column }) => `“${column}” is empty: fill it in.`,
  cellTooLong: ({ column, value }) => `“${column}” is too long (${value.length} characters): shorten it.`,
  unitKindUnknown: ({ value }) =>
    `The kind of unit “${value}” is not known: write 局班子, 局党组, 科室, 分局, 直属中队, 乡镇（街道）中队 or 纪检监察室.`,
  yesOrNoUnreadable: ({ column, value }) => `“${column}” says “${value}”: write 是 or 否.`,
  dayUnreadable: ({ column, value }) => `“${column}” says “${value}”, which is no day: write it like 2026-3-7.`,
  mailUnreadable: ({ value }) => `“${value}” is no whole mail address: write name@example.cn.`,
  endsBeforeBeginning: ({ value }) => `The last day ${value} is before the first: check both.`,
  rowDoubled: (found) => `The same as row ${found.with} (person, unit, post and day): remove one of them.`,
  staffNumberOfAnother: (found) => `The staff number “${found.value}” also stands with “${found.with}”: check both.`,
  unitKindMissing: (found) => `“${found.with}” is a new unit: say of which kind (单位类别).`,
  unitKindDiffers: (found) => `The kind says “${found.value}” but the unit is “${found.with}”: make them the same.`,
  beginsBeforeCurrentPost: (found) =>
    `The first day ${found.value} is before that of the present post, ${found.with}: check it, or list the present post in a row of its own if it goes on.`,
}

export const en: DirectoryText = {
  title: 'People',
  lead: 'Upload a list to bring units and people up to date. Who moves gets a new post and keeps the old one; nobody is deleted.',
  columns: directoryColumns,
  template: 'Templates',
  templateXlsx: 'Excel or WPS (.xlsx)',
  templateCsv: 'Text (.csv)',
  file: 'The list',
  fileHint:
    '.xlsx or .csv, up to 2 MB and 5,000 rows. One post a row; several rows for several posts. Values only: formulas are not run.',
  preview: 'Upload and preview',
  chooseAnother: 'Upload again, corrected',
  howTo: 'How to fill it in',
  howToLines: [
    '姓名 (name), 工号 (staff number), 单位 (unit), 职务 (post) and 任职日期 (first day) must stand. One staff number is one person.',
    '单位类别 (kind of unit) is needed when a unit appears for the first time: 局班子, 局党组, 科室, 分局, 直属中队, 乡镇（街道）中队 or 纪检监察室.',
    '领导干部 (leading cadre) and 单位负责人 (head of the unit): 是 or 否; empty means 否.',
    'Days like 2026-3-7, 2026/3/7 or 2026年3月7日; a rough day when nobody remembers.',
    'For who leaves, 免职日期 (last day): the post lasts until that day.',
    'Mail addresses (邮箱) are for notices and may be left out; an empty cell keeps what is there.',
  ],
  problemsTitle: (count) => `${count} places in the list need correcting; nothing was saved`,
  problemsLead: 'Correct these in the file and upload it again.',
  more: (count) => `${count} more; correct these first.`,
  where: 'Where',
  row: (row) => `Row ${row}`,
  wrong: 'What is wrong, and what to do',
  problem: ({ column, code, value, with: other }) =>
    problems[code]({
      column: column === null ? '' : directoryColumns[column],
      value,
      ...(other !== undefined && { with: other }),
    }),
  previewTitle: 'Check, then accept',
  previewLead: 'Nothing is saved yet.',
  newUnits: 'New units',
  newPersons: 'New people',
  newPosts: 'New posts',
  endedPosts: 'Posts that end by a move',
  keptPosts: 'Posts that stay',
  newMails: 'New mail addresses',
  untouched: 'People not in the list',
  people: (count) => String(count),
  posts: (count) => String(count),
  untouchedKept: (count) => `${count}, not touched`,
  renamedTitle: 'Names that change: look closely',
  renamed: (staffNumber, before, after) => `Staff number ${staffNumber}: ${before} → ${after}`,
  unusedTitle: 'Columns that were not used',
  outcome: 'Result',
  outcomes: {
    newPerson: 'new person',
    newPost: 'new post',
    ended: 'post ends',
    past: 'past post added',
    kept: 'stays',
    keptFrom: 'stays (with its first day as it was)',
  },
  accept: 'Accept',
  discard: 'Do not save; go back',
  nothingNew: 'The list says what is known already: there is nothing to change.',
  bureauChangedTitle: 'Units or people have just changed',
  bureauChanged: 'This was checked again against how things stand now. Please look once more.',
  done: 'The people are up to date.',
  current: (people, units) => `${people} people and ${units} units now.`,
}
