/** Who reads what others recorded, and whom a colleague still has to confirm (R42, R87). */
import type { ReaderRole, Role } from '../../domain/organisation/types.ts'
import { useChrome, useLabels } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button } from '../components/Button.tsx'
import { Checkbox } from '../components/Checkbox.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Form } from '../components/Form.tsx'
import { Select } from '../components/Select.tsx'
import { SmallForm } from '../components/SmallForm.tsx'
import { SummaryList } from '../components/SummaryList.tsx'
import { Table } from '../components/Table.tsx'
import type { Language } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { Title, useFormErrors } from '../pages/heading.tsx'
import { paths } from '../paths.ts'
import { peopleText } from './text.ts'

export type ReaderRow = {
  readonly accountId: string
  readonly name: string
  readonly unit: string
  readonly username: string
  readonly confirmed: readonly ReaderRole[]
  readonly awaits: boolean
  readonly waiting: readonly ReaderRole[]
  readonly fingerprint: string
  readonly mayConfirm: boolean
}

export type ReadersProps = {
  readonly readers: readonly ReaderRow[]
  readonly administrators: readonly {
    readonly accountId: string
    readonly name: string
    readonly roles: readonly Role[]
    readonly setAside: boolean
  }[]
  readonly done: boolean
  /** At the form of one account, or at that of setting aside. */
  readonly failed:
    | { readonly accountId: string; readonly code: 'comparedMissing' | 'fingerprintDiffers' }
    | { readonly accountId: null; readonly code: 'replacementMissing' }
    | null
}

const fieldOf = (accountId: string): string => `compared-${accountId}`

export function Readers({ readers, administrators, done, failed }: ReadersProps) {
  const { language, csrf } = useChrome()
  const text = peopleText(language).readers
  const labels = useLabels()
  const named = (roles: readonly Role[]): string =>
    roles.map((role) => labels.role[role]).join(language === 'en' ? ', ' : '、')
  const errors = useFormErrors(
    failed ? [{ field: failed.accountId === null ? 'replaced' : fieldOf(failed.accountId), code: failed.code }] : [],
  )
  const waiting = readers.filter(({ awaits }) => awaits)
  const confirmed = readers.filter((reader) => reader.confirmed.length > 0)
  return (
    <>
      <ErrorSummary errors={errors.all} />
      {done && (
        <Banner kind="success">
          <p>{text.done}</p>
          <p>
            <a href={paths.grants()}>{text.goOn}</a>
          </p>
        </Banner>
      )}
      <Title text={text.title} lead={text.lead} />
      <h2 class="lh-heading">{text.waiting}</h2>
      {waiting.length === 0 && <p class="lh-muted">{text.noneWaiting}</p>}
      {waiting.map((reader) => (
        <section class="lh-group" aria-labelledby={`reader-${reader.accountId}`} key={reader.accountId}>
          <h3 class="lh-group__title" id={`reader-${reader.accountId}`}>
            {text.confirmTitle(reader.name)}
          </h3>
          <SummaryList
            rows={[
              { key: text.unit, value: reader.unit },
              { key: text.roles, value: named(reader.waiting) || text.keysAlone },
              { key: text.fingerprint, value: <span class="lh-secret">{reader.fingerprint}</span> },
            ]}
          />
          {reader.mayConfirm ? (
            <Form action={paths.confirmReader(reader.accountId)} csrf={csrf}>
              <input type="hidden" name="fingerprint" value={reader.fingerprint} />
              <p class="lh-hint">{text.confirmHint}</p>
              <Checkbox
                name={fieldOf(reader.accountId)}
                label={text.compared}
                value=""
                error={errors.at(fieldOf(reader.accountId))}
              />
              <Button text={text.confirm} />
            </Form>
          ) : (
            <p class="lh-hint">{text.notYours}</p>
          )}
        </section>
      ))}
      <h2 class="lh-heading">{text.confirmed}</h2>
      <Table
        caption={text.confirmed}
        head={[text.person, text.unit, text.roles, text.fingerprint]}
        rows={confirmed.map(({ name, unit, confirmed: roles, fingerprint }) => [
          name,
          unit,
          named(roles),
          <span class="lh-muted">{fingerprint}</span>,
        ])}
      />
      <p>
        <a href={paths.grants()}>{peopleText(language).grants.title}</a>
      </p>
      <p class="lh-hint">{text.nobody}</p>
      <h2 class="lh-heading">{text.administrators}</h2>
      <p class="lh-hint">{text.asideHint}</p>
      {administrators.some(({ setAside }) => setAside) && (
        <Table
          caption={text.administrators}
          head={[text.person, text.roles, text.aside]}
          rows={administrators
            .filter(({ setAside }) => setAside)
            .map(({ accountId, name, roles }) => [
              name,
              named(roles),
              <SmallForm
                action={paths.returnAdministrator(accountId)}
                text={text.takeBack}
                label={`${text.takeBack} ${name}`}
                tone="secondary"
              />,
            ])}
        />
      )}
      <Form action={paths.setAside()} csrf={csrf}>
        <Select
          name="accountId"
          label={text.whom}
          value=""
          empty={text.choose}
          options={administrators
            .filter(({ setAside }) => !setAside)
            .map(({ accountId, name, roles }) => ({ value: accountId, label: `${name} ${named(roles)}` }))}
        />
        <Checkbox name="replaced" label={text.replaced} value="" error={errors.at('replaced')} />
        <Button text={text.setAside} kind="secondary" />
      </Form>
    </>
  )
}

export const readersPage = (language: Language, props: ReadersProps): PageProps => ({
  title: peopleText(language).readers.title,
  wide: true,
  children: <Readers {...props} />,
})
