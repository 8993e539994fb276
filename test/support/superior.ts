/** A superior body whose keys two persons of the bureau agreed upon, for stories about sealed transfer. */
import type { AppContext } from '../../src/app/context.ts'
import { answerSuperior, proposeSuperior, superiorState } from '../../src/app/transfer/superior.ts'
import { newAgePair } from '../../src/vault/age.ts'
import { accepted, type TestRegistry } from './registry.ts'

export const ORGAN = '清源区纪委监委'

export type TestSuperior = { readonly identity: string; readonly recipient: string }

/** `proposer` is the security administrator, `confirmer` the head of the discipline office or the lead. */
export async function aSuperior(
  registry: TestRegistry,
  { proposer = 'securityadmin', confirmer = 'tangke' }: { proposer?: string; confirmer?: string } = {},
  context: AppContext = registry.context,
): Promise<TestSuperior> {
  const pair = await newAgePair()
  const administrator = await registry.viewer(proposer)
  const { password } = registry.account(proposer)
  accepted(await proposeSuperior(context, administrator, { organ: ORGAN, recipients: [pair.recipient], password }))
  const confirming = await registry.viewer(confirmer)
  const state = await superiorState(context, confirming)
  const answer = { id: state?.proposed?.id ?? '', agreed: true, password: registry.account(confirmer).password }
  accepted(await answerSuperior(context, confirming, answer))
  return pair
}
