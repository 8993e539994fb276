/** PostgreSQL 15 and newer through `pg`. Beside it only postgres-audit-rows.ts knows that module. */
import { type CompiledQuery, Kysely, PostgresDialect, PostgresDriver } from 'kysely'
import { type ClientConfig, Pool, types } from 'pg'
import { invariant } from '../kit/invariant.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { codeOf, type Fault, type OpenedEngine } from './dialect.ts'
import type { Tables } from './tables.ts'

const OLDEST_VERSION = 150_000
const CONNECTIONS = 10

/**
 * Throws a LiuhenError `configurationInvalid` for a schema name that is no plain name, and for a server that does not keep
 * what it has acknowledged; `databaseUnavailable` when it does not answer, then and with every later use. Messages never
 * hold the URL, which has a password in it.
 */
export async function openPostgres(url: string, schema: string): Promise<OpenedEngine> {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw new LiuhenError('configurationInvalid', 'The schema name may have small letters, digits and _ only')
  if (/[?&]options=/.test(url)) throw invalid('The URL of the database may not hold options: they name the schema')
  const pool = new Pool({ ...connectionOf(url, schema), max: CONNECTIONS })
  // A connection that the server closes is replaced, idle or in use; without a listener it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  const db = new Kysely<Tables>({
    dialect: new ForgivingDialect({ pool }),
  })
  try {
    await checkServer(pool)
  } catch (error) {
    await db.destroy()
    if (!pool.ended) await pool.end()
    // That error carries the whole URL.
    if (codeOf(error, 'code') === 'ERR_INVALID_URL') throw invalid('The URL of the database is not a URL')
    throw explained(error)
  }
  return {
    engine: 'postgres',
    write: db,
    read: db,
    schema,
    faultOf,
    async forgetOverwritten() {
      // Whoever may not vacuum gets a warning and no error: the server's own vacuum comes by later.
      await pool.query(`vacuum "${schema}".slots, "${schema}".snapshots`)
    },
    close: () => db.destroy(),
  }
}

/** How every connection of ours is made. `schema` is a plain name. */
export const connectionOf = (url: string, schema: string): ClientConfig => ({
  connectionString: url,
  application_name: `liuhen ${schema}`,
  // Said while connecting: Kysely's `onCreateConnection` would lose a place in the pool with each connection that fails there.
  options: `-c search_path=${schema}`,
  types: { getTypeParser },
})

/** An acknowledged registration must survive a power cut, so a server that promises less is refused. */
async function checkServer(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ version: string; fsync: string; commits: string; encoding: string }>(
    `select current_setting('server_version_num') as version, current_setting('fsync') as fsync,
            current_setting('synchronous_commit') as commits, current_setting('server_encoding') as encoding`,
  )
  const [server] = rows
  invariant(server, 'a server tells its settings')
  if (Number(server.version) < OLDEST_VERSION) throw invalid('PostgreSQL must be version 15 or newer')
  if (server.fsync !== 'on') throw invalid('PostgreSQL runs with fsync off: a power cut would lose registrations')
  if (server.commits === 'off')
    throw invalid('PostgreSQL runs with synchronous_commit off: a power cut would lose registrations')
  if (server.encoding !== 'UTF8') throw invalid('The database must have the encoding UTF8')
}

const invalid = (message: string): LiuhenError => new LiuhenError('configurationInvalid', message)

class ForgivingDialect extends PostgresDialect {
  readonly #config: ConstructorParameters<typeof PostgresDialect>[0]

  constructor(config: ConstructorParameters<typeof PostgresDialect>[0]) {
    super(config)
    this.#config = config
  }

  override createDriver(): PostgresDriver {
    return new ForgivingDriver(this.#config)
  }
}

type Connection = Parameters<PostgresDriver['rollbackTransaction']>[0]

type Acquired = Awaited<ReturnType<PostgresDriver['acquireConnection']>>

class ForgivingDriver extends PostgresDriver {
  readonly #explaining = new WeakSet<Acquired>()

  /** Whatever is asked of a connection says in our words that the server is away. */
  override async acquireConnection(...options: Parameters<PostgresDriver['acquireConnection']>): Promise<Acquired> {
    const connection = await super.acquireConnection(...options).catch((error: unknown) => {
      throw explained(error)
    })
    if (this.#explaining.has(connection)) return connection
    const executeQuery = connection.executeQuery.bind(connection)
    connection.executeQuery = async <Row>(query: CompiledQuery) =>
      executeQuery<Row>(query).catch((error: unknown) => {
        throw explained(error)
      })
    this.#explaining.add(connection)
    return connection
  }

  /** A rollback on a lost connection cannot succeed and need not: the connection is thrown away, and with it the work. */
  override async rollbackTransaction(connection: Connection): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => {})
  }
}

/** Class 08: the connection failed. Class 57P: the server shuts down, has crashed or is starting. The rest is the network's. */
const AWAY = /^(08...|57P0[123]|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/

function explained(error: unknown): unknown {
  const code = codeOf(error, 'code')
  // `pg` has no code for a connection that ends under a query.
  const ended =
    error instanceof Error && /^Connection terminated|^Client has encountered a connection error/.test(error.message)
  if (!ended && !(typeof code === 'string' && AWAY.test(code))) return error
  return new LiuhenError('databaseUnavailable', 'The database server does not answer', { cause: error })
}

/** `pg` gives 64-bit counts as texts and bytes as Buffer; the store knows numbers and Uint8Array only. */
const getTypeParser = ((...[oid, format]: Parameters<typeof types.getTypeParser>) => {
  const standard = types.getTypeParser(oid, format) as (value: string) => unknown
  if (oid === types.builtins.INT8) return safeNumber
  if (oid !== types.builtins.BYTEA) return standard
  return (value: string) => {
    const buffer = standard(value) as Buffer
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length)
  }
}) as typeof types.getTypeParser

function safeNumber(text: string): number {
  const value = Number(text)
  invariant(Number.isSafeInteger(value), 'counts stay below 2^53')
  return value
}

function faultOf(error: unknown): Fault {
  const code = codeOf(error, 'code')
  if (typeof code !== 'string') return 'other'
  if (code === '40001' || code === '40P01' || code === '55P03') return 'transient'
  // The migrator looks at every schema and every table of the database; what somebody drops meanwhile is not ours. (A statement of ours
  // that misses its table is told so by another routine of the server.)
  if (code === '3F000') return 'transient'
  if (code === '42P01' && codeOf(error, 'routine') === 'RangeVarGetRelidExtended') return 'transient'
  if (code === '53100') return 'diskFull'
  // Class 58: the system under the server failed. Class XX: the server found its own data damaged.
  if (/^(58|XX)...$/.test(code)) return 'broken'
  return 'other'
}
