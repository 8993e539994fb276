/**
 * A browser of the plainest kind: keeps cookies, says where its forms come from, and sends the token of the last page it was shown.
 * Requests are injected; nothing listens.
 */
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'

export type Form = Readonly<Record<string, string | readonly string[]>>

export type TestBrowser = {
  readonly cookies: Map<string, string>
  get(path: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>
  /** Posts a form as a page of ours would. `csrf` is filled in from the last page unless the form has one. */
  post(path: string, form?: Form, headers?: Record<string, string>): Promise<LightMyRequestResponse>
  /** Any other request, with cookies. */
  send(options: InjectOptions): Promise<LightMyRequestResponse>
  /** The token in the last page that had one; fetches `/account` when there was none yet. */
  token(): Promise<string>
}

const HOST = 'liuhen.example'

export function aBrowser(server: FastifyInstance): TestBrowser {
  const cookies = new Map<string, string>()
  let token: string | undefined

  const send = async (options: InjectOptions): Promise<LightMyRequestResponse> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await server.inject({
      ...options,
      headers: { host: HOST, accept: 'text/html', ...(cookie && { cookie }), ...options.headers },
    })
    for (const { name, value } of answer.cookies) {
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    token = /name="csrf"[^>]*value="([^"]+)"/.exec(answer.body)?.[1] ?? token
    return answer
  }

  const tokenShown = async (): Promise<string> => {
    if (token === undefined) await send({ method: 'GET', url: '/account' })
    return token ?? ''
  }

  return {
    cookies,
    send,
    token: tokenShown,
    get: (path, headers = {}) => send({ method: 'GET', url: path, headers }),
    async post(path, form = {}, headers = {}) {
      const signedIn = [...cookies.keys()].some((name) => name.endsWith('liuhen'))
      const csrf = form.csrf ?? (signedIn ? await tokenShown() : undefined)
      const body = new URLSearchParams()
      for (const [name, value] of Object.entries({ ...form, ...(csrf !== undefined && { csrf }) }))
        for (const each of typeof value === 'string' ? [value] : value) body.append(name, each)
      return send({
        method: 'POST',
        url: path,
        payload: body.toString(),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
          ...headers,
        },
      })
    },
  }
}
