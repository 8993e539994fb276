/**
 * Bad requests, and some good ones gone slightly wrong: over every route that the application has. Names of fields and a few real ids are
 * known here, because a request that is refused at the first step says nothing about the later ones.
 */
import * as fc from 'fast-check'
import type { WireRequest } from './wire.ts'

export type Route = { readonly method: string; readonly url: string }

/** What exists, so that some requests reach a record, a draft, an account. */
export type Known = {
  readonly numbers: readonly string[]
  readonly drafts: readonly string[]
  readonly ids: readonly string[]
}

/** `by`: whose cookie is added when it is sent, and whose token stands where `TOKEN` stands; null signed out. */
export type Planned = { readonly by: string | null; readonly request: WireRequest }

/** As long as a token, so that putting one in its place changes no length. */
export const TOKEN = 'T'.repeat(60)

const nasty = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '.',
    '..',
    '../..',
    '%',
    '%zz',
    '%00',
    '%2e%2e%2f',
    '%c0%ae',
    '%ff',
    '\u0000',
    'a\u0000b',
    '\ufeff',
    '\u202e',
    '👩‍⚖️',
    '张三',
    '\ud800',
    '__proto__',
    'constructor',
    'toString',
    'null',
    'NaN',
    '-1',
    '0',
    '1e309',
    '9007199254740993',
    '2026-7F3K9Q',
    '2026-02-30',
    "' or 1=1 --",
    '<script>x</script>',
    '${7*7}',
    'a'.repeat(300),
    '文'.repeat(3000),
    '\r\nx: y',
    '[object Object]',
    '{}',
    '[]',
    'yes',
    'true',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
)

const fieldNames = [
  'username',
  'password',
  'passwordAgain',
  'currentPassword',
  'code',
  'totpCode',
  'totpSecret',
  'activationCode',
  'next',
  'resumePath',
  'resumeBody',
  'resumeToken',
  'language',
  'textSize',
  'idleMinutes',
  'roles',
  'personId',
  'name',
  'staffNumber',
  'unitId',
  'title',
  'leadingCadre',
  'unitHead',
  'draftVersion',
  'then',
  'caseTitle',
  'caseNumber',
  'caseChoice',
  'caseStatus',
  'inquiredOn',
  'inquiredAt',
  'inquirerKind',
  'inquirerName',
  'inquirerPersonId',
  'exactWords',
  'channel',
  'stage',
  'redLines',
  'situation',
  'regenerateSituation',
  'implicated1Name',
  'implicated1PersonId',
  'declared',
  'signatureKind',
  'signatureStrokes',
  'idempotencyKey',
  'question',
  'text',
  'field',
  'reason',
  'askedToWithdraw',
  'askedBy',
  'to',
  'redLinesCrossed',
  'duty',
  'procedure',
  'opinion',
  'capacity',
  'recusalReason',
  'plan',
  'handlerId',
  'scopes',
  'expiresOn',
  'addresses',
  'cases',
  'number',
  'handlers',
  'units',
  'persons',
  'posts',
  '__proto__',
  'csrf',
]
const fieldName = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...fieldNames) }, { weight: 1, arbitrary: nasty })

const queryNames = [
  'q',
  'page',
  'state',
  'before',
  'next',
  'view',
  'inline',
  'done',
  'registered',
  'activated',
  'since',
  'format',
  'limit',
]
const encoded = nasty.map((text) => encodeURIComponent(text.toWellFormed()))

const query = fc.oneof(
  { weight: 7, arbitrary: fc.constant('') },
  {
    weight: 3,
    arbitrary: fc
      .array(
        fc.tuple(
          fc.oneof(fc.constantFrom(...queryNames), encoded),
          fc.oneof({ weight: 9, arbitrary: encoded }, { weight: 1, arbitrary: nasty }),
        ),
        {
          minLength: 1,
          maxLength: 4,
        },
      )
      .map((pairs) => `?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`),
  },
  { weight: 1, arbitrary: nasty.map((text) => `?${text}`) },
)

