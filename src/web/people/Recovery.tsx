/** Two recovery sheets in the browser, for the security administrator with two keepers beside him (R42, R87, ADR 0009). */
import type { ReaderRole } from '../../domain/organisation/types.ts'
import { useChrome, useLabels } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button } from '../components/Button.tsx'
import { Checkbox } from '../components/Checkbox.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Form } from '../components/Form.tsx'
import { Radios } from '../components/Radios.tsx'
import { Table } from '../components/Table.tsx'
import { TextArea } from '../components/TextArea.tsx'
import { TextInput } from '../components/TextInput.tsx'
import type { Language } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { type FormError, Title, useFormErrors } from '../pages/heading.tsx'
import { paths } from '../paths.ts'
import { peopleText } from './text.ts'

export type RecoveryProps = {
  readonly waiting: readonly {
    readonly accountId: string
    readonly name: string
    readonly unit: string
    readonly roles: readonly ReaderRole[]
    readonly fingerprint: string
  }[]
  readonly forColleagues: number
  readonly ready: boolean
  readonly done: { readonly given: number; readonly moreLeft: boolean } | null
  readonly errors: readonly FormError[]
  readonly typed: Readonly<Record<string, string>>
}

/** The choice that names no account. */
export const GRANTS_ALONE = 'grants'

export function Recovery({ waiting, forColleagues, ready, done, errors, typed }: RecoveryProps) {
  const { csrf, language } = useChrome()
  const text = peopleText(language).recovery
  const labels = useLabels()
  const found = useFormErrors(errors)
  const named = (roles: readonly ReaderRole[]): string =>
    roles.map((role) => labels.role[role]).join(language === 'en' ? ', ' : '、') || text.keysAlone
  const shown = Object.fromEntries(waiting.map(({ accountId, fingerprint }) => [`shown-${accountId}`, fingerprint]))
  return (
    <>
      <ErrorSummary errors={found.all} />
      {done && (
        <Banner kind={done.moreLeft ? 'notice' : 'success'}>
          <p>{done.moreLeft ? text.moreLeft(done.given) : text.done(done.given)}</p>
        </Banner>
      )}
      <Title text={text.title} lead={text.lead} />
      <p class="lh-hint">{text.kept}</p>
      {forColleagues > 0 && <p class="lh-hint">{text.forColleagues(forColleagues)}</p>}
      {waiting.length === 0 ? (
        <p class="lh-muted">{text.noneWaiting}</p>
      ) : (
        <>
          <Table
            caption={text.waiting}
            captionShown
            head={[text.whom, text.unit, text.roles, text.fingerprint]}
            rows={waiting.map(({ name, unit, roles, fingerprint }) => [
              name,
              unit,
              named(roles),
              <span class="lh-secret">{fingerprint}</span>,
            ])}
          />
          <p class="lh-hint">{text.confirmHint}</p>
        </>
      )}
      {!ready && <Banner kind="warning">{text.notReady}</Banner>}
      {ready && (
        <Form action={paths.adminRecovery()} csrf={csrf} hidden={shown}>
          <Radios
            name="accountId"
            legend={text.what}
            value={typed.accountId ?? ''}
            error={found.at('accountId')}
            options={[
              ...waiting.map(({ accountId, name }) => ({ value: accountId, label: text.confirm(name) })),
              { value: GRANTS_ALONE, label: text.grants, hint: text.grantsHint },
            ]}
          />
          {waiting.length > 0 && (
            <Checkbox name="compared" label={text.compared} value={typed.compared ?? ''} error={found.at('compared')} />
          )}
          {[1, 2].map((n) => (
            <div class="lh-group" key={n}>
              <TextArea
                name={`sheet${n}`}
                label={text.sheet(n)}
                hint={text.sheetHint}
                value={typed[`sheet${n}`] ?? ''}
                error={found.at(`sheet${n}`)}
                rows={5}
              />
              <TextInput
                name={`keeper${n}`}
                label={text.keeper(n)}
                value={typed[`keeper${n}`] ?? ''}
                error={found.at(`keeper${n}`)}
                width="medium"
              />
            </div>
          ))}
          <Button text={text.submit} />
        </Form>
      )}
    </>
  )
}

export const recoveryPage = (language: Language, props: RecoveryProps): PageProps => ({
  title: peopleText(language).recovery.title,
  wide: true,
  children: <Recovery {...props} />,
})
