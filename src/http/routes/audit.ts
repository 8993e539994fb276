/** The security trail, for the audit administrator: events without content, and whether both trails stand (R87). */
import { hostname } from 'node:os'
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { securityLog } from '../../app/operation.ts'
import { type LogFormat, type LoggedEvent, exportSecurityLog, printLogged } from '../../app/security-log.ts'
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

  app.get<{ Querystring: { since?: unknown; format?: unknown } }>('/admin/audit/export', {}, async (request, reply) => {
    const since = Number(request.query.since)
    const format = request.query.format === 'syslog' ? 'syslog' : 'json'
    const from = Number.isSafeInteger(since) && since > 0 ? since : 0
    const events = await exportSecurityLog(context, viewerOf(request), from)
    if (!events) throw notFound()
    const name = format === 'json' ? 'security-log.jsonl' : 'security-log.txt'
    return reply
      .type('text/plain; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(Readable.from(printedLines(events, format)))
  })
}

async function* printedLines(events: AsyncIterable<LoggedEvent>, format: LogFormat): AsyncGenerator<string> {
  for await (const event of events) yield `${printLogged(event, format, hostname())}\n`
}
