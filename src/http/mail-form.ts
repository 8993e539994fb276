/** The mail server as a form sends it, and as a form shows it; the password goes one way only. */
import { type MailInput, mailSecurities, type MailSettings } from '../app/mail/mail-settings.ts'

type Typed = Readonly<Record<string, string>>
const LONGEST = 300

export function mailInputOf(form: Typed): MailInput {
  const line = (name: string): string => (form[name] ?? '').trim().slice(0, LONGEST)
  return {
    host: line('host'),
    port: line('port'),
    security: mailSecurities.find((each) => each === form.security) ?? 'tls',
    from: line('from'),
    user: line('user'),
    password: form.password ?? '',
    passwordFile: line('passwordFile'),
    showsAddress: form.showsAddress === 'yes',
  }
}

export function typedMail(settings: MailSettings | null): Typed {
  if (!settings) return {}
  const { host, port, security, from, user, password, showsAddress } = settings
  return {
    host,
    port: String(port),
    security,
    from,
    user,
    passwordFile: password && 'file' in password ? password.file : '',
    showsAddress: showsAddress ? 'yes' : '',
  }
}
