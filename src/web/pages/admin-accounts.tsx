/** Accounts, for the security administrator: the list, a new one, its roles, and the code that is shown once (R87). */
import type { AccountEntry, Organisation, Role } from '../../domain/organisation/types.ts'
import { administratorRoles, roles as allRoles } from '../../domain/organisation/types.ts'
import { useChrome, useLabels, useText } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button, ButtonLink } from '../components/Button.tsx'
import { Checkbox } from '../components/Checkbox.tsx'
import { Checkboxes } from '../components/Checkboxes.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Form } from '../components/Form.tsx'
import { SmallForm } from '../components/SmallForm.tsx'
import { SummaryList } from '../components/SummaryList.tsx'
import { Table } from '../components/Table.tsx'
import { Tag, type TagTone } from '../components/Tag.tsx'
import { type Language, textFor } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { paths } from '../paths.ts'
import { peopleText } from '../people/text.ts'
import { type FormError, Title, useFormErrors } from './heading.tsx'

type Account = Pick<AccountEntry, 'id' | 'personId' | 'username' | 'roles' | 'status'>

const tones: Readonly<Record<Account['status'], TagTone>> = {
  awaitingActivation: 'amber',
  active: 'green',
  suspended: 'grey',
}

const nameOf = ({ persons }: Organisation, { personId, username }: Account): string =>
  persons.find(({ id }) => id === personId)?.name ?? username

/** The unit of the newest post that still lasts. */
function unitNameOf({ posts, units }: Organisation, { personId }: Account): string {
  const post = posts.findLast((held) => held.personId === personId && held.to === null)
  return units.find(({ id }) => id === post?.unitId)?.name ?? ''
}

export type AdminAccountsProps = {
  readonly accounts: readonly Account[]
  readonly organisation: Organisation
  readonly errors: readonly FormError[]
}

export function AdminAccounts({ accounts, organisation, errors }: AdminAccountsProps) {
  const { language } = useChrome()
  const { accounts: text, api: apiText } = useText()
  const { administration } = text
  const labels = useLabels()
  const found = useFormErrors(errors)
  return (
    <>
      <ErrorSummary errors={found.all} />
      <Title text={administration.title} lead={administration.lead} />
      <p class="lh-body">
        <ButtonLink text={administration.newAccount} href={paths.adminNewAccount()} />{' '}
        <a href={paths.adminApiTokens()}>{apiText.tokens.link}</a>{' '}
        <a href={paths.adminRecovery()}>{peopleText(language).recovery.title}</a>
      </p>
      <Table
        caption={administration.title}
        head={[
          administration.person,
          text.username,
          administration.unit,
          administration.roles,
          administration.status,
          administration.actions,
        ]}
        rows={accounts.map((account) => [
          nameOf(organisation, account),
          account.username,
          unitNameOf(organisation, account),
          account.roles.map((role) => labels.role[role]).join(language === 'en' ? ', ' : '、'),
          <Tag text={labels.accountStatus[account.status]} tone={tones[account.status]} />,
          <a
            href={paths.adminAccount(account.id)}
            aria-label={`${administration.changeRoles} ${nameOf(organisation, account)}`}
          >
            {administration.changeRoles}
          </a>,
        ])}
      />
    </>
  )
}

/** Grouped as the rules group them: an administrator holds one role and nothing else. */
export const roleOptions = (labels: Readonly<Record<Role, string>>) => {
  const administrators: readonly Role[] = administratorRoles
  return [...allRoles.filter((role) => !administrators.includes(role)), ...administrators].map((value) => ({
    value,
    label: labels[value],
  }))
}

export type AdminRolesProps = {
  readonly account: Account
  readonly organisation: Organisation
  readonly errors: readonly FormError[]
}

