/** Credentials of other systems, for the security administrator: the list, a new one, and the one that is shown once (R24, R87). */
import type { Day } from '../../kit/calendar.ts'
import { useChrome, useText } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button, ButtonLink } from '../components/Button.tsx'
import { Checkboxes } from '../components/Checkboxes.tsx'
import { DateInput } from '../components/DateInput.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Form } from '../components/Form.tsx'
import { SmallForm } from '../components/SmallForm.tsx'
import { SummaryList } from '../components/SummaryList.tsx'
import { Table } from '../components/Table.tsx'
import { Tag } from '../components/Tag.tsx'
import { TextInput } from '../components/TextInput.tsx'
import { dayText } from '../format.ts'
import { type Language, textFor } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { paths } from '../paths.ts'
import { type FormError, Title, useFormErrors } from './heading.tsx'

type Scope = 'cases' | 'directory' | 'status'

export type ApiTokensProps = {
  readonly tokens: readonly {
    readonly id: string
    readonly name: string
    readonly scopes: readonly string[]
    readonly addresses: readonly string[]
    readonly expiresOn: Day
    readonly lastUsedOn: Day | null
    readonly revokedOn: Day | null
  }[]
  readonly today: Day
  readonly typed: Readonly<Record<string, string>>
  readonly scopes: readonly string[]
  readonly errors: readonly FormError[]
}

export function ApiTokens({ tokens, today, typed, scopes, errors }: ApiTokensProps) {
  const { csrf, language } = useChrome()
  const { tokens: text } = useText().api
  const found = useFormErrors(errors)
  const labels: Readonly<Record<string, string>> = text.scopeLabels
  const named = (held: readonly string[]): string =>
    held.map((scope) => labels[scope] ?? scope).join(language === 'en' ? ', ' : '、')
  const written = (field: string) => ({ name: field, value: typed[field] ?? '', error: found.at(field) })
  return (
    <>
      <ErrorSummary errors={found.all} />
      <Title text={text.title} lead={text.tokensLead} />
      <p class="lh-body">
        <a href={paths.apiDocs()}>{text.docs}</a>
      </p>
      <Table
        caption={text.title}
        head={[text.name, text.scopes, text.addresses, text.expiresOn, text.lastUsed, text.state]}
        empty={text.none}
        rows={tokens.map((token) => [
          token.name,
          named(token.scopes),
          token.addresses.join(' ') || text.anyAddress,
          dayText(language, token.expiresOn),
          token.lastUsedOn ? dayText(language, token.lastUsedOn) : text.never,
          token.revokedOn ? (
            <Tag text={text.revoked} tone="grey" />
          ) : token.expiresOn < today ? (
            <Tag text={text.expired} tone="amber" />
          ) : (
            <>
              <Tag text={text.inUse} tone="green" />{' '}
              <SmallForm action={paths.adminApiTokenRevoke(token.id)} text={text.revoke} tone="secondary" />
            </>
          ),
        ])}
      />
      <h2 class="lh-heading">{text.make}</h2>
      <Form action={paths.adminApiTokens()} csrf={csrf}>
        <TextInput {...written('name')} label={text.name} hint={text.nameHint} width="medium" />
        <Checkboxes
          name="scopes"
          legend={text.scopes}
          values={scopes}
          options={Object.entries(text.scopeLabels).map(([value, label]) => ({ value: value as Scope, label }))}
          error={found.at('scopes')}
        />
        <DateInput {...written('expiresOn')} label={text.expiresOn} hint={text.expiresHint} />
        <TextInput {...written('addresses')} label={text.addresses} hint={text.addressesHint} />
        <Button text={text.make} />
      </Form>
    </>
  )
}

export type ApiTokenMadeProps = { readonly name: string; readonly token: string }

export function ApiTokenMade({ name, token }: ApiTokenMadeProps) {
  const { tokens: text } = useText().api
  return (
    <>
      <Title text={text.madeTitle} />
      <Banner kind="warning">
        <p>{text.madeBody}</p>
      </Banner>
      <SummaryList
        rows={[
          { key: text.name, value: name },
          { key: text.token, value: <span class="lh-code">{token}</span> },
        ]}
      />
      <ButtonLink text={text.backToList} href={paths.adminApiTokens()} kind="secondary" />
    </>
  )
}

export const apiTokensPage = (language: Language, props: ApiTokensProps): PageProps => ({
  title: textFor(language).api.tokens.title,
  wide: true,
  children: <ApiTokens {...props} />,
})

export const apiTokenMadePage = (language: Language, props: ApiTokenMadeProps): PageProps => ({
  title: textFor(language).api.tokens.madeTitle,
  children: <ApiTokenMade {...props} />,
})
