/** A recovery sheet on paper. The PDF exists in memory and in the answer, nowhere else. */
import { recoverySheet } from '../../documents/recovery-sheet/recovery-sheet.ts'
import { dayOf } from '../../kit/calendar.ts'
import type { AppContext } from '../context.ts'

export const printSheet = (
  context: AppContext,
  sheet: { readonly number: number; readonly sheet: string; readonly bureau: string },
): Promise<Uint8Array> => context.renderer.render(recoverySheet({ ...sheet, madeOn: dayOf(context.now()) }))
