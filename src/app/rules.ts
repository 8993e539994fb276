/** The rules in force: the bureau as it stands, the time limits and the table of working days. */
import type { Rules } from '../domain/inquiry-record/commands.ts'
import { publishedWorkingDays } from '../domain/rules/working-days.ts'
import type { AppContext } from './context.ts'
import { organisationInForce } from './people/organisation-in-force.ts'
import { timeLimitsAmong } from './time-limits.ts'

export async function rulesInForce(context: AppContext): Promise<Rules> {
  const { organisation, settings } = await context.store.bureau()
  return {
    organisation: await organisationInForce(context, organisation),
    timeLimits: timeLimitsAmong(settings),
    workingDays: publishedWorkingDays,
  }
}
