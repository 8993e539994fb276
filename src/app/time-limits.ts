/**
 * The bureau's own time limits (R34): versions, each with the first day on which it applies. The first version is the product's and stands in
 * the code; those after it are one setting. A version is never taken back, only followed by another.
 */
import { z } from 'zod'
import { mayOpen } from '../domain/access/permissions.ts'
import {
  changeTimeLimits,
  defaultTimeLimits,
  initialTimeLimits,
  type TimeLimits,
  type TimeLimitsVersion,
} from '../domain/rules/time-limits.ts'
import { addDays, day, dayOf, type Day, isDay } from '../kit/calendar.ts'
import { type Decision, accept, refuse } from '../kit/decision.ts'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { inTurn } from './accounts/in-turn.ts'
import { securityEvent } from './accounts/security-events.ts'
import type { AppContext, Viewer } from './context.ts'

/** Those that something in the product waits for today. Whether they count working days or days is fixed. */
export const adjustableLimits = [
  'lateAfter',
  'receive',
  'supplementAnswer',
  'opinion',
  'afterOpinion',
  'verification',
  'escalation',
] as const satisfies readonly (keyof TimeLimits)[]
export type AdjustableLimit = (typeof adjustableLimits)[number]
export type LimitCounts = Readonly<Record<AdjustableLimit, number>>

export const limitRange = { min: 1, max: 365 } as const
export const TIME_LIMITS_SETTING = 'timeLimits'

export const countsIn = (limits: TimeLimits): LimitCounts =>
  Object.fromEntries(adjustableLimits.map((name) => [name, limits[name].count])) as LimitCounts

export const defaultCounts: LimitCounts = countsIn(defaultTimeLimits)

const storedSchema = z.array(
  z.object({
    version: z.number().int(),
    validFrom: z.string().refine(isDay).transform(day),
    // Partial: a limit that became adjustable later stands at its default in older versions.
    counts: z.partialRecord(z.enum(adjustableLimits), z.number().int()),
  }),
)

const withCounts = (limits: TimeLimits, counts: LimitCounts): TimeLimits => ({
  ...limits,
  ...Object.fromEntries(adjustableLimits.map((name) => [name, { unit: limits[name].unit, count: counts[name] }])),
})

/** All versions, oldest first. Throws a LiuhenError `configurationInvalid` when the setting is not ours any more. */
export const timeLimitVersions = async ({ store }: AppContext): Promise<readonly TimeLimitsVersion[]> =>
  timeLimitsAmong((await store.bureau()).settings)

export function timeLimitsAmong(settings: ReadonlyMap<string, string>): readonly TimeLimitsVersion[] {
  const text = settings.get(TIME_LIMITS_SETTING)
  if (text === undefined) return initialTimeLimits
  try {
    const stored = storedSchema.parse(JSON.parse(text))
    const later = stored.map(({ version, validFrom, counts }) => ({
      version,
      validFrom,
      limits: withCounts(defaultTimeLimits, { ...defaultCounts, ...counts }),
    }))
    return [...initialTimeLimits, ...later]
  } catch (cause) {
    throw new LiuhenError('configurationInvalid', `The setting ${TIME_LIMITS_SETTING} cannot be read`, { cause })
  }
}

/** What the setting says for these versions. */
export const printVersions = (versions: readonly TimeLimitsVersion[]): string =>
  JSON.stringify(
    versions
      .slice(initialTimeLimits.length)
      .map(({ version, validFrom, limits }) => ({ version, validFrom, counts: countsIn(limits) })),
  )

export type PublishRefusal =
  | { readonly code: 'notFound' }
  | { readonly code: 'limitOutOfRange'; readonly name: AdjustableLimit }
  | { readonly code: 'reachesBack'; readonly earliest: Day }

export const outOfRange = (counts: LimitCounts): AdjustableLimit | null =>
  adjustableLimits.find(
    (name) => !Number.isInteger(counts[name]) || counts[name] < limitRange.min || counts[name] > limitRange.max,
  ) ?? null

/** The versions after a first set-up, which has no records to reach back over: they apply from its day on. */
export function firstOwnVersion(counts: LimitCounts, today: Day): readonly TimeLimitsVersion[] {
  const changed = changeTimeLimits(initialTimeLimits, {
    validFrom: today,
    limits: withCounts(defaultTimeLimits, counts),
    today: addDays(today, -1),
  })
  return changed.ok ? changed.value : initialTimeLimits
}

/** For the system administrator: a new version, for records registered from a later day on. */
export function publishTimeLimits(
  context: AppContext,
  viewer: Viewer,
  { counts, validFrom }: { readonly counts: LimitCounts; readonly validFrom: Day },
): Promise<Decision<readonly TimeLimitsVersion[], PublishRefusal>> {
  return inTurn('timeLimits', async () => {
    if (!mayOpen(viewer.roles, 'settings')) return refuse({ code: 'notFound' })
    const wrong = outOfRange(counts)
    if (wrong) return refuse({ code: 'limitOutOfRange', name: wrong })
    const limits = withCounts(defaultTimeLimits, counts)
    const today = dayOf(context.now())
    const changed = changeTimeLimits(await timeLimitVersions(context), { validFrom, limits, today })
    if (!changed.ok) return changed
    const event = securityEvent(context, 'timeLimitsPublished', viewer.accountId, { validFrom, counts })
    await context.store.changeBureau({
      settings: { [TIME_LIMITS_SETTING]: printVersions(changed.value) },
      events: [event],
    })
    return accept(changed.value)
  })
}
