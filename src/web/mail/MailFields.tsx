/** The questions about a mail server, the same at set-up and afterwards. */
import { useChrome } from '../chrome.ts'
import { Checkbox } from '../components/Checkbox.tsx'
import { Radios } from '../components/Radios.tsx'
import { TextInput } from '../components/TextInput.tsx'
import type { FormErrors } from '../pages/heading.tsx'
import { mailText } from './text.ts'

const securities = ['tls', 'starttls', 'plain'] as const

export function MailFields({
  typed,
  hasPassword,
  found,
}: {
  readonly typed: Readonly<Record<string, string>>
  readonly hasPassword: boolean
  readonly found: FormErrors
}) {
  const text = mailText(useChrome().language)
  const line = (name: 'host' | 'from' | 'user' | 'passwordFile', hint: string) => (
    <TextInput name={name} label={text[name]} hint={hint} value={typed[name] ?? ''} error={found.at(name)} />
  )
  return (
    <>
      {line('host', text.hostHint)}
      <Radios
        name="security"
        legend={text.security}
        value={typed.security ?? 'tls'}
        error={found.at('security')}
        options={securities.map((value) => ({ value, label: text.securities[value] }))}
      />
      <TextInput
        name="port"
        label={text.port}
        value={typed.port ?? '465'}
        error={found.at('port')}
        width="short"
        inputMode="numeric"
      />
      {line('from', text.fromHint)}
      {line('user', text.userHint)}
      <TextInput
        name="password"
        type="password"
        label={text.password}
        hint={hasPassword ? text.passwordKept : text.passwordHint}
        value=""
        autocomplete="new-password"
        error={found.at('password')}
      />
      {line('passwordFile', text.passwordFileHint)}
      <Checkbox name="showsAddress" label={text.showsAddress} value={typed.showsAddress ?? ''} />
    </>
  )
}
