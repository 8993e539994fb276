/** The three administrators, each a person of their own (R87), and the first accounts of those who record and handle. */
import { administratorRoles, roles as allRoles, type Role } from '../../domain/organisation/types.ts'
import { useChrome, useLabels } from '../chrome.ts'
import { Button } from '../components/Button.tsx'
import { Checkboxes } from '../components/Checkboxes.tsx'
import { Form } from '../components/Form.tsx'
import { Select } from '../components/Select.tsx'
import { SmallForm } from '../components/SmallForm.tsx'
import { Table } from '../components/Table.tsx'
import { TextInput } from '../components/TextInput.tsx'
import type { Language } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { type FormError, useFormErrors } from '../pages/heading.tsx'
import { paths } from '../paths.ts'
import { StepFrame } from './StepFrame.tsx'
import { setUpText } from './text.ts'
import { personNamed, type SetUpView } from './view.ts'

const administrators: readonly Role[] = administratorRoles
const isAdministrator = ({ roles }: { readonly roles: readonly Role[] }): boolean =>
  roles.some((role) => administrators.includes(role))

/** Enough to tell apart two people of one name. */
const peopleToChoose = ({ directory: { persons } }: SetUpView) =>
  persons.map(({ id, name, staffNumber }) => ({ value: id, label: `${name} ${staffNumber}` }))

export type AdministratorsProps = {
  readonly draft: SetUpView
  readonly typed: Readonly<Record<string, string>> | null
  readonly errors: readonly FormError[]
}

function Administrators({ draft, typed, errors }: AdministratorsProps) {
  const { csrf, language } = useChrome()
  const text = setUpText(language)
  const labels = useLabels()
  const found = useFormErrors(errors)
  const people = peopleToChoose(draft)
  return (
    <StepFrame step="administrators" title={text.administrators.title} lead={text.administrators.lead} errors={found}>
      <Form action={paths.setUpStep('administrators')} csrf={csrf} hidden={{ version: String(draft.version) }}>
        {administratorRoles.map((role) => {
          const planned = draft.accounts.find(({ roles }) => roles.includes(role))
          const field = (name: string, kept: string) => ({
            name: `${role}-${name}`,
            value: typed?.[`${role}-${name}`] ?? kept,
            error: found.at(`${role}-${name}`),
          })
          return (
            <section class="lh-group" aria-labelledby={role} key={role}>
              <h2 class="lh-group__title" id={role}>
                {labels.role[role]}
              </h2>
              <p class="lh-hint">{text.administrators.duties[role]}</p>
              <Select
                {...field('personId', planned?.personId ?? '')}
                label={text.administrators.person}
                empty={text.administrators.choose}
                options={people}
              />
              <TextInput
                {...field('username', planned?.username ?? '')}
                label={text.administrators.username}
                hint={text.administrators.usernameHint}
                width="medium"
              />
            </section>
          )
        })}
        <Button text={text.limits.submit} />
      </Form>
    </StepFrame>
  )
}

export const administratorsPage = (language: Language, props: AdministratorsProps): PageProps => ({
  title: setUpText(language).steps.administrators,
  children: <Administrators {...props} />,
})

export type AccountsProps = {
  readonly draft: SetUpView
  readonly typed: Readonly<Record<string, string>>
  readonly roles: readonly Role[]
  readonly errors: readonly FormError[]
}

function Accounts({ draft, typed, roles, errors }: AccountsProps) {
  const { csrf, language } = useChrome()
  const text = setUpText(language)
  const labels = useLabels()
  const found = useFormErrors(errors)
  const others = draft.accounts.filter((account) => !isAdministrator(account))
  const taken = new Set(draft.accounts.map(({ personId }) => String(personId)))
  return (
    <StepFrame step="accounts" title={text.accounts.title} lead={text.accounts.lead} errors={found}>
      <h2 class="lh-heading">{text.accounts.list}</h2>
      <Table
        caption={text.accounts.list}
        empty={text.accounts.none}
        head={[text.administrators.person, text.administrators.username, text.accounts.roles, text.accounts.actions]}
        rows={others.map((account) => {
          const name = personNamed(draft, account.personId)
          return [
            name,
            account.username,
            account.roles.map((role) => labels.role[role]).join('、'),
            <SmallForm
              action={paths.setUpAccountsRemove()}
              name="personId"
              value={account.personId}
              text={text.people.remove}
              label={text.accounts.removeAccount(name)}
            />,
          ]
        })}
      />
      <SmallForm action={paths.setUpAccountsDone()} text={text.accounts.done} tone="secondary" />
      <h2 class="lh-heading">{text.accounts.add}</h2>
      <Form action={paths.setUpStep('accounts')} csrf={csrf}>
        <Select
          name="personId"
          label={text.administrators.person}
          value={typed.personId ?? ''}
          empty={text.administrators.choose}
          options={peopleToChoose(draft).filter(({ value }) => !taken.has(value) || value === typed.personId)}
          error={found.at('personId')}
        />
        <TextInput
          name="username"
          label={text.administrators.username}
          hint={text.administrators.usernameHint}
          value={typed.username ?? ''}
          width="medium"
          error={found.at('username')}
        />
        <Checkboxes
          name="roles"
          legend={text.accounts.roles}
          values={roles}
          options={allRoles
            .filter((role) => !administrators.includes(role))
            .map((value) => ({ value, label: labels.role[value] }))}
          error={found.at('roles')}
        />
        <Button text={text.accounts.add} kind="secondary" />
      </Form>
    </StepFrame>
  )
}

export const accountsPage = (language: Language, props: AccountsProps): PageProps => ({
  title: setUpText(language).accounts.title,
  children: <Accounts {...props} />,
})
