/** The few settings that an operator may change without restarting. Each has a default, a range, and a change that is an event. */
import { mayOpen } from '../domain/access/permissions.ts'
import { type Decision, accept, refuse } from '../kit/decision.ts'
import { noteSecurityEvent } from './accounts/security-events.ts'
import type { AppContext, Viewer } from './context.ts'

export const numberSettings = {
  'session.idleMinutes': { fallback: 30, min: 5, max: 120 },
} as const
export type NumberSetting = keyof typeof numberSettings

/** The setting, or its default when nobody set it or what is stored is out of range. */
export const numberSetting = async ({ store }: AppContext, name: NumberSetting): Promise<number> =>
  numberAmong((await store.bureau()).settings, name)

export function numberAmong(settings: ReadonlyMap<string, string>, name: NumberSetting): number {
  const { fallback, min, max } = numberSettings[name]
  const value = Number(settings.get(name))
  return Number.isInteger(value) && value >= min && value <= max ? value : fallback
}

export type SettingRefusal = { readonly code: 'notFound' } | { readonly code: 'outOfRange'; min: number; max: number }

/** For the system administrator; to everybody else there is no such thing. */
export async function changeNumberSetting(
  context: AppContext,
  viewer: Viewer,
  name: NumberSetting,
  value: number,
): Promise<Decision<number, SettingRefusal>> {
  if (!mayOpen(viewer.roles, 'settings')) return refuse({ code: 'notFound' })
  const { min, max } = numberSettings[name]
  if (!Number.isInteger(value) || value < min || value > max) return refuse({ code: 'outOfRange', min, max })
  await context.store.saveSetting(name, String(value))
  await noteSecurityEvent(context, 'settingChanged', viewer.accountId, { setting: name, value })
  return accept(value)
}
