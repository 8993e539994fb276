/**
 * Wiring: the only place that constructs. Everything else is given its parts.
 *
 * The data folder:
 *
 *     host.key        signs checkpoints and cookies (0600)
 *     origin          the name under which witnesses know the trail
 *     register.db     the register, unless DATABASE_URL names a PostgreSQL
 *     evidence/       sealed files, named by their digests
 *     recovery.pub    the public half of the recovery key, once it was made
 *     published-checkpoint, published-checkpoint.security   the newest that was shown (app/operations)
 *     last-backup, last-check   when that was done
 */
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import packageJson from '../package.json' with { type: 'json' }
import type { AppContext } from './app/context.ts'
import { recoveryPublic } from './app/recovery-files.ts'
import { adoptAccounts } from './app/people/adopting.ts'
import { crossSigning } from './app/cross-signing.ts'
import { createSealer } from './app/sealing/sealer.ts'
import { acceptRollback } from './app/operations/accept-rollback.ts'
import { findRollback, rememberPublished } from './app/operations/published-checkpoint.ts'
import type { RolledBack } from './app/operations/rolled-back.ts'
import { refusingWrites } from './app/operations/refusing-writes.ts'
import { registryIdentity } from './app/registry-identity.ts'
import { rulesInForce } from './app/rules.ts'
import { needsSetUp, SetUpCodes } from './app/set-up/finishing.ts'
import { SetUp } from './app/set-up/set-up.ts'
import { sweepUploads } from './app/evidence/leftovers.ts'
import { mailNotices, type MailRound } from './app/mail/outbox.ts'
import { sweep, type SweepResult } from './app/sweep.ts'
import { trailWorkWith } from './app/trail-work.ts'
import { submitCheckpoints, type WitnessOutcome } from './app/witness/submit-checkpoints.ts'
import { createWitness } from './app/witness/witness.ts'
import { WITNESS_KEY_FILE, witnessIdentity } from './app/witness/witness-identity.ts'
import { parseWitnesses } from './app/witness/witness-list.ts'
import { WitnessMemory } from './app/witness/witness-memory.ts'
import { timeLimitsOn } from './domain/rules/time-limits.ts'
import { createRenderer } from './documents/renderer.ts'
import { builtAssets } from './http/built-assets.ts'
import type { HttpDeps, Serving } from './http/deps.ts'
import { widened } from './http/pipeline/brakes.ts'
import { createServer } from './http/server.ts'
import { createSetUpServer } from './http/set-up-server.ts'
import { postToWitness } from './http/witness-client.ts'
import { createWitnessServer } from './http/witness-server.ts'
import { dayOf, instantOf, type Instant } from './kit/calendar.ts'
import { LiuhenError } from './kit/liuhen-error.ts'
import { migrateRegistry, openStore, type StoreOptions } from './store/open.ts'
import type { TrailName } from './store/store.ts'
import { printVkey } from './trail/verifier-key.ts'
import { passwordCosts, type PasswordCost } from './vault/account-keys.ts'

export type { Serving } from './http/deps.ts'

export const version: string = packageJson.version

const ASSETS = resolve(import.meta.dirname, '..', 'dist', 'assets')

export type RegistryOptions = {
  /** Made when it is not there. */
  readonly dataFolder: string
  /** A PostgreSQL DSN; the register is a file in the data folder when left out. */
  readonly databaseUrl?: string | undefined
  /** Of the PostgreSQL; `public` when left out. */
  readonly databaseSchema?: string | undefined
  /** `expect` where the service may not change the database's shape; brought to the newest when left out. */
  readonly migrations?: 'apply' | 'expect' | undefined
  /** The name of a new registry's trail; drawn when left out. */
  readonly origin?: string | undefined
  readonly passwordCost?: PasswordCost
  readonly now?: () => Instant
  /** Printed in QR codes; the address of the default door when left out. */
  readonly address?: string | undefined
  /** Who is asked to cosign checkpoints, as `url+vkey,url+vkey`; nobody when left out, and then no request leaves (R90). */
  readonly witnesses?: string | undefined
}

/** A registry without a door: for checks, the demonstration and other commands. */
export type OpenedRegistry = {
  readonly context: AppContext
  readonly vkeys: Readonly<Record<TrailName, string>>
  /** Reminds and escalates what is due now (R38). */
  readonly sweep: () => Promise<SweepResult>
  /** Mails what notices wait, where a mail server is set (R88). */
  readonly mailNotices: () => Promise<MailRound>
  /** Set when the database is behind what was published: `context.store` reads, and refuses to write (R26). */
  readonly rolledBack: RolledBack | null
  /** The operator's decision to go on all the same; takes effect at the next opening. Null when there is nothing to decide. */
  readonly acceptRollback: ((reason: string) => Promise<void>) | null
  /** Asks every configured witness to cosign the newest checkpoints (R26). Null when there is none to ask. */
  readonly submitCheckpoints: (() => Promise<WitnessOutcome[]>) | null
  /** Whether it still has to be set up: see app/set-up. */
  readonly isNew: () => Promise<boolean>
  readonly close: () => Promise<void>
}

