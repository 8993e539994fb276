/**
 * What has been answered so far of a first set-up. Kept in the data folder after every step, because a set-up may take days, and gone when it
 * is finished. Nothing in it is secret in clear: no code, no sheet; a mail password is sealed with the host key.
 */
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import {
  administratorRoles,
  type PersonId,
  roles,
  type Role,
  type UnitId,
  unitKinds,
} from '../../domain/organisation/types.ts'
import type { Directory } from '../../domain/organisation/directory-plan.ts'
import { day, isDay } from '../../kit/calendar.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { mailSchema, type MailSettings } from '../mail/mail-settings.ts'
import { readIfThere } from '../made-once.ts'
import { syncFolder, writeDurably } from '../operations/durable-files.ts'
import { adjustableLimits, type LimitCounts } from '../time-limits.ts'

export const SET_UP_FILE = 'set-up.json'

export type AdministratorRole = (typeof administratorRoles)[number]
export type PlannedAccount = {
  readonly personId: PersonId
  readonly username: string
  readonly roles: readonly Role[]
}

export type SetUpDraft = {
  /** Counts changes, so that a window that shows an older state does not overwrite a newer one unasked. */
  readonly version: number
  readonly bureau: string
  readonly directory: Directory
  /** The three administrators first, once they are chosen. One account a person. */
  readonly accounts: readonly PlannedAccount[]
  /** Null until they were looked at. */
  readonly limits: LimitCounts | null
  /** What `recovery.pub` will hold, once a sheet was tried; null before. */
  readonly recoveryKey: string | null
  /** The mail server of notices; null where the step was passed over. Its password is sealed with the host key. */
  readonly mail: MailSettings | null
  /** Whether the look at the accounts of everybody else is done. */
  readonly accountsDone: boolean
}

export const emptyDraft: SetUpDraft = {
  version: 0,
  bureau: '',
  directory: { units: [], persons: [], posts: [] },
  accounts: [],
  limits: null,
  recoveryKey: null,
  mail: null,
  accountsDone: false,
}

const aDay = z.string().refine(isDay).transform(day)
const anId = z.string().min(1)
const personId = anId.transform((id) => id as PersonId)
const unitId = anId.transform((id) => id as UnitId)
const schema = z.object({
  version: z.number().int(),
  bureau: z.string(),
  directory: z.object({
    units: z.array(
      z.object({ id: unitId, name: z.string(), kind: z.enum(unitKinds), from: aDay, to: aDay.nullable() }),
    ),
    persons: z.array(
      z.object({ id: personId, name: z.string(), staffNumber: z.string(), mail: z.string().default('') }),
    ),
    posts: z.array(
      z.object({
        id: anId,
        personId,
        unitId,
        title: z.string(),
        leadingCadre: z.boolean(),
        unitHead: z.boolean(),
        from: aDay,
        to: aDay.nullable(),
      }),
    ),
  }),
  accounts: z.array(z.object({ personId, username: z.string(), roles: z.array(z.enum(roles)) })),
  limits: z.record(z.enum(adjustableLimits), z.number().int()).nullable(),
  recoveryKey: z.string().nullable(),
  mail: mailSchema.nullable().default(null),
  accountsDone: z.boolean(),
})

/** Null when there is none. Throws a LiuhenError `configurationInvalid` when somebody changed it into something else. */
export async function readDraft(dataFolder: string): Promise<SetUpDraft | null> {
  const file = join(dataFolder, SET_UP_FILE)
  const text = await readIfThere(file)
  if (text === null) return null
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new LiuhenError('configurationInvalid', `${file} is not what a set-up keeps; remove it to begin anew`, {
      cause,
    })
  }
}

/** On the disk when it returns. */
export const writeDraft = (dataFolder: string, draft: SetUpDraft): Promise<void> =>
  writeDurably(join(dataFolder, SET_UP_FILE), `${JSON.stringify(draft)}\n`)

export async function removeDraft(dataFolder: string): Promise<void> {
  const file = join(dataFolder, SET_UP_FILE)
  await rm(file, { force: true })
  await syncFolder(dirname(file))
}

export const administratorAccount = (draft: SetUpDraft, role: AdministratorRole): PlannedAccount | null =>
  draft.accounts.find((account) => account.roles.includes(role)) ?? null

export const isAdministrator = ({ roles: held }: { readonly roles: readonly Role[] }): boolean =>
  administratorRoles.some((role) => held.includes(role))
