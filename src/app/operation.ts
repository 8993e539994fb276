/** What the administrators' pages show: that the service is well, and what was done to accounts. Nothing of any record (R87). */
import { statfs } from 'node:fs/promises'
import { mayOpen } from '../domain/access/permissions.ts'
import type { Role } from '../domain/organisation/types.ts'
import type { Instant } from '../kit/calendar.ts'
import type { TrailName } from '../store/store.ts'
import type { AppContext, Viewer } from './context.ts'
import { type HeadHealth, headHealth } from './health.ts'
import { openActivity } from './people/sealed-activity.ts'
import { type RunState, runState } from './operations/remembered.ts'
import { numberSetting } from './settings.ts'
import { type CosignedState, cosignedState } from './witness/cosigned-state.ts'

type Vkeys = Readonly<Record<TrailName, string>>

export type SystemStatus = {
  readonly engine: 'sqlite' | 'postgres'
  readonly freeBytes: number
  readonly totalBytes: number
  readonly trails: Readonly<Record<TrailName, HeadHealth>>
  /** The newest signed head of the register's trail, for comparing by eye with a printed one. */
  readonly checkpoint: string
  /** Null when it was never done. */
  readonly backup: RunState | null
  readonly check: RunState | null
  readonly idleMinutes: number
}

/** For the system administrator; null for everybody else. */
export async function systemStatus(context: AppContext, viewer: Viewer, vkeys: Vkeys): Promise<SystemStatus | null> {
  if (!mayOpen(viewer.roles, 'operation')) return null
  const disk = await statfs(context.dataFolder)
  const { checkpoint } = await context.store.head('register')
  return {
    engine: context.store.engine,
    freeBytes: disk.bavail * disk.bsize,
    totalBytes: disk.blocks * disk.bsize,
    trails: await trailsHealth(context, vkeys),
    checkpoint,
    backup: await runState(context, 'backup'),
    check: await runState(context, 'check'),
    idleMinutes: await numberSetting(context, 'session.idleMinutes'),
  }
}

export type SecurityLogLine = {
  readonly position: number
  readonly at: Instant
  readonly type: string
  /** Whom it befell and who did it, by username; null where nobody's account was meant. */
  readonly username: string | null
  readonly by: string | null
  /** Of a change of roles. */
  readonly roles: { readonly before: readonly Role[]; readonly after: readonly Role[] } | null
}

export type SecurityLog = {
  readonly lines: readonly SecurityLogLine[]
  /** Where the next page begins; null at the end. */
  readonly next: number | null
  readonly trails: Readonly<Record<TrailName, HeadHealth>>
  /** How old the newest cosigned checkpoint of the register is; null while no witness has cosigned. */
  readonly cosigned: CosignedState | null
}

const LINES_PER_PAGE = 50

/** Security events, newest first, for the audit administrator; null for everybody else. */
export async function securityLog(
  context: AppContext,
  viewer: Viewer,
  vkeys: Vkeys,
  before: number | null,
): Promise<SecurityLog | null> {
  if (!mayOpen(viewer.roles, 'securityAudit')) return null
  const rows = await context.store.securityEvents(before, LINES_PER_PAGE)
  const usernames = new Map((await context.store.accounts()).map(({ id, username }) => [String(id), username]))
  const named = (id: unknown): string | null => (typeof id === 'string' ? (usernames.get(id) ?? id) : null)
  const lines = rows.map(({ position, at, ...row }) => {
    const { type, accountId, data } = openActivity(row, viewer.secret) ?? row
    const roles =
      type === 'rolesChanged' ? { before: data.before as readonly Role[], after: data.after as readonly Role[] } : null
    return { position, at, type, username: named(accountId), by: named(data.by), roles }
  })
  const last = rows.at(-1)
  return {
    lines,
    next: last && rows.length === LINES_PER_PAGE ? last.position : null,
    trails: await trailsHealth(context, vkeys),
    cosigned: await cosignedState(context.store, 'register', context.now()),
  }
}

const trailsHealth = async (context: AppContext, vkeys: Vkeys): Promise<Readonly<Record<TrailName, HeadHealth>>> => ({
  register: await headHealth(context.store, 'register', vkeys.register),
  security: await headHealth(context.store, 'security', vkeys.security),
})
