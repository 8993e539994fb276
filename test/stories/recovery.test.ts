/** What two recovery sheets open when nobody is left who could. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeRecoveryKey, RECOVERY_PUBLIC_FILE, recoveryPublic } from '../../src/app/recovery-files.ts'
import { registerContent } from '../../src/app/inquiries/registering.ts'
import { contentFromDraft } from '../../src/domain/inquiry-record/draft.ts'
import { dayOf } from '../../src/kit/calendar.ts'
import { tryOpenGrant } from '../../src/vault/grants.ts'
import { combineSheets } from '../../src/vault/recovery.ts'
import { openEvent } from '../../src/vault/sealed-event.ts'
import { type TestRegistry, aRegistry, accepted, anOfficer } from '../support/registry.ts'

let registry: TestRegistry
let folder = ''
beforeAll(async () => {
  registry = await aRegistry({ people: [anOfficer('songyilin', '宋怡林')] })
  folder = mkdtempSync(join(tmpdir(), 'liuhen-recovery-'))
})
afterAll(async () => {
  await registry.close()
  rmSync(folder, { recursive: true, force: true })
})

it('R35: any two of three sheets open every dossier, and the folder keeps none of them', async () => {
  let sheets: readonly string[] = []
  const hand = async (made: readonly string[]): Promise<void> => {
    // Handed over before the key is put to use.
    expect(existsSync(join(folder, RECOVERY_PUBLIC_FILE))).toBe(false)
    sheets = made
  }
  expect(await makeRecoveryKey(folder, hand)).toBe(true)
  expect(await makeRecoveryKey(folder, hand)).toBe(false)
  const recoveryKey = (await recoveryPublic(folder))?.readingKey ?? null
  const context = { ...registry.context, recoveryKey }
  const officer = await registry.viewer('songyilin')
  const typed = {
    caseTitle: '某商行占道经营案',
    inquiredOn: '2026-11-19',
    inquirerKind: 'unknown',
    exactWords: '来电询问',
  }
  const organisation = await context.store.organisation()
  const content = contentFromDraft({ fields: typed, evidence: [] }, organisation, dayOf(context.now()))
  const signing = { declaredTruthful: true, signature: { kind: 'typed' } } as const
  const { number } = accepted(await registerContent(context, officer, content, signing, 'recovery'))

  const row = await context.store.dossierByNumber(number)
  if (!row) throw new Error('the record is not there')
  for (const pair of [
    [0, 1],
    [1, 2],
    [0, 2],
  ] as const) {
    const secret = await combineSheets(pair.map((i) => sheets[i] ?? ''))
    const keys = (await context.store.slotsOf(row.id)).map(({ slot }) => tryOpenGrant(slot, secret)).find(Boolean)
    if (!keys) throw new Error('the sheets opened no grant')
    const [first] = await context.store.events(row.id)
    expect(openEvent(first?.sealed ?? new Uint8Array(), keys).content).toContain('某商行占道经营案')
  }
})
