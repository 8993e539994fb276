/**
 * From a view model to an answer: the one place where the door meets src/web. Everything that stands around a page (language, text size,
 * who is signed in, the form's token) is taken from the request here, so that routes give models only.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import { unitOf } from '../domain/organisation/organisation.ts'
import { dayOf } from '../kit/calendar.ts'
import type { Chrome } from '../web/chrome.ts'
import { type PageProps, renderPage } from '../web/page.tsx'
import type { HttpDeps } from './deps.ts'
import type {
  AccountListModel,
  AccountModel,
  ActivationCodeModel,
  ActivationModel,
  CheckModel,
  ErrorModel,
  NewAccountModel,
  PasswordModel,
  RolesModel,
  SecurityLogModel,
  SignInModel,
  SystemModel,
  TotpModel,
} from './page-models.ts'
import { tokenFor } from './pipeline/csrf.ts'
import type { Unfinished } from './resume.ts'

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
      flash: around.flash ?? null,
      assets,
    }
  })
}

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

const hiddenFields = (model: unknown) =>
  Object.entries((model as SignInModel).hidden ?? {}).map(([name, value]) =>
    h('input', { type: 'hidden', name, value }),
  )

const show = (request: FastifyRequest, reply: FastifyReply, model: unknown): Promise<FastifyReply> =>
  showPage(request, reply, {
    title: '',
    children: h('div', {}, h('form', {}, hiddenFields(model)), h('pre', {}, JSON.stringify(model, null, 1))),
  })

type Show<Model> = (request: FastifyRequest, reply: FastifyReply, model: Model) => Promise<FastifyReply>

export const showSignInPage: Show<SignInModel> = show
export const showResumePage: Show<Pick<Unfinished, 'path' | 'fields'>> = show
export const showActivationPage: Show<ActivationModel> = show
export const showAccountPage: Show<AccountModel> = show
export const showPasswordPage: Show<PasswordModel> = show
export const showTotpPage: Show<TotpModel> = show
export const showCheckPage: Show<CheckModel> = show
export const showAccountList: Show<AccountListModel> = show
export const showActivationCode: Show<ActivationCodeModel> = show
export const showNewAccount: Show<NewAccountModel> = show
export const showRoles: Show<RolesModel> = show
export const showSecurityLog: Show<SecurityLogModel> = show
export const showSystem: Show<SystemModel> = show
export const showErrorPage: Show<Omit<ErrorModel, 'requestId'>> = (request, reply, { statusCode, code }) =>
  show(request, reply, { statusCode, code, requestId: request.id })
