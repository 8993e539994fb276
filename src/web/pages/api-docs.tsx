/** What other systems may ask, for the people who build them: made from the OpenAPI document, with nothing from outside (R90). */
import { useText } from '../chrome.ts'
import { Details } from '../components/Details.tsx'
import { Table } from '../components/Table.tsx'
import { type Language, textFor } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { paths } from '../paths.ts'
import { Title } from './heading.tsx'

export type DocumentedOperation = {
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly description: string
  readonly scope: string
  readonly body: { readonly schema: unknown; readonly example: unknown } | null
  readonly answer: unknown
}

export type ApiDocsProps = { readonly operations: readonly DocumentedOperation[] }

const Json = ({ value }: { readonly value: unknown }) => (
  <pre class="lh-json" tabIndex={0}>
    {JSON.stringify(value, null, 2)}
  </pre>
)

export function ApiDocs({ operations }: ApiDocsProps) {
  const { api } = useText()
  const scopeLabels: Readonly<Record<string, string>> = api.tokens.scopeLabels
  return (
    <>
      <Title text={api.title} lead={api.lead} />
      <p class="lh-body">{api.tokenUse}</p>
      <p class="lh-body">
        <a href={paths.openApi()}>{api.document}</a>
      </p>
      {operations.map(({ method, path, summary, description, scope, body, answer }) => (
        <section key={`${method} ${path}`}>
          <h2 class="lh-heading">{summary}</h2>
          <p class="lh-body">
            <span class="lh-code">{`${method} ${path}`}</span>
          </p>
          <p class="lh-body">{description}</p>
          <p class="lh-hint">{`${api.scope}: ${scopeLabels[scope] ?? scope} (${scope})`}</p>
          {body && (
            <>
              <h3 class="lh-heading">{api.body}</h3>
              <Json value={body.example} />
              <Details summary={api.schema}>
                <Json value={body.schema} />
              </Details>
            </>
          )}
          <h3 class="lh-heading">{api.answer}</h3>
          <Json value={answer} />
        </section>
      ))}
      <h2 class="lh-heading">{api.errorsTitle}</h2>
      <p class="lh-body">{api.errorsLead}</p>
      <Table
        caption={api.errorsTitle}
        head={[api.code, api.meaning]}
        rows={Object.entries({ ...api.problems, ...api.fieldProblems }).map(([code, sentence]) => [
          <span class="lh-code" id={code}>
            {code}
          </span>,
          sentence,
        ])}
      />
    </>
  )
}

export const apiDocsPage = (language: Language, props: ApiDocsProps): PageProps => ({
  title: textFor(language).api.title,
  wide: true,
  children: <ApiDocs {...props} />,
})
