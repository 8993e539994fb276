/**
 * A transferred record as one page that any browser shows: no script, no style from elsewhere, nothing that needs us. Text stays text,
 * whatever somebody typed into it.
 */
export type RecordPageSection = {
  readonly heading: string
  readonly paragraphs?: readonly string[]
  readonly rows?: readonly (readonly [label: string, value: string])[]
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
}

export type RecordPageModel = {
  readonly title: string
  readonly sections: readonly RecordPageSection[]
}

const STYLE = `body{font:16px/1.7 "Noto Serif CJK SC","SimSun",serif;max-width:56em;margin:2em auto;padding:0 1em;color:#111}
h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em;border-bottom:1px solid #999}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.3em .5em;text-align:left;vertical-align:top}
th{background:#f2f2f2;font-weight:600}td,p{white-space:pre-wrap;overflow-wrap:anywhere}`

export const recordPage = ({ title, sections }: RecordPageModel): string =>
  [
    '<!doctype html>',
    '<html lang="zh-CN">',
    `<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escaped(title)}</title><style>${STYLE}</style></head>`,
    `<body><h1>${escaped(title)}</h1>`,
    ...sections.map(sectionOf),
    '</body></html>',
    '',
  ].join('\n')

function sectionOf({ heading, paragraphs = [], rows = [], table }: RecordPageSection): string {
  const parts = [
    `<h2>${escaped(heading)}</h2>`,
    ...paragraphs.map((text) => `<p>${escaped(text)}</p>`),
    ...(rows.length > 0 ? [tableOf([], rows)] : []),
    ...(table ? [tableOf(table.head, table.rows)] : []),
  ]
  return `<section>${parts.join('\n')}</section>`
}

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [
    '<table>',
    head.length > 0 ? `<tr>${head.map((text) => `<th>${escaped(text)}</th>`).join('')}</tr>` : '',
    ...rows.map((row) => `<tr>${row.map((text) => `<td>${escaped(text)}</td>`).join('')}</tr>`),
    '</table>',
  ].join('\n')

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '')