export function AdminRoles({ account, organisation, errors }: AdminRolesProps) {
  const { csrf } = useChrome()
  const { accounts, frame } = useText()
  const { administration } = accounts
  const labels = useLabels()
  const found = useFormErrors(errors)
  return (
    <>
      <ErrorSummary errors={found.all} />
      <p>
        <a class="lh-back" href={paths.adminAccounts()}>
          {frame.back}
        </a>
      </p>
      <Title text={administration.rolesTitle(nameOf(organisation, account))} />
      <SummaryList
        rows={[
          { key: accounts.username, value: account.username },
          { key: administration.unit, value: unitNameOf(organisation, account) },
          {
            key: administration.status,
            value: <Tag text={labels.accountStatus[account.status]} tone={tones[account.status]} />,
          },
        ]}
      />
      <Form action={paths.adminAccountRoles(account.id)} csrf={csrf}>
        <Checkboxes
          name="roles"
          legend={administration.roles}
          hint={administration.rolesHint}
          values={account.roles}
          options={roleOptions(labels.role)}
          error={found.at('roles')}
        />
        <Button text={administration.saveRoles} />
      </Form>
      <h2 class="lh-heading">{administration.renewActivation}</h2>
      {account.status === 'awaitingActivation' ? (
        <>
          <p class="lh-body">{administration.renewActivationHint}</p>
          <SmallForm
            action={paths.adminAccountActivation(account.id)}
            text={administration.renewActivation}
            tone="secondary"
          />
        </>
      ) : (
        <>
          {account.status === 'active' && (
            <>
              <p class="lh-body">{administration.authenticatorHint}</p>
              <SmallForm
                action={paths.adminAccountAuthenticator(account.id)}
                text={administration.authenticator}
                tone="secondary"
              />
            </>
          )}
          <p class="lh-body">{administration.resetHint}</p>
          <Form action={paths.adminAccountReset(account.id)} csrf={csrf}>
            <Checkbox name="verified" label={administration.verified} value="" error={found.at('verified')} />
            <Button text={administration.reset} kind="secondary" />
          </Form>
        </>
      )}
      <h2 class="lh-heading">{administration.status}</h2>
      {account.status === 'suspended' ? (
        <SmallForm
          action={paths.adminAccountReactivate(account.id)}
          text={administration.reactivate}
          tone="secondary"
        />
      ) : (
        <SmallForm action={paths.adminAccountSuspend(account.id)} text={administration.suspend} tone="secondary" />
      )}
    </>
  )
}

export type ActivationCodeProps = {
  readonly username: string
  readonly activationCode: string
  /** A new account; otherwise a code for one that was there. */
  readonly created?: boolean
}

export function ActivationCode({ username, activationCode, created = false }: ActivationCodeProps) {
  const { accounts } = useText()
  const { administration } = accounts
  return (
    <>
      <Title text={created ? administration.codeTitle : administration.codeIssuedTitle} />
      <Banner kind="warning">
        <p>{administration.codeBody}</p>
      </Banner>
      <SummaryList
        rows={[
          { key: accounts.username, value: username },
          { key: accounts.activate.activationCode, value: <span class="lh-secret">{activationCode}</span> },
        ]}
      />
      <ButtonLink text={administration.codeNext} href={paths.adminAccounts()} kind="secondary" />
    </>
  )
}

export const adminAccountsPage = (language: Language, props: AdminAccountsProps): PageProps => ({
  title: textFor(language).accounts.administration.title,
  wide: true,
  children: <AdminAccounts {...props} />,
})

export const adminRolesPage = (language: Language, props: AdminRolesProps): PageProps => ({
  title: textFor(language).accounts.administration.rolesTitle(nameOf(props.organisation, props.account)),
  children: <AdminRoles {...props} />,
})

export const activationCodePage = (language: Language, props: ActivationCodeProps): PageProps => ({
  title: textFor(language).accounts.administration[props.created ? 'codeTitle' : 'codeIssuedTitle'],
  children: <ActivationCode {...props} />,
})
