/**
 * From a view model to an answer: the one place where the door meets src/web. Everything that stands around a page (language, text size,
 * who is signed in, the form's token) is taken from the request here, so that routes give models only.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
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
  }
}

export function pageShowing(app: FastifyInstance, { context }: HttpDeps): void {
  app.decorateRequest('csrf', function csrf(this: FastifyRequest): string {
    return this.viewer ? tokenFor(context.hostSecret, this.viewer) : ''
  })
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const hiddenFields = (model: unknown): string =>
  Object.entries((model as SignInModel).hidden ?? {})
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`)
    .join('')

const show = (request: FastifyRequest, reply: FastifyReply, model: unknown): FastifyReply =>
  reply
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="${request.language}" data-text-size="${request.textSize}"><title>留痕</title><form><input type="hidden" name="csrf" value="${request.csrf()}">${hiddenFields(model)}</form><pre>${escaped(JSON.stringify(model, null, 1))}</pre></html>`,
    )

type Show<Model> = (request: FastifyRequest, reply: FastifyReply, model: Model) => FastifyReply

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