/** The route's address with its parameters filled: mostly what exists or what is at least one segment. */
function targetOf(url: string, known: Known): fc.Arbitrary<string> {
  const parts = url.split('/').map((part): fc.Arbitrary<string> => {
    if (!part.includes(':') && !part.includes('*')) return fc.constant(part)
    const real = [
      ...known.numbers,
      ...known.drafts,
      ...known.ids,
      'case',
      'inquirer',
      'sign',
      'check',
      'opinion',
      'receive',
      'tile',
      '0',
      '000',
    ]
    return fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom(...real.map(encodeURIComponent)) },
      { weight: 8, arbitrary: encoded },
      { weight: 1, arbitrary: nasty },
    )
  })
  return fc.tuple(...parts).map((segments) => segments.join('/'))
}

type Body = { readonly type: string | null; readonly bytes: Uint8Array }

const text = (type: string, body: string): Body => ({ type, bytes: Buffer.from(body) })
const pairs = fc.array(fc.tuple(fieldName, nasty), { maxLength: 12 })
const json = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc
    .array(fc.tuple(fieldName, fc.oneof(fc.jsonValue(), nasty)), { maxLength: 8 })
    .map((some) => JSON.stringify(Object.fromEntries([...some, ['csrf', TOKEN]]))),
  fc.constantFrom(
    'null',
    '[]',
    '"x"',
    '{',
    '{"__proto__":{"a":1}}',
    '[[[[[[',
    '1e999',
    `{"a":${'['.repeat(500)}${']'.repeat(500)}}`,
  ),
)

const form: fc.Arbitrary<Body> = pairs.map((some) => {
  const fields = new URLSearchParams(
    some.map(([name, value]): [string, string] => [name.toWellFormed(), value.toWellFormed()]),
  )
  if (!fields.has('csrf')) fields.set('csrf', TOKEN)
  return text('application/x-www-form-urlencoded', fields.toString())
})

const multipart: fc.Arbitrary<Body> = fc
  .tuple(pairs, nasty, fc.uint8Array({ maxLength: 200 }), fc.constantFrom('whole', 'cut', 'unnamed', 'twice'))
  .map(([some, filename, bytes, how]) => {
    const part = (head: string, value: string): string =>
      `--lhb\r\ncontent-disposition: form-data; ${head}\r\n\r\n${value}\r\n`
    const fields = [['csrf', TOKEN] as const, ...some].map(([name, value]) => part(`name="${name}"`, value))
    const file = `--lhb\r\ncontent-disposition: form-data; name="file"; filename="${filename}"\r\ncontent-type: image/png\r\n\r\n`
    const files = how === 'twice' ? [file, file] : [file]
    const whole = Buffer.concat([
      Buffer.from(fields.join('')),
      ...files.flatMap((head) => [Buffer.from(head), Buffer.from(bytes), Buffer.from('\r\n')]),
      Buffer.from(how === 'cut' ? '' : '--lhb--\r\n'),
    ])
    const type = how === 'unnamed' ? 'multipart/form-data' : 'multipart/form-data; boundary=lhb'
    return { type, bytes: whole }
  })

const body: fc.Arbitrary<Body> = fc.oneof(
  { weight: 30, arbitrary: form },
  { weight: 12, arbitrary: json.map((value) => text('application/json', value)) },
  { weight: 8, arbitrary: multipart },
  {
    weight: 3,
    arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => ({ type: 'application/offset+octet-stream', bytes })),
  },
  { weight: 3, arbitrary: nasty.map((value) => text('text/plain', value)) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('application/json; charset=utf-7', 'application/xml', ';', 'x'.repeat(400)), nasty)
      .map(([type, value]) => text(type, value)),
  },
  { weight: 3, arbitrary: fc.constant({ type: null, bytes: new Uint8Array() }) },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1_000_000, max: 1_100_000 })
      .map((size) => text('application/x-www-form-urlencoded', `csrf=${TOKEN}&text=${'a'.repeat(size)}`)),
  },
)

