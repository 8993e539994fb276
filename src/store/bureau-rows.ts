/** The bureau: units, persons, posts as dated intervals (R5), settings, and the cases an officer picks from. */
import { sql } from 'kysely'
import type { Organisation, Role } from '../domain/organisation/types.ts'
import { keepPersons, keepPosts, keepSetting, keepUnits } from './bureau-writes.ts'
import { chunks, inChunks, type Database } from './database.ts'
import type { Store } from './store.ts'

type BureauRows = Pick<
  Store,
  | 'organisation'
  | 'bureau'
  | 'saveBureau'
  | 'saveUnits'
  | 'savePersons'
  | 'savePosts'
  | 'setting'
  | 'saveSetting'
  | 'cases'
  | 'saveCases'
>

/** The setting that holds the bureau's name. */
export const BUREAU = 'bureauName'

type Bureau = Awaited<ReturnType<Store['bureau']>>

export function bureauRows(database: Database): BureauRows {
  const { read } = database
  const setting: Store['setting'] = async (name) => {
    const row = await read.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst()
    return row?.value ?? null
  }
  const saveSetting: Store['saveSetting'] = (name, value, before) =>
    database.transaction((trx) => keepSetting(trx, name, value, before))

  async function readBureau(): Promise<Bureau> {
    const rows = await read.selectFrom('settings').select(['name', 'value']).execute()
    const settings = new Map(rows.map(({ name, value }) => [name, value]))
    return { settings, organisation: await readOrganisation(settings.get(BUREAU) ?? '') }
  }

  async function readOrganisation(bureau: string): Promise<Organisation> {
    const units = await read
      .selectFrom('units')
      .select(['id', 'name', 'kind', 'from_day as from', 'to_day as to'])
      .orderBy('id')
      .execute()
    const persons = await read
      .selectFrom('persons')
      .select(['id', 'name', 'staff_number as staffNumber', 'mail'])
      .orderBy('id')
      .execute()
    const posts = await read.selectFrom('posts').selectAll().orderBy('from_day').orderBy('id').execute()
    const accounts = await read
      .selectFrom('accounts')
      .select(['id', 'person_id', 'username', 'roles', 'status', 'reading_key', 'signing_key'])
      .orderBy('username')
      .execute()
    return {
      bureau,
      units,
      persons,
      posts: posts.map((post) => ({
        id: post.id,
        personId: post.person_id,
        unitId: post.unit_id,
        title: post.title,
        leadingCadre: post.leading_cadre === 1,
        unitHead: post.unit_head === 1,
        from: post.from_day,
        to: post.to_day,
      })),
      accounts: accounts.map((account) => ({
        id: account.id,
        personId: account.person_id,
        username: account.username,
        roles: JSON.parse(account.roles) as Role[],
        status: account.status,
        readingKey: account.reading_key,
        signingKey: account.signing_key,
        earlierSigningKeys: [],
        keyHistory: null,
        keysConfirmed: false,
        confirmedRoles: [],
      })),
    }
  }

  /** What was read last, and the stamp that was read before it: a change in between only makes the next request read again. */
  let known: { readonly stamp: number; readonly bureau: Bureau } | null = null

  async function bureau(): Promise<Bureau> {
    const { changes: stamp } = await read.selectFrom('bureau_stamp').select('changes').executeTakeFirstOrThrow()
    if (known?.stamp !== stamp) known = { stamp, bureau: await readBureau() }
    return known.bureau
  }

  return {
    setting,
    saveSetting,
    saveBureau: async (name) => void (await saveSetting(BUREAU, name)),

    bureau,
    organisation: async () => (await bureau()).organisation,
    saveUnits: (units) => database.transaction((trx) => keepUnits(trx, units)),
    savePersons: (persons) => database.transaction((trx) => keepPersons(trx, persons)),
    savePosts: (posts) => database.transaction((trx) => keepPosts(trx, posts)),

    /** Text is looked for in number and title, whatever the case of its letters. Newest number first. */
    async cases({ text, handlerId, limit }) {
      let query = read.selectFrom('cases').select(['number', 'title', 'handling_unit as handlingUnit', 'status'])
      if (text) query = query.where(sql<boolean>`search_text like ${containing(text.toLowerCase())} escape '\\'`)
      if (handlerId)
        query = query.where('number', 'in', (inner) =>
          inner.selectFrom('case_handlers').select('case_number').where('person_id', '=', handlerId),
        )
      const rows = await query.orderBy('number', 'desc').limit(limit).execute()
      const handlers = await inChunks(
        rows.map(({ number }) => number),
        (some) =>
          read.selectFrom('case_handlers').selectAll().where('case_number', 'in', some).orderBy('person_id').execute(),
      )
      const byCase = Map.groupBy(handlers, (handler) => handler.case_number)
      return rows.map(({ number, title, handlingUnit, status }) => ({
        number,
        title,
        handlingUnit,
        status,
        handlerIds: (byCase.get(number) ?? []).map((handler) => handler.person_id),
      }))
    },

    async saveCases(cases) {
      const rows = cases.map(({ number, title, handlingUnit, status }) => ({
        number,
        title,
        handling_unit: handlingUnit,
        status,
        search_text: `${number}\n${title}`.toLowerCase(),
      }))
      const handlers = cases.flatMap(({ number, handlerIds }) =>
        [...new Set(handlerIds)].map((id) => ({ case_number: number, person_id: id })),
      )
      await database.transaction(async (trx) => {
        for (const some of chunks(rows, 5))
          await trx
            .insertInto('cases')
            .values(some)
            .onConflict((conflict) =>
              conflict.column('number').doUpdateSet((row) => ({
                title: row.ref('excluded.title'),
                handling_unit: row.ref('excluded.handling_unit'),
                status: row.ref('excluded.status'),
                search_text: row.ref('excluded.search_text'),
              })),
            )
            .execute()
        const numbers = cases.map(({ number }) => number)
        for (const some of chunks(numbers, 1))
          await trx.deleteFrom('case_handlers').where('case_number', 'in', some).execute()
        for (const some of chunks(handlers, 2)) await trx.insertInto('case_handlers').values(some).execute()
      })
    },
  }
}

/** A LIKE pattern that finds the text itself: what LIKE would take for a wildcard is escaped. */
const containing = (text: string): string => `%${text.replaceAll(/[%_\\]/g, String.raw`\$&`)}%`
