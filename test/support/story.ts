/** Steps that stories share: what an officer typed, and the registration of it. */
import type { AppContext, Viewer } from '../../src/app/context.ts'
import { changeDraft, startDraft } from '../../src/app/drafts.ts'
import { type Listed, listedPage } from '../../src/app/inquiries/listing.ts'
import { registerDraft } from '../../src/app/inquiries/registering.ts'
import type { DraftField } from '../../src/domain/inquiry-record/draft.ts'
import type { TestBrowser } from './browser.ts'
import { type TestAccount, type TestRegistry, accepted } from './registry.ts'

export type TypedFields = Partial<Record<DraftField, string>>

/** The least that can be registered, about somebody outside the bureau; the inquiry was today. */
export const typedToday = (registry: TestRegistry): TypedFields => ({
  caseTitle: '某商行占道经营案',
  inquiredOn: registry.clock.now().slice(0, 10),
  inquirerKind: 'otherPerson',
  inquirerName: '方某',
  exactWords: '能不能少罚一点',
})

/** Fields that name a colleague as the inquirer. */
export const askedBy = ({ personId, name }: TestAccount): TypedFields => ({
  inquirerKind: 'internalStaff',
  inquirerPersonId: personId,
  inquirerName: name,
})

/** Fields that name a colleague as implicated; the first three rows of the journey. */
export const implicating = (accounts: readonly TestAccount[]): TypedFields =>
  Object.fromEntries(
    accounts.flatMap(({ personId, name }, i) => [
      [`implicated${i + 1}PersonId`, personId],
      [`implicated${i + 1}Name`, name],
      [`implicated${i + 1}How`, '转达了请托'],
    ]),
  )

/** What a search shows on its first page. */
export const searchedFor = async (context: AppContext, viewer: Viewer, text: string): Promise<readonly Listed[]> =>
  (await listedPage(context, viewer, { text, status: '', page: 1, length: 25 })).records

/** Through a draft, signed by name. Answers the register number. */
export async function registered(registry: TestRegistry, viewer: Viewer, fields: TypedFields = {}): Promise<string> {
  const { context } = registry
  const draft = accepted(await startDraft(context, viewer))
  const all = { ...typedToday(registry), ...fields }
  const { version } = accepted(await changeDraft(context, viewer, draft.id, draft.version, { fields: all }))
  const signing = { declaredTruthful: true, signature: { kind: 'typed' } as const }
  const input = { draftId: draft.id, version, ...signing }
  return accepted(await registerDraft(context, viewer, input, `register-${draft.id}`)).number
}

/** Somebody of the office says what for, once a day for each record (R37); the record's pages open afterwards. */
export async function sayPurpose(browser: TestBrowser, number: string): Promise<void> {
  const form = { idempotencyKey: `purpose-${number}-${Math.round(performance.now() * 1000)}`, purpose: 'handling' }
  const said = await browser.post(`/records/${number}/purpose`, form)
  if (said.statusCode !== 303) throw new Error(`the purpose was refused: ${said.statusCode}`)
}
