/**
 * Cases as the bureau's case system pushes them in (R17, R29): what an officer picks from a list when recording. Pushing again changes what
 * was pushed; nothing of the register is in them, and nothing of the register goes back.
 */
import type { PersonId } from '../../domain/organisation/types.ts'
import type { AppContext } from '../context.ts'

/** Where the case stands, in the words of its own system; the list shows it more coarsely. */
export const caseStages = [
  'preFiling',
  'filing',
  'investigation',
  'legalReview',
  'handling',
  'execution',
  'afterClosing',
] as const

export type PushedCase = {
  readonly number: string
  readonly title: string
  readonly handlingUnit: string
  readonly stage: (typeof caseStages)[number]
  /** Staff numbers. */
  readonly handlers: readonly string[]
}

export type TakenCases = {
  readonly taken: number
  /** Handlers that the directory does not know: the case is kept without them. */
  readonly unknownHandlers: readonly { readonly number: string; readonly staffNumber: string }[]
}

const statusOf = (stage: PushedCase['stage']) =>
  stage === 'preFiling' ? 'preFiling' : stage === 'afterClosing' ? 'closed' : 'open'

/** The last of several with one number counts. All are kept, or none. */
export async function takeCases(context: AppContext, pushed: readonly PushedCase[]): Promise<TakenCases> {
  const { persons } = await context.store.organisation()
  const byStaffNumber = new Map(persons.map(({ id, staffNumber }) => [staffNumber, id]))
  const known = (staffNumber: string): readonly PersonId[] => {
    const id = byStaffNumber.get(staffNumber)
    return id === undefined ? [] : [id]
  }
  const cases = [...new Map(pushed.map((each) => [each.number, each])).values()]
  await context.store.saveCases(
    cases.map(({ number, title, handlingUnit, stage, handlers }) => ({
      number,
      title,
      handlingUnit,
      status: statusOf(stage),
      handlerIds: handlers.flatMap(known),
    })),
  )
  const unknownHandlers = cases.flatMap(({ number, handlers }) =>
    handlers.filter((each) => !byStaffNumber.has(each)).map((staffNumber) => ({ number, staffNumber })),
  )
  return { taken: cases.length, unknownHandlers }
}
