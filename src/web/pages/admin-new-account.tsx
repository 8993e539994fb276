/** A new account: for somebody of the directory, or for somebody new, of whom the rest is asked. */
import type { Organisation, Role } from '../../domain/organisation/types.ts'
import { useChrome, useLabels, useText } from '../chrome.ts'
import { Button } from '../components/Button.tsx'
import { Checkbox } from '../components/Checkbox.tsx'
import { Checkboxes } from '../components/Checkboxes.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Form } from '../components/Form.tsx'
import { Select } from '../components/Select.tsx'
import { TextInput } from '../components/TextInput.tsx'
import { type Language, textFor } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { paths } from '../paths.ts'
import { roleOptions } from './admin-accounts.tsx'
import { type FormError, Title, useFormErrors } from './heading.tsx'

export type AdminNewAccountProps = {
  readonly organisation: Organisation
  readonly typed: Readonly<Record<string, string>>
  readonly roles: readonly Role[]
  readonly errors: readonly FormError[]
}

export function AdminNewAccount({ organisation, typed, roles, errors }: AdminNewAccountProps) {
  const { csrf } = useChrome()
  const { accounts, frame } = useText()
  const { administration } = accounts
  const labels = useLabels()
  const found = useFormErrors(errors)
  const written = (field: string) => ({ name: field, value: typed[field] ?? '', error: found.at(field) })
  const taken = new Set(organisation.accounts.map(({ personId }) => personId))
  const people = organisation.persons.filter(({ id }) => !taken.has(id) || id === typed.personId)
  return (
    <>
      <ErrorSummary errors={found.all} />
      <p>
        <a class="lh-back" href={paths.adminAccounts()}>
          {frame.back}
        </a>
      </p>
      <Title text={administration.newAccount} />
      <Form action={paths.adminAccounts()} csrf={csrf}>
        <Select
          {...written('personId')}
          label={administration.inDirectory}
          hint={administration.chooseHint}
          empty={administration.notInDirectory}
          options={people.map(({ id, name, staffNumber }) => ({ value: id, label: `${name} ${staffNumber}` }))}
        />
        <section class="lh-group" aria-labelledby="new-person">
          <h2 class="lh-group__title" id="new-person">
            {administration.newPerson}
          </h2>
          <TextInput {...written('name')} label={frame.name} width="medium" />
          <TextInput {...written('staffNumber')} label={administration.staffNumber} width="medium" />
          <Select
            {...written('unitId')}
            label={administration.unit}
            empty={administration.noUnit}
            options={organisation.units
              .filter(({ to }) => to === null)
              .map(({ id, name }) => ({ value: id, label: name }))}
          />
          <TextInput {...written('title')} label={administration.post} width="medium" />
          <Checkbox {...written('leadingCadre')} label={administration.leadingCadre} />
          <Checkbox {...written('unitHead')} label={administration.unitHead} />
        </section>
        <TextInput {...written('username')} label={accounts.username} width="medium" />
        <Checkboxes
          name="roles"
          legend={administration.roles}
          hint={administration.rolesHint}
          values={roles}
          options={roleOptions(labels.role)}
          error={found.at('roles')}
        />
        <Button text={administration.create} />
      </Form>
    </>
  )
}

export const adminNewAccountPage = (language: Language, props: AdminNewAccountProps): PageProps => ({
  title: textFor(language).accounts.administration.newAccount,
  children: <AdminNewAccount {...props} />,
})
