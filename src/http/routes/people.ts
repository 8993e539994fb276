/** The directory, for the people element of a form: JSON, by name, unit or pinyin. Everybody in the bureau knows it; visitors do not. */
import type { FastifyInstance } from 'fastify'
import { searchPeople } from '../../app/people-search.ts'
import { dayOf } from '../../kit/calendar.ts'
import type { HttpDeps } from '../deps.ts'

type Query = { Querystring: { q?: string | string[] } }

export async function peopleRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  app.get<Query>('/people', {}, async (request, reply) => {
    const query = typeof request.query.q === 'string' ? request.query.q.slice(0, 60) : ''
    return reply.send(await searchPeople(await context.store.organisation(), query, dayOf(context.now())))
  })
}
