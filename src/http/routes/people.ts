/** The directory, for the people element of a form: JSON, by name, unit or pinyin. Everybody in the bureau knows it; visitors do not. */
import type { FastifyInstance } from 'fastify'
import { searchPeople } from '../../app/people-search.ts'
import { dayOf } from '../../kit/calendar.ts'
import type { HttpDeps } from '../deps.ts'

export async function peopleRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  app.get<{ Querystring: { q?: string | string[] } }>('/people', async (request) => {
    const query = typeof request.query.q === 'string' ? request.query.q.slice(0, 60) : ''
    return searchPeople(await context.store.organisation(), query, dayOf(context.now()))
  })
}
