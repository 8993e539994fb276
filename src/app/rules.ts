/** The rules in force: the bureau as it stands, the time limits and the table of working days. */
import type { Rules } from '../domain/inquiry-record/commands.ts'
import { publishedWorkingDays } from '../domain/rules/working-days.ts'
import type { AppContext } from './context.ts'
import { organisationInForce } from './people/organisation-in-force.ts'
import { timeLimitVersions } from './time-limits.ts'

export const rulesInForce = async (context: AppContext): Promise<Rules> => ({
  organisation: await organisationInForce(context),
  timeLimits: await timeLimitVersions(context),
  workingDays: publishedWorkingDays,
})
