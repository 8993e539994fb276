/**
 * What is arranged and open to see: the written procedure for everybody signed in (R39), the route table for those who act by it or fill its
 * roles (R43). Tells of no matter.
 */
import type { FastifyInstance } from 'fastify'
import { currentProcedure, printProcedure } from '../../app/procedure.ts'
import { mayOpen } from '../../domain/access/permissions.ts'
import { routeOverview } from '../../domain/access/route-overview.ts'
import { dayOf } from '../../kit/calendar.ts'
import { ProcedurePage } from '../../web/access/ProcedurePage.tsx'
import { RouteTable } from '../../web/access/RouteTable.tsx'
import { accessText } from '../../web/access/text.ts'
import type { HttpDeps } from '../deps.ts'
import { showPage } from '../pages.ts'
import { viewerOf } from '../pipeline/session.ts'
import { areaOnly } from '../pipeline/staff.ts'

export async function routeTableRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  areaOnly(app, 'routeTable')

  app.get('/route-table', {}, async (request, reply) => {
    const { roles } = viewerOf(request)
    const overview = routeOverview({ organisation: await context.store.organisation(), day: dayOf(context.now()) })
    // Who holds which role is the security administrator's to know, not the system administrator's (R87).
    const byName = mayOpen(roles, 'dedicatedRegister') || mayOpen(roles, 'accounts')
    return showPage(request, reply, {
      title: accessText(request.language).routes.title,
      wide: true,
      children: <RouteTable overview={overview} byName={byName} />,
    })
  })
}

export async function procedureRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  app.get('/procedure', {}, async (request, reply) =>
    showPage(request, reply, {
      title: accessText(request.language).procedure.title,
      wide: true,
      children: <ProcedurePage procedure={await currentProcedure(context)} />,
    }),
  )

  app.get('/procedure.pdf', {}, async (_request, reply) =>
    reply
      .type('application/pdf')
      .header('content-disposition', 'inline; filename="procedure.pdf"')
      .send(Buffer.from(await printProcedure(context))),
  )
}