const headerValue = nasty.filter((value) => !/[\r\n\0]/.test(value) || value.length < 3)
const oddHeaders = fc.array(
  fc.oneof(
    fc.tuple(
      fc.constantFrom(
        'cookie',
        'accept',
        'accept-language',
        'accept-encoding',
        'range',
        'referer',
        'origin',
        'x-forwarded-for',
        'x-forwarded-proto',
        'x-forwarded-host',
        'authorization',
        'if-none-match',
        'if-modified-since',
        'upload-length',
        'upload-offset',
        'upload-metadata',
        'tus-resumable',
        'content-type',
        'x-csrf-token',
        'expect',
        'x-http-method-override',
        'idempotency-key',
        'sec-fetch-site',
      ),
      headerValue,
    ),
    fc.tuple(
      fc.constant('range'),
      fc.constantFrom('bytes=0-', 'bytes=-1', 'bytes=5-2', 'bytes=0-0,2-3', 'bytes=99999999999999999999-'),
    ),
    fc.tuple(fc.constant('upload-length'), fc.constantFrom('0', '10', '-1', '2147483649', '1e3', '999999999999999')),
    fc.tuple(fc.constant('upload-offset'), fc.constantFrom('0', '1', '-1', '200')),
    fc.tuple(
      fc.constant('upload-metadata'),
      fc.constantFrom('draftId', 'draftId !!!', 'filename gA==,draftId ZA==', `filename ${'QQ'.repeat(900)}`),
    ),
    fc.tuple(
      fc.constant('authorization'),
      fc.constantFrom('Bearer', 'Bearer x', 'Basic Og==', `Bearer ${'a'.repeat(2000)}`),
    ),
    fc.tuple(
      fc.constant('accept'),
      fc.constantFrom('application/json', 'text/html', '*/*', 'application/problem+json'),
    ),
    fc.tuple(
      fc.constant('cookie'),
      fc.constantFrom('liuhen=x', 'liuhen=a.b', '=', ';;;', 'liuhen=%', `liuhen=${'A'.repeat(43)}.${'A'.repeat(43)}`),
    ),
  ),
  { maxLength: 4 },
)

const HOST = '127.0.0.1'

/** `people`: usernames; null among them sends the request signed out. */
export function plannedRequests(
  routes: readonly Route[],
  people: readonly (string | null)[],
  known: Known,
): fc.Arbitrary<Planned> {
  const strayMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'get', 'BREW']
  return fc.constantFrom(...routes).chain((route) =>
    fc
      .record({
        by: fc.constantFrom(...people),
        method: fc.oneof(
          { weight: 12, arbitrary: fc.constant(route.method) },
          { weight: 1, arbitrary: fc.constantFrom(...strayMethods) },
        ),
        target: fc.tuple(targetOf(route.url, known), query).map(([path, search]) => path + search),
        body,
        headers: oddHeaders,
        fromOurPages: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
        length: fc.constantFrom(...Array.from({ length: 30 }, () => 'right' as const), 'short', 'nonsense', 'chunked'),
      })
      .map(({ by, method, target, body, headers, fromOurPages, length }) => {
        const withBody = !['GET', 'HEAD', 'TRACE'].includes(method)
        const bytes = withBody ? body.bytes : new Uint8Array()
        const lengthHeader: readonly [string, string] =
          length === 'nonsense'
            ? ['content-length', '-5']
            : length === 'chunked'
              ? ['transfer-encoding', 'chunked']
              : ['content-length', String(length === 'short' ? Math.floor(bytes.length / 2) : bytes.length)]
        const request: WireRequest = {
          method,
          target,
          headers: [
            ['host', HOST],
            ['connection', 'close'],
            ...(withBody && body.type !== null ? [['content-type', body.type] as const] : []),
            ...(withBody ? [lengthHeader] : []),
            ...(fromOurPages ? [['sec-fetch-site', 'same-origin'] as const] : []),
            ...headers,
          ],
          body: withBody && length === 'chunked' ? chunked(bytes) : bytes,
        }
        return { by, request }
      }),
  )
}

const chunked = (bytes: Uint8Array): Uint8Array =>
  Buffer.concat([
    Buffer.from(`${bytes.length.toString(16)}\r\n`),
    bytes,
    Buffer.from(bytes.length > 0 ? '\r\n0\r\n\r\n' : '\r\n'),
  ])
