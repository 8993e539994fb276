/** What each administrator may do, for the three of them (R87). */
import type { FastifyInstance } from 'fastify'
import { rightsPage } from '../../web/people/Rights.tsx'
import { showPage } from '../pages.ts'
import { areaOnly } from '../pipeline/staff.ts'

export async function rightsRoutes(app: FastifyInstance): Promise<void> {
  areaOnly(app, 'administratorRights')
  app.get('/admin/rights', {}, async (request, reply) => showPage(request, reply, rightsPage(request.language)))
}
