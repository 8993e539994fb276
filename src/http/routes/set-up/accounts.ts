/** The three administrators, all on one page, and the first accounts of everybody else. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { AccountRefusal } from '../../../app/set-up/set-up.ts'
import { administratorRoles, type PersonId, type Role, roles } from '../../../domain/organisation/types.ts'
import { paths } from '../../../web/paths.ts'
import { accountsPage, administratorsPage } from '../../../web/set-up/accounts.tsx'
import { choices, type FormError, optional, readForm, required, typedFields } from '../../forms.ts'
import { showPage } from '../../pages.ts'
import type { SetUpDeps } from '../../deps.ts'

type AdministratorField = `${(typeof administratorRoles)[number]}-${'personId' | 'username'}`

const administratorsForm = z.object({
  version: optional(10),
  ...(Object.fromEntries(
    administratorRoles.flatMap((role) => [
      [`${role}-personId`, required('personMissing', 64)],
      [`${role}-username`, optional(32)],
    ]),
  ) as Record<AdministratorField, ReturnType<typeof required>>),
})

const accountForm = z.object({
  personId: required('personMissing', 64),
  username: optional(32),
  roles: choices(roles),
})

const fieldOf = ({ code }: AccountRefusal): 'personId' | 'username' | 'roles' =>
  code === 'personUnknown' || code === 'personHasAccount'
    ? 'personId'
    : code === 'usernameTaken' || code === 'usernameUnusable'
      ? 'username'
      : 'roles'

export async function setUpAccountRoutes(app: FastifyInstance, { setUp }: SetUpDeps): Promise<void> {
  app.get('/set-up/administrators', {}, async (request, reply) => showAdministrators(request, reply, null, []))

  app.post('/set-up/administrators', {}, async (request, reply) => {
    const form = readForm(request, administratorsForm)
    const again = (status: number, errors: readonly FormError[]) =>
      showAdministrators(request, reply.code(status), typedFields(request), errors)
    if (!form.ok) return again(422, form.refusal)
    const { value } = form
    const chosen = (role: (typeof administratorRoles)[number]) => ({
      personId: value[`${role}-personId`],
      username: value[`${role}-username`],
    })
    const kept = await setUp.keepAdministrators(
      { systemAdmin: chosen('systemAdmin'), securityAdmin: chosen('securityAdmin'), auditAdmin: chosen('auditAdmin') },
      { version: Number(value.version) },
    )
    if (kept.ok) return reply.redirect(paths.setUp(), 303)
    if (kept.refusal.code === 'changedElsewhere') return again(409, [{ field: '', code: 'changedElsewhere' }])
    const { role, refusal } = kept.refusal
    const code = refusal.code === 'personHasAccount' ? 'personAdministersAlready' : refusal.code
    return again(422, [{ field: `${role}-${fieldOf(refusal)}`, code }])
  })

  app.get('/set-up/accounts', {}, async (request, reply) => showAccounts(request, reply, {}, [], []))

  app.post('/set-up/accounts', {}, async (request, reply) => {
    const form = readForm(request, accountForm)
    const again = (held: readonly Role[], errors: readonly FormError[]) =>
      showAccounts(request, reply.code(422), typedFields(request), held, errors)
    if (!form.ok) return again([], form.refusal)
    const added = await setUp.addAccount(form.value)
    if (added.ok) return reply.redirect(paths.setUpStep('accounts'), 303)
    return again(form.value.roles, [{ field: fieldOf(added.refusal), code: added.refusal.code }])
  })

  app.post('/set-up/accounts/remove', {}, async (request, reply) => {
    await setUp.removeAccount((typedFields(request).personId ?? '') as PersonId)
    return reply.redirect(paths.setUpStep('accounts'), 303)
  })

  app.post('/set-up/accounts/done', {}, async (_request, reply) => {
    await setUp.accountsAreDone()
    return reply.redirect(paths.setUp(), 303)
  })

  const showAdministrators = (
    request: FastifyRequest,
    reply: FastifyReply,
    typed: Readonly<Record<string, string>> | null,
    errors: readonly FormError[],
  ) => showPage(request, reply, administratorsPage(request.language, { draft: setUp.draft, typed, errors }))

  const showAccounts = (
    request: FastifyRequest,
    reply: FastifyReply,
    typed: Readonly<Record<string, string>>,
    held: readonly Role[],
    errors: readonly FormError[],
  ) => showPage(request, reply, accountsPage(request.language, { draft: setUp.draft, typed, roles: held, errors }))
}
