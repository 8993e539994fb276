/**
 * What other systems may ask, each with the schema that validates it, the schema of its answer and an example. The document and its page
 * are made from this list, and a test sends every example.
 */
import { z } from 'zod'
import { caseStages, takeCases } from '../../app/api/cases.ts'
import type { ApiClient, ApiScope } from '../../app/api/tokens.ts'
import type { AppContext } from '../../app/context.ts'
import { bringDirectoryUpToDate } from '../../app/directory/bring-up-to-date.ts'
import { headHealth } from '../../app/health.ts'
import { unitKinds } from '../../domain/organisation/types.ts'
import { type Day, isDay } from '../../kit/calendar.ts'
import type { TrailName } from '../../store/store.ts'
import { ApiProblem } from './problems.ts'

export type ApiOperation = {
  readonly id: 'pushCases' | 'updateDirectory' | 'health' | 'trail'
  readonly method: 'GET' | 'PUT'
  readonly path: string
  readonly scope: ApiScope
  readonly body: z.ZodType | null
  readonly answer: z.ZodType
  readonly example: { readonly body: object | null; readonly answer: object }
  /** `body` has been validated against `body`. */
  run(asked: Asked): Promise<unknown>
}

export type Asked = {
  readonly context: AppContext
  readonly vkeys: Readonly<Record<TrailName, string>>
  readonly client: ApiClient
  readonly body: unknown
}

const line = (max: number) => z.string().trim().min(1).max(max)
/** A string that is a day; typed so, because it has been looked at. */
const dayText = z.iso.date().refine(isDay).pipe(z.custom<Day>())

const casesBody = z.strictObject({
  cases: z
    .array(
      z.strictObject({
        number: line(100),
        title: line(200),
        handlingUnit: line(100),
        stage: z.enum(caseStages),
        handlers: z.array(line(30)).max(50).default([]),
      }),
    )
    .min(1)
    .max(2000),
})

const directoryBody = z.strictObject({
  units: z
    .array(
      z.strictObject({ name: line(100), kind: z.enum(unitKinds), from: dayText, to: dayText.nullable().default(null) }),
    )
    .max(500)
    .default([]),
  persons: z
    .array(z.strictObject({ staffNumber: line(30), name: line(30) }))
    .max(5000)
    .default([]),
  posts: z
    .array(
      z.strictObject({
        staffNumber: line(30),
        unit: line(100),
        title: line(60),
        leadingCadre: z.boolean().default(false),
        unitHead: z.boolean().default(false),
        from: dayText,
        to: dayText.nullable().default(null),
      }),
    )
    .max(10_000)
    .default([]),
})

const headSchema = z.object({ ok: z.boolean(), size: z.int().min(0).nullable() })

const headOf = async ({ context, vkeys }: Asked, trail: TrailName): Promise<z.output<typeof headSchema>> => {
  const head = await headHealth(context.store, trail, vkeys[trail])
  return { ok: head.ok, size: head.ok ? head.size : null }
}

const trailSchema = z.object({
  size: z.int().min(0),
  checkpoint: z.string(),
  vkey: z.string(),
  paths: z.object({ checkpoint: z.string(), cosigned: z.string(), tiles: z.string(), vkey: z.string() }),
})

const EXAMPLE_CHECKPOINT =
  'liuhen/qingyuan\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— liuhen/qingyuan AAAAAA==\n'

export const apiOperations: readonly ApiOperation[] = [
  {
    id: 'pushCases',
    method: 'PUT',
    path: '/api/v1/cases',
    scope: 'cases',
    body: casesBody,
    answer: z.object({
      taken: z.int(),
      unknownHandlers: z.array(z.object({ number: z.string(), staffNumber: z.string() })),
    }),
    example: {
      body: {
        cases: [
          {
            number: '清综执东〔2026〕1号',
            title: '锦绣花园3号楼顶层违法搭建案',
            handlingUnit: '城东分局',
            stage: 'investigation',
            handlers: ['Q-1001', 'Q-1002'],
          },
        ],
      },
      answer: { taken: 1, unknownHandlers: [{ number: '清综执东〔2026〕1号', staffNumber: 'Q-1002' }] },
    },
    run: ({ context, body }) => takeCases(context, (body as z.output<typeof casesBody>).cases),
  },
  {
    id: 'updateDirectory',
    method: 'PUT',
    path: '/api/v1/directory',
    scope: 'directory',
    body: directoryBody,
    answer: z.object({ units: z.int(), persons: z.int(), posts: z.int() }),
    example: {
      body: {
        units: [{ name: '城东分局', kind: 'branch', from: '2020-01-01', to: null }],
        persons: [{ staffNumber: 'Q-1001', name: '林晓雨' }],
        posts: [
          {
            staffNumber: 'Q-1001',
            unit: '城东分局',
            title: '执法人员',
            leadingCadre: false,
            unitHead: false,
            from: '2024-03-01',
            to: null,
          },
        ],
      },
      answer: { units: 1, persons: 1, posts: 1 },
    },
    async run({ context, client, body }) {
      const directory = body as z.output<typeof directoryBody>
      const done = await bringDirectoryUpToDate(context, `token ${client.tokenId}`, directory)
      if (done.ok) return done.value
      const fields = done.refusal.map((found) => ({ pointer: `/${found.in}/${found.index}`, code: found.code }))
      throw new ApiProblem(422, 'fieldsUnusable', fields)
    },
  },
  {
    id: 'health',
    method: 'GET',
    path: '/api/v1/health',
    scope: 'status',
    body: null,
    answer: z.object({ ok: z.boolean(), register: headSchema, security: headSchema }),
    example: { body: null, answer: { ok: true, register: { ok: true, size: 0 }, security: { ok: true, size: 3 } } },
    async run(asked) {
      const [register, security] = [await headOf(asked, 'register'), await headOf(asked, 'security')]
      return { ok: register.ok && security.ok, register, security }
    },
  },
  {
    id: 'trail',
    method: 'GET',
    path: '/api/v1/trail',
    scope: 'status',
    body: null,
    answer: trailSchema,
    example: {
      body: null,
      answer: {
        size: 1,
        checkpoint: EXAMPLE_CHECKPOINT,
        vkey: 'liuhen/qingyuan+00000000+AAAA',
        paths: {
          checkpoint: '/trail/checkpoint',
          cosigned: '/trail/cosigned-checkpoint',
          tiles: '/trail/tile/{level}/{index}',
          vkey: '/trail/vkey',
        },
      },
    },
    async run({ context, vkeys }) {
      const { size, checkpoint } = await context.store.head('register')
      const paths = {
        checkpoint: '/trail/checkpoint',
        cosigned: '/trail/cosigned-checkpoint',
        tiles: '/trail/tile/{level}/{index}',
        vkey: '/trail/vkey',
      }
      return { size, checkpoint, vkey: vkeys.register, paths }
    },
  },
]
