/**
 * The superior body of the demonstration. Its secret half stands in `demo-superior-key.txt`, because here everybody is to see a transfer from
 * both ends. A real superior body makes its key on its own machine and shows it to nobody.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newAgePair } from '../../vault/age.ts'
import type { AppContext } from '../context.ts'
import { answerSuperior, proposeSuperior, superiorState } from '../transfer/superior.ts'
import type { DemoViewers } from './demo-accounts.ts'

export const DEMO_SUPERIOR = '清源区纪委监委驻综合执法局纪检监察组'
const PROPOSER = 'renjing'
const CONFIRMER = 'mengxiaolan'

/** Made once: proposed by the security administrator, confirmed by the head of the discipline office. */
export async function demoSuperior(context: AppContext, viewers: DemoViewers): Promise<void> {
  const confirming = await viewers.viewer(CONFIRMER)
  if ((await superiorState(context, confirming))?.current) return
  const { identity, recipient } = await newAgePair()
  const file = join(context.dataFolder, 'demo-superior-key.txt')
  await writeFile(file, `# public key: ${recipient}\n${identity}\n`, { mode: 0o600 })
  const proposing = { organ: DEMO_SUPERIOR, recipients: [recipient], password: viewers.passwordOf(PROPOSER) }
  const proposed = await proposeSuperior(context, await viewers.viewer(PROPOSER), proposing)
  const state = await superiorState(context, confirming)
  const answer = { id: state?.proposed?.id ?? '', agreed: true, password: viewers.passwordOf(CONFIRMER) }
  const confirmed = proposed.ok ? await answerSuperior(context, confirming, answer) : proposed
  if (!confirmed.ok) throw new Error(`the superior body was not set: ${confirmed.refusal.code}`)
}