/** Throws a LiuhenError when the data folder, the database or the configuration cannot be used. */
export async function openRegistry(options: RegistryOptions): Promise<OpenedRegistry> {
  const witnesses = parseWitnesses(options.witnesses ?? '')
  const dataFolder = resolve(options.dataFolder)
  await usableFolder(dataFolder)
  const identity = await registryIdentity(dataFolder, options.origin)
  const opened = await openStore(databaseOf(options), trailWorkWith(identity))
  const vkeys = { register: printVkey(identity.keys.register), security: printVkey(identity.keys.security) }
  const rolledBack = await findRollback(opened, dataFolder, vkeys)
  const remembering = rememberPublished(opened, dataFolder)
  const store = rolledBack ? refusingWrites(opened, rolledBack) : remembering.store
  const now = options.now ?? (() => instantOf(new Date()))
  const recovery = await recoveryPublic(dataFolder)
  const context: AppContext = {
    store,
    now,
    dataFolder,
    hostSecret: identity.hostSecret,
    passwordCost: options.passwordCost ?? passwordCosts.interactive,
    recoveryKey: recovery?.readingKey ?? null,
    recoverySigningKey: recovery?.signingKey ?? null,
    sealer: createSealer(),
    crossSigning: crossSigning(identity.latticeKey),
    renderer: createRenderer(),
    address: options.address ?? 'http://127.0.0.1:8400',
    rolledBack,
  }
  // Adopting is writing, and waits for the operator's decision like everything else.
  if (!rolledBack) await adoptAccounts(context)
  return {
    context,
    vkeys,
    rolledBack,
    acceptRollback: rolledBack && ((reason) => acceptRollback({ store: opened, dataFolder, now }, rolledBack, reason)),
    async sweep() {
      const { timeLimits, workingDays } = await rulesInForce(context)
      await sweepUploads(context)
      return sweep(context, timeLimitsOn(timeLimits, dayOf(now())), workingDays)
    },
    mailNotices: () => mailNotices(context),
    // A history that goes back is not handed to a witness before somebody has decided.
    submitCheckpoints:
      witnesses.length > 0 && !rolledBack ? () => submitCheckpoints(context, witnesses, postToWitness) : null,
    isNew: () => needsSetUp(context),
    async close() {
      await context.renderer.close()
      await context.sealer.close()
      await remembering.flush()
      await store.close()
    },
  }
}

type Place = Pick<RegistryOptions, 'dataFolder' | 'databaseUrl' | 'databaseSchema' | 'migrations'>

function databaseOf({ dataFolder, databaseUrl, databaseSchema, migrations = 'apply' }: Place): StoreOptions {
  if (!databaseUrl) return { file: join(resolve(dataFolder), 'register.db'), migrations }
  return { url: databaseUrl, migrations, ...(databaseSchema ? { schema: databaseSchema } : {}) }
}

/** Brings the database to its newest shape and does nothing else: for its owner, who need not have the host key. */
export const migrateDatabase = (place: Place): Promise<void> => migrateRegistry(databaseOf(place))

/** The door of an opened registry. `listen` and `close` are the caller's. `rateFactor` widens how much a minute takes. */
export async function doorOf(
  { context, vkeys }: OpenedRegistry,
  serving: Serving,
  log: HttpDeps['log'] = null,
  rateFactor = 1,
): Promise<ReturnType<typeof createServer>> {
  const brakes = widened(rateFactor)
  return createServer({ context, serving, assets: await builtAssets(ASSETS), vkeys, version, log, brakes })
}

/** The door while the register is being set up, and the token of its one-time link. `onClosed` is called when the set-up is over. */
export async function setUpDoorOf(
  { context, vkeys }: OpenedRegistry,
  serving: Serving,
  onClosed: () => void,
  log: HttpDeps['log'] = null,
): Promise<{ door: ReturnType<typeof createSetUpServer>; token: string }> {
  const setUp = await SetUp.open(context)
  const codes = new SetUpCodes(setUp)
  const assets = await builtAssets(ASSETS)
  const door = createSetUpServer({ context, serving, assets, vkeys, version, log, setUp, codes, onClosed })
  return { door, token: setUp.entrance.token }
}

export type WitnessOptions = {
  /** Made when it is not there. Holds `witness.key` and `witness.db`. */
  readonly dataFolder: string
  readonly logVkeys: readonly string[]
  /** The name of a new witness; drawn when left out. */
  readonly name?: string | undefined
  readonly now?: () => Instant
}

export type OpenedWitness = {
  readonly vkeys: readonly string[]
  /** `listen` is the caller's; `close` closes the memory as well. */
  readonly door: ReturnType<typeof createWitnessServer>
}

/** A witness for other registries' trails. Throws a LiuhenError when folder or keys cannot be used. */
export async function openWitness(options: WitnessOptions): Promise<OpenedWitness> {
  const dataFolder = resolve(options.dataFolder)
  await usableFolder(dataFolder)
  const file = join(dataFolder, 'witness.db')
  // The memory is made before the keys: keys without it mean that it was lost, and its promises with it.
  if (existsSync(join(dataFolder, WITNESS_KEY_FILE)) && !existsSync(file))
    throw new LiuhenError('dataFolderUnusable', `${file} is gone: these keys must not sign any more`)
  const memory = new WitnessMemory(file)
  try {
    const keys = await witnessIdentity(dataFolder, options.name)
    const now = options.now ?? (() => instantOf(new Date()))
    const witness = createWitness({ memory, keys, logVkeys: options.logVkeys, now })
    const door = createWitnessServer(witness)
    door.addHook('onClose', async () => memory.close())
    return { vkeys: witness.vkeys, door }
  } catch (error) {
    memory.close()
    throw error
  }
}

async function usableFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new LiuhenError('dataFolderUnusable', `The data folder ${folder} cannot be made`, { cause })
  }
}
