/** One mail to one address through the operator's server. Loaded with the first one; no other host is ever called (R90). */
import { LiuhenError } from '../../kit/liuhen-error.ts'
import type { AppContext } from '../context.ts'
import { type MailSettings, mailPassword } from './mail-settings.ts'
import type { Mail } from './templates.ts'

const PATIENCE_MS = 10_000

/** Throws a LiuhenError `mailNotSent` that says what kind of failure it was, and nothing of address or password. */
export async function sendMail(
  context: Pick<AppContext, 'hostSecret'>,
  settings: MailSettings,
  to: string,
  { subject, text }: Mail,
): Promise<void> {
  const { host, port, security, user, from } = settings
  const pass = await mailPassword(context, settings)
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'plain',
    // The name of the machine is nobody's business.
    name: from.slice(from.lastIndexOf('@') + 1),
    ...(pass !== null && { auth: { user, pass } }),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transport.sendMail({ from, to, subject, text, xMailer: false })
  } catch (error) {
    const { code } = error as { code?: unknown }
    throw new LiuhenError(
      'mailNotSent',
      `the mail server did not take it (${typeof code === 'string' ? code : 'unknown'})`,
    )
  } finally {
    transport.close()
  }
}
