/** Who may set up: the browser that brought the one-time link. To every other there are no such pages. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Entrance } from '../../app/set-up/entrance.ts'
import { notFound } from './refusals.ts'

export type SetUpCookie = {
  give(reply: FastifyReply, value: string): void
  read(request: FastifyRequest): string | undefined
}

/** `Strict`: nothing outside ever leads into the middle of a set-up. Ends with the browser. */
export function setUpCookie(secure: boolean): SetUpCookie {
  const name = secure ? '__Host-liuhen-set-up' : 'liuhen-set-up'
  return {
    give: (reply, value) =>
      void reply.setCookie(name, value, { path: '/', httpOnly: true, secure, sameSite: 'strict' }),
    read: (request) => request.cookies[name],
  }
}

/** For everything registered on `app` after it. Before a body is read. */
export function guestOnly(app: FastifyInstance, entrance: Entrance, cookie: SetUpCookie): void {
  app.addHook('onRequest', async (request) => {
    if (!entrance.isGuest(cookie.read(request))) throw notFound()
  })
}
