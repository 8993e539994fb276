/** The written procedure on the screen, word for word as on paper (R39). An official paper: in Chinese, whatever the page's language. */
import type { Procedure } from '../../domain/procedure/procedure.ts'
import { useChrome } from '../chrome.ts'
import { ButtonLink } from '../components/Button.tsx'
import { Table } from '../components/Table.tsx'
import { dayText } from '../format.ts'
import { paths } from '../paths.ts'
import { accessText } from './text.ts'

export function ProcedurePage({ procedure }: { readonly procedure: Procedure }) {
  const { language } = useChrome()
  const { procedure: text } = accessText(language)
  return (
    <>
      <div class="lh-heading-row">
        <h1 class="lh-title">{text.title}</h1>
        <ButtonLink href={paths.procedurePdf()} text={text.print} kind="secondary" />
      </div>
      <p class="lh-hint">{text.explain(dayText(language, procedure.asOf))}</p>
      <div lang="zh-CN">
        {procedure.sections.map(({ title, paragraphs, tables }) => (
          <section class="lh-section" key={title}>
            <h2 class="lh-subtitle">{title}</h2>
            {paragraphs.map((paragraph) => (
              <p class="lh-prose" key={paragraph}>
                {paragraph}
              </p>
            ))}
            {tables.map(({ id, head, rows }) => (
              <Table key={id} caption={head.join('、')} head={head} rows={rows} />
            ))}
          </section>
        ))}
        <p class="lh-prose">{procedure.closing}</p>
      </div>
    </>
  )
}
