/** Language and text size: chosen by whoever sits at the browser, kept in a plain cookie there, known to nobody else. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]
export const textSizes = ['normal', 'large'] as const
export type TextSize = (typeof textSizes)[number]

declare module 'fastify' {
  interface FastifyRequest {
    language: Language
    textSize: TextSize
  }
}

const LANGUAGE_COOKIE = 'liuhen-language'
const TEXT_SIZE_COOKIE = 'liuhen-text-size'
/** Over TLS nobody but this host sets them, and no parent domain does. */
const named = (name: string, secure: boolean): string => (secure ? `__Host-${name}` : name)
const YEAR_SECONDS = 31_536_000

const oneOf = <Value extends string>(values: readonly [Value, ...Value[]], text: unknown): Value =>
  values.find((value) => value === text) ?? values[0]

export function preferences(app: FastifyInstance, secure: boolean): void {
  app.decorateRequest('language', languages[0])
  app.decorateRequest('textSize', textSizes[0])
  app.addHook('onRequest', async (request) => {
    request.language = oneOf(languages, request.cookies[named(LANGUAGE_COOKIE, secure)])
    request.textSize = oneOf(textSizes, request.cookies[named(TEXT_SIZE_COOKIE, secure)])
  })
}

type Preference = { readonly language?: unknown; readonly textSize?: unknown }

/** Anything that is not a choice falls back to the first one. */
export function keepPreference(reply: FastifyReply, secure: boolean, { language, textSize }: Preference): void {
  const attributes = { path: '/', httpOnly: true, secure, sameSite: 'lax' as const, maxAge: YEAR_SECONDS }
  if (language !== undefined) reply.setCookie(named(LANGUAGE_COOKIE, secure), oneOf(languages, language), attributes)
  if (textSize !== undefined) reply.setCookie(named(TEXT_SIZE_COOKIE, secure), oneOf(textSizes, textSize), attributes)
}

/** Where the visitor came from, when that was a page of ours; else the start. Never an address of somebody else. */
export function pageBefore(request: FastifyRequest): string {
  const { referer } = request.headers
  if (referer === undefined || !URL.canParse(referer)) return '/'
  const { host, pathname, search } = new URL(referer)
  return host === request.host && isLocalPath(pathname) ? pathname + search : '/'
}

/** A path on this server and nothing that a browser might read as another host. */
export const isLocalPath = (path: string): boolean => /^\/(?![/\\])[\w\-./~%]*(\?[\w\-.~%=&+]*)?$/.test(path)
