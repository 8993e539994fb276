/**
 * Which mail server notices go through (R88). Nothing is sent before the operator has set one (R90). The password is sealed with the host key, or stands in
 * a file of the machine's; it is in no log, page or event.
 */
import { readFile } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { mayOpen } from '../../domain/access/permissions.ts'
import { fromBase64, toBase64 } from '../../kit/bytes.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { openForHost, sealForHost } from '../../vault/host-seal.ts'
import { securityEvent } from '../accounts/security-events.ts'
import type { AppContext, Viewer } from '../context.ts'

export const MAIL_SETTING = 'mail.server'
const PURPOSE = 'liuhen/mail-password@v1'

/** `plain` on this machine only. */
export const mailSecurities = ['tls', 'starttls', 'plain'] as const
export type MailSecurity = (typeof mailSecurities)[number]

export const mailSchema = z.object({
  host: z.string(),
  port: z.number().int(),
  security: z.enum(mailSecurities),
  from: z.string(),
  user: z.string(),
  password: z.union([z.object({ sealed: z.string() }), z.object({ file: z.string() }), z.null()]),
  showsAddress: z.boolean(),
})
export type MailSettings = z.output<typeof mailSchema>

/** What a form sends. An empty `password` keeps the one that is set. */
export type MailInput = Omit<MailSettings, 'password' | 'port'> & {
  readonly port: string
  readonly password: string
  readonly passwordFile: string
}

export type MailProblem = {
  readonly field: 'host' | 'port' | 'security' | 'from' | 'password' | 'passwordFile'
  readonly code: 'mailHostMissing' | 'mailPortWrong' | 'mailPlainOutside' | 'mailFromWrong' | 'mailPasswordFileWrong'
}

/** Null until an operator has set one. */
export async function mailSettings({ store }: Pick<AppContext, 'store'>): Promise<MailSettings | null> {
  const text = (await store.bureau()).settings.get(MAIL_SETTING)
  if (!text) return null
  const read = mailSchema.safeParse(JSON.parse(text))
  return read.success ? read.data : null
}

export const looksLikeMail = (text: string): boolean => /^[^\s@<>"]+@[^\s@<>"]+$/.test(text)

const onThisMachine = (host: string): boolean => /^(localhost|127\.0\.0\.1|::1)$/.test(host)

/** What is wrong with an input, or the settings as they will be kept. `before` gives the password that an empty field keeps. */
export function readMailInput(
  { hostSecret }: Pick<AppContext, 'hostSecret'>,
  { password, passwordFile, port: typedPort, ...input }: MailInput,
  before: MailSettings | null,
): Decision<MailSettings, MailProblem> {
  const port = Number(typedPort)
  if (!/^[A-Za-z0-9.:-]+$/.test(input.host)) return refuse({ field: 'host', code: 'mailHostMissing' })
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return refuse({ field: 'port', code: 'mailPortWrong' })
  if (input.security === 'plain' && !onThisMachine(input.host))
    return refuse({ field: 'security', code: 'mailPlainOutside' })
  if (!looksLikeMail(input.from)) return refuse({ field: 'from', code: 'mailFromWrong' })
  if (passwordFile !== '' && !isAbsolute(passwordFile))
    return refuse({ field: 'passwordFile', code: 'mailPasswordFileWrong' })
  const sealed = () => ({ sealed: toBase64(sealForHost(hostSecret, PURPOSE, password)) })
  // A password stays with the server that it was typed for: nobody may point it at another and read it there.
  const kept = before?.host === input.host && before.user === input.user ? before.password : null
  return accept({
    ...input,
    port,
    password: passwordFile !== '' ? { file: passwordFile } : password !== '' ? sealed() : kept,
  })
}

/** Throws a LiuhenError `configurationInvalid` when the file cannot be read. */
export async function mailPassword(
  { hostSecret }: Pick<AppContext, 'hostSecret'>,
  { password }: MailSettings,
): Promise<string | null> {
  if (password === null) return null
  if ('sealed' in password) return openForHost(hostSecret, PURPOSE, fromBase64(password.sealed))
  return readFile(password.file, 'utf8').then(
    (text) => text.trimEnd(),
    (cause: unknown) => {
      throw new LiuhenError('configurationInvalid', 'the file with the mail password cannot be read', { cause })
    },
  )
}

export type MailRefusal = { readonly code: 'notFound' } | MailProblem

/** For the system administrator. The event says that it was changed, never to what. */
export async function changeMail(
  context: AppContext,
  viewer: Viewer,
  input: MailInput | null,
): Promise<Decision<null, MailRefusal>> {
  if (!mayOpen(viewer.roles, 'settings')) return refuse({ code: 'notFound' })
  const read = input && readMailInput(context, input, await mailSettings(context))
  if (read && !read.ok) return read
  const kept = read ? JSON.stringify(read.value) : ''
  const data = { setting: 'mail', value: read ? 'set' : 'off' }
  const events = [securityEvent(context, 'settingChanged', viewer.accountId, data)]
  await context.store.changeBureau({ settings: { [MAIL_SETTING]: kept }, events })
  return accept(null)
}
