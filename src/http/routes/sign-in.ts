/** The start, signing in, signing out. What was typed into a form that outlived its session is given back after signing in. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { resolveSession, signOut } from '../../app/accounts/sessions.ts'
import { signIn } from '../../app/accounts/sign-in.ts'
import { invariant } from '../../kit/invariant.ts'
import type { HttpDeps } from '../deps.ts'
import { type FormError, optional, readForm, required, secretText, typedFields } from '../forms.ts'
import { showResumePage, showSignInPage } from '../pages.ts'
import { isLocalPath } from '../pipeline/preferences.ts'
import { type SessionCookie, currentViewer } from '../pipeline/session.ts'
import { belongsTo, fromHiddenFields } from '../resume.ts'

const LONGEST_RESUMED = 900_000

const signInForm = z.object({
  username: required('usernameMissing', 64),
  password: secretText('passwordMissing'),
  code: required('codeMissing', 20),
  next: optional(2000),
  resumePath: optional(2000),
  resumeBody: z.string().max(LONGEST_RESUMED).default(''),
  resumeToken: optional(200),
})

export async function signInRoutes(app: FastifyInstance, deps: HttpDeps, cookie: SessionCookie): Promise<void> {
  const { context } = deps
  const config = { csrf: 'originOnly', brake: 'secret' } as const

  app.get('/', {}, async (request, reply) => reply.redirect(currentViewer(request) ? '/home' : '/sign-in', 303))

  app.get<{ Querystring: { next?: unknown; activated?: unknown } }>('/sign-in', {}, async (request, reply) => {
    if (currentViewer(request)) return reply.redirect('/home', 303)
    const { next, activated } = request.query
    return showSignInPage(request, reply, {
      reason: activated === 'yes' ? 'activated' : null,
      next: localOrNone(next),
    })
  })

  app.post('/sign-in', { config }, async (request, reply) => {
    const waitSeconds = app.secretWait(request, typedFields(request).username)
    if (waitSeconds !== null) {
      reply.code(429).header('retry-after', waitSeconds)
      return again(request, reply, [{ field: 'username', code: 'tooManyAttempts' }])
    }
    const form = readForm(request, signInForm)
    if (!form.ok) return again(request, reply.code(422), form.refusal)
    const result = await signIn(context, form.value)
    if (!result.ok) return again(request, reply.code(401), [{ field: 'username', code: result.refusal.code }])
    cookie.give(reply, result.value.cookie)

    const unfinished = fromHiddenFields(form.value)
    if (unfinished && belongsTo(context.hostSecret, unfinished, result.value.accountId)) {
      request.viewer = await resolveSession(context, result.value.cookie)
      invariant(request.viewer, 'the session has just begun')
      const { path, fields } = unfinished
      return showResumePage(request, reply, { path, fields })
    }
    return reply.redirect(localOrNone(form.value.next) || '/home', 303)
  })

  app.post('/sign-out', {}, async (request, reply) => {
    const viewer = currentViewer(request)
    if (viewer) await signOut(context, viewer)
    cookie.take(reply)
    return reply.redirect('/sign-in', 303)
  })
}

/** The page again with what was typed, the password and the code left out. */
function again(request: FastifyRequest, reply: FastifyReply, errors: readonly FormError[]): Promise<FastifyReply> {
  const { username = '', next = '', resumePath = '', resumeBody = '', resumeToken = '' } = typedFields(request)
  const hidden = resumePath ? { resumePath, resumeBody, resumeToken } : null
  return showSignInPage(request, reply, { reason: null, errors, username, next: localOrNone(next), hidden })
}

/** Only paths of ours are followed after signing in: a link from outside cannot send people elsewhere. */
const localOrNone = (path: unknown): string => (typeof path === 'string' && isLocalPath(path) ? path : '')
