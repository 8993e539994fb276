/**
 * From a view model to an answer: the one place where the door meets src/web. Everything that stands around a page (language, text size,
 * who is signed in, the form's token) is taken from the request here, so that routes give models only.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { unitOf } from '../domain/organisation/organisation.ts'
import { dayOf } from '../kit/calendar.ts'
import type { Chrome } from '../web/chrome.ts'
import { type Language, textFor } from '../web/language.ts'
import { type PageProps, renderPage } from '../web/page.tsx'
import { accountKeysPage, accountPage, passwordPage, totpPage } from '../web/pages/account.tsx'
import { activatePage } from '../web/pages/activate.tsx'
import { activationCodePage, adminAccountsPage, adminRolesPage } from '../web/pages/admin-accounts.tsx'
import { adminNewAccountPage } from '../web/pages/admin-new-account.tsx'
import { adminAuditPage, adminSystemPage } from '../web/pages/admin-operation.tsx'
import { apiDocsPage } from '../web/pages/api-docs.tsx'
import { apiTokenMadePage, apiTokensPage } from '../web/pages/api-tokens.tsx'
import { checkProofPage } from '../web/pages/check-proof.tsx'
import { errorPage } from '../web/pages/errors.tsx'
import { resumePage } from '../web/pages/resume.tsx'
import { signInPage } from '../web/pages/sign-in.tsx'
import { grantsPage } from '../web/people/Grants.tsx'
import { readersPage } from '../web/people/Readers.tsx'
import { recoveryPage } from '../web/people/Recovery.tsx'
import type { HttpDeps } from './deps.ts'
import { tokenFor } from './pipeline/csrf.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The token of the viewer's session for every form on the page; empty for visitors. */
    csrf(): string
    chrome(around: Around): Promise<Chrome>
  }
}

/** What a route may say about the frame. */
export type Around = {
  readonly taskCount?: number
  readonly watermark?: string | null
  readonly flash?: Chrome['flash']
}

export function pageShowing(app: FastifyInstance, { context, assets }: HttpDeps): void {
  app.decorateRequest('csrf', function csrf(this: FastifyRequest): string {
    return this.viewer ? tokenFor(context.hostSecret, this.viewer) : ''
  })

  app.decorateRequest('chrome', async function chrome(this: FastifyRequest, around: Around): Promise<Chrome> {
    const { viewer } = this
    const unit = viewer && unitOf(await context.store.organisation(), viewer.personId, dayOf(context.now()))
    return {
      language: this.language,
      largeText: this.textSize === 'large',
      viewer: viewer && { name: viewer.name, unit: unit?.name ?? '', roles: viewer.roles },
      taskCount: around.taskCount ?? 0,
      csrf: this.csrf(),
      path: this.url.replace(/\?.*$/, ''),
      watermark: around.watermark ?? null,
      flash: around.flash ?? (viewer && context.rolledBack ? stoppedWriting(this.language) : null),
      assets,
    }
  })
}

/** On every page while the register is behind what was published: what still works, and who does what now (R26). */
const stoppedWriting = (language: Language): NonNullable<Chrome['flash']> => ({
  kind: 'notice',
  text: textFor(language).frame.rolledBack,
})

/** The page in its frame, as the answer. Set the status on `reply` before. */
export async function showPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: PageProps,
  around: Around = {},
): Promise<FastifyReply> {
  const html = renderPage(await request.chrome(around), page)
  return reply.type('text/html; charset=utf-8').send(html)
}

type Show<Props> = (request: FastifyRequest, reply: FastifyReply, props: Props) => Promise<FastifyReply>

/** A page of src/web as an answer, in the request's language. */
const shows =
  <Props>(page: (language: Language, props: Props) => PageProps): Show<Props> =>
  (request, reply, props) =>
    showPage(request, reply, page(request.language, props))

export const showSignInPage = shows(signInPage)
export const showResumePage = shows(resumePage)
export const showActivationPage = shows(activatePage)
export const showAccountPage = shows(accountPage)
export const showPasswordPage = shows(passwordPage)
export const showKeysPage = shows(accountKeysPage)
export const showTotpPage = shows(totpPage)
export const showCheckPage = shows(checkProofPage)
export const showAccountList = shows(adminAccountsPage)
export const showActivationCode = shows(activationCodePage)
export const showNewAccount = shows(adminNewAccountPage)
export const showRoles = shows(adminRolesPage)
export const showSecurityLog = shows(adminAuditPage)
export const showApiTokens = shows(apiTokensPage)
export const showApiTokenMade = shows(apiTokenMadePage)
export const showApiDocs = shows(apiDocsPage)
export const showSystem = shows(adminSystemPage)
export const showGrants = shows(grantsPage)
export const showReaders = shows(readersPage)
export const showRecovery = shows(recoveryPage)
export const showErrorPage = shows(errorPage)
