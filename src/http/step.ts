/** A step of the pipeline: a plugin whose hooks hold for every route after it, in the order of registration. */
import type { FastifyInstance } from 'fastify'

/** Fastify gives each plugin its own scope unless it carries this mark. */
const sameScope = Symbol.for('skip-override')

export const step = (add: (app: FastifyInstance) => void | Promise<void>): ((app: FastifyInstance) => Promise<void>) =>
  Object.assign(async (app: FastifyInstance) => add(app), { [sameScope]: true })
