/** Accounts, for the security administrator. Nobody else learns that these pages exist (R87). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  type AccountRequest,
  type AdministrationRefusal,
  createAccount,
  reactivateAccount,
  renewActivation,
  releaseAuthenticator,
  resetAccount,
  setRoles,
  suspendAccount,
} from '../../app/accounts/administration.ts'
import { type AccountId, type PersonId, roles, type UnitId } from '../../domain/organisation/types.ts'
import type { Decision } from '../../kit/decision.ts'
import type { HttpDeps } from '../deps.ts'
import { type FormError, checkbox, choices, optional, readForm, required, typedFields } from '../forms.ts'
import { showAccountList, showActivationCode, showNewAccount, showRoles } from '../pages.ts'
import { notFound } from '../pipeline/refusals.ts'
import { viewerOf } from '../pipeline/session.ts'
import { areaOnly } from '../pipeline/staff.ts'

const newAccountForm = z
  .object({
    username: required('usernameMissing', 32),
    roles: choices(roles),
    /** Somebody of the directory; empty for somebody new, of whom the rest is asked. */
    personId: optional(64),
    name: optional(30),
    staffNumber: optional(30),
    unitId: optional(64),
    title: optional(60),
    leadingCadre: checkbox,
    unitHead: checkbox,
  })
  .superRefine((form, found) => {
    if (form.personId !== '') return
    if (form.name === '') found.addIssue({ code: 'custom', path: ['name'], message: 'nameMissing' })
    if (form.staffNumber === '')
      found.addIssue({ code: 'custom', path: ['staffNumber'], message: 'staffNumberMissing' })
    if (form.unitId !== '' && form.title === '')
      found.addIssue({ code: 'custom', path: ['title'], message: 'titleMissing' })
  })

const rolesForm = z.object({ roles: choices(roles) })

function personOf(form: z.output<typeof newAccountForm>): AccountRequest['person'] {
  if (form.personId !== '') return { id: form.personId as PersonId }
  const { name, staffNumber, unitId, title, leadingCadre, unitHead } = form
  return { name, staffNumber, post: unitId === '' ? null : { unitId: unitId as UnitId, title, leadingCadre, unitHead } }
}

const fieldOf = (code: AdministrationRefusal['code']): string =>
  code === 'usernameTaken' || code === 'usernameUnusable'
    ? 'username'
    : code === 'personHasAccount'
      ? 'personId'
      : code === 'unitUnknown'
        ? 'unitId'
        : 'roles'

type ById = { Params: { id: string } }

export async function administrationRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  areaOnly(app, 'accounts')

  const list = async (request: FastifyRequest, reply: FastifyReply, errors: readonly FormError[]) => {
    const organisation = await context.store.organisation()
    return showAccountList(request, reply, { accounts: organisation.accounts, organisation, errors })
  }

  app.get('/admin/accounts', {}, async (request, reply) => list(request, reply, []))

  app.get('/admin/accounts/new', {}, async (request, reply) =>
    showNewAccount(request, reply, {
      organisation: await context.store.organisation(),
      typed: {},
      roles: [],
      errors: [],
    }),
  )

  app.post('/admin/accounts', {}, async (request, reply) => {
    const form = readForm(request, newAccountForm)
    const again = async (errors: readonly FormError[]): Promise<FastifyReply> =>
      showNewAccount(request, reply.code(422), {
        organisation: await context.store.organisation(),
        typed: typedFields(request),
        roles: form.ok ? form.value.roles : [],
        errors,
      })
    if (!form.ok) return again(form.refusal)
    const { username, roles } = form.value
    const created = await createAccount(context, viewerOf(request), { username, roles, person: personOf(form.value) })
    if (created.ok) return showActivationCode(request, reply, { ...created.value, created: true })
    const { code } = created.refusal
    return again([{ field: fieldOf(code), code }])
  })

  app.get<ById>('/admin/accounts/:id', {}, async (request, reply) => showRolesOf(request, reply, request.params.id, []))

  app.post<ById>('/admin/accounts/:id/roles', {}, async (request, reply) => {
    const form = readForm(request, rolesForm)
    if (!form.ok) return showRolesOf(request, reply.code(422), request.params.id, form.refusal)
    const changed = await setRoles(context, viewerOf(request), request.params.id as AccountId, form.value.roles)
    if (changed.ok) return reply.redirect('/admin/accounts', 303)
    const { code } = changed.refusal
    if (code === 'notFound') throw notFound()
    return showRolesOf(request, reply.code(422), request.params.id, [{ field: 'roles', code }])
  })

  app.post<ById>('/admin/accounts/:id/activation', {}, async (request, reply) => {
    const renewed = await renewActivation(context, viewerOf(request), request.params.id as AccountId)
    if (!renewed.ok) throw notFound()
    return showActivationCode(request, reply, renewed.value)
  })

  app.post<ById>('/admin/accounts/:id/reset', {}, async (request, reply) => {
    if (typedFields(request)['verified'] !== 'yes') {
      const errors = [{ field: 'verified', code: 'verifiedMissing' }]
      return showRolesOf(request, reply.code(422), request.params.id, errors)
    }
    const reset = await resetAccount(context, viewerOf(request), request.params.id as AccountId)
    if (reset.ok) return showActivationCode(request, reply, reset.value)
    if (reset.refusal.code === 'notFound') throw notFound()
    return list(request, reply.code(422), [{ field: '', code: reset.refusal.code }])
  })

  app.post<ById>('/admin/accounts/:id/authenticator', {}, async (request, reply) => {
    const released = await releaseAuthenticator(context, viewerOf(request), request.params.id as AccountId)
    if (released.ok) return showActivationCode(request, reply, released.value)
    if (released.refusal.code === 'notFound') throw notFound()
    return list(request, reply.code(422), [{ field: '', code: released.refusal.code }])
  })

  app.post<ById>('/admin/accounts/:id/suspend', {}, async (request, reply) =>
    listAfter(request, reply, await suspendAccount(context, viewerOf(request), request.params.id as AccountId)),
  )

  app.post<ById>('/admin/accounts/:id/reactivate', {}, async (request, reply) =>
    listAfter(request, reply, await reactivateAccount(context, viewerOf(request), request.params.id as AccountId)),
  )

  async function listAfter(
    request: FastifyRequest,
    reply: FastifyReply,
    done: Decision<null, AdministrationRefusal>,
  ): Promise<FastifyReply> {
    if (done.ok) return reply.redirect('/admin/accounts', 303)
    if (done.refusal.code === 'notFound') throw notFound()
    return list(request, reply.code(422), [{ field: '', code: done.refusal.code }])
  }

  async function showRolesOf(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    errors: readonly FormError[],
  ): Promise<FastifyReply> {
    const organisation = await context.store.organisation()
    const account = organisation.accounts.find((each) => each.id === id)
    if (!account) throw notFound()
    return showRoles(request, reply, { account, organisation, errors })
  }
}
