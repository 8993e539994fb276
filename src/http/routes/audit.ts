/** The security trail, for the audit administrator: events without content, and whether both trails stand (R87). */
import type { FastifyInstance } from 'fastify'
import { securityLog } from '../../app/operation.ts'
import type { HttpDeps } from '../deps.ts'
import { showSecurityLog } from '../pages.ts'
import { notFound } from '../pipeline/refusals.ts'
import { viewerOf } from '../pipeline/session.ts'
import { areaOnly } from '../pipeline/staff.ts'

export async function auditRoutes(app: FastifyInstance, { context, vkeys }: HttpDeps): Promise<void> {
  areaOnly(app, 'securityAudit')
  app.get<{ Querystring: { before?: unknown } }>('/admin/audit', {}, async (request, reply) => {
    const before = Number(request.query.before)
    const from = Number.isSafeInteger(before) && before > 0 ? before : null
    const log = await securityLog(context, viewerOf(request), vkeys, from)
    if (!log) throw notFound()
    return showSecurityLog(request, reply, log)
  })
}
