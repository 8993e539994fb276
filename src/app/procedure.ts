/** The written procedure 专库管理流程 of this register, as it runs today (R39). */
import { writtenProcedure } from '../documents/written-procedure/written-procedure.ts'
import { procedureOf, type Procedure } from '../domain/procedure/procedure.ts'
import { dayOf } from '../kit/calendar.ts'
import type { AppContext } from './context.ts'
import { rulesInForce } from './rules.ts'
import { checkpointStrip } from './verification-strip.ts'

export async function currentProcedure(context: AppContext): Promise<Procedure> {
  const { organisation, timeLimits } = await rulesInForce(context)
  return procedureOf({ bureau: organisation.bureau, timeLimits, day: dayOf(context.now()) })
}

export const printProcedure = async (context: AppContext): Promise<Uint8Array> =>
  context.renderer.render(writtenProcedure(await currentProcedure(context), await checkpointStrip(context)))
