/**
 * Drafts of inquiry records: kept on the server, sealed for the officer alone, saved while typing.
 *
 * A draft is nobody's matter until it is registered, so it stands outside the trail, in a row found by a tag that only the
 * officer's own secret derives (docs/decisions/0004). Closing the browser loses nothing; a second window cannot overwrite the first.
 */
import { randomBytes } from 'node:crypto'
import { type DraftField, type InquiryDraft, draftFields, emptyDraft } from '../domain/inquiry-record/draft.ts'
import { dayOf, type Instant } from '../kit/calendar.ts'
import { fromUtf8, toBase64Url, utf8 } from '../kit/bytes.ts'
import { type Decision, accept, refuse } from '../kit/decision.ts'
import { openForSelf, ownTag, sealForSelf } from '../vault/account-keys.ts'
import type { AppContext, Viewer } from './context.ts'
import { removeSealedFiles } from './evidence/leftovers.ts'

/** How many drafts an officer may keep at once. The tags of all are looked up in one query. */
export const DRAFTS_PER_OFFICER = 20
/** Sealed sizes step up, so that a draft's length tells little. */
const PADDING_STEP = 8192
const PURPOSE = 'inquiry-draft'
/** Where an account's drafts lie, for when its keys are replaced. */
export const DRAFT_ROWS = { purpose: PURPOSE, count: DRAFTS_PER_OFFICER } as const

export type StoredDraft = {
  /** Begins with its place among the officer's drafts, so that only this one is read; those of before have no place in theirs. */
  readonly id: string
  /** Counts what the officer typed: a form carries the version it was filled in on. */
  readonly version: number
  readonly startedAt: Instant
  readonly changedAt: Instant
  readonly draft: InquiryDraft
  /** Whose saves are the newest ones: one form's, made on `since` and what followed. */
  readonly lastForm?: FormSave & { readonly since: number }
}

/** A form as it stands in one window, and how often it was saved from there, this time included. */
export type FormSave = { readonly key: string; readonly saves: number }

/** Where a draft lies. The row's version also counts files that came in meanwhile, which disturb no form. */
type DraftPlace = { readonly tag: string; readonly rowVersion: number }

const tagsOf = (viewer: Viewer): string[] =>
  Array.from({ length: DRAFTS_PER_OFFICER }, (_, n) => ownTag(viewer.secret, PURPOSE, n))

function seal(viewer: Viewer, draft: StoredDraft): Uint8Array {
  const text = utf8(JSON.stringify(draft))
  const padded = new Uint8Array(Math.ceil((text.length + 1) / PADDING_STEP) * PADDING_STEP).fill(0x20)
  padded.set(text)
  return sealForSelf(viewer.secret, PURPOSE, padded)
}

const open = (viewer: Viewer, sealed: Uint8Array): StoredDraft =>
  JSON.parse(fromUtf8(openForSelf(viewer.secret, PURPOSE, sealed))) as StoredDraft

/** «7.k3J…»: the eighth place. */
const newId = (place: number): string => `${place}.${toBase64Url(randomBytes(12))}`

function placeIn(id: string): number | null {
  const [, place] = /^(\d{1,2})\./.exec(id) ?? []
  return place !== undefined && Number(place) < DRAFTS_PER_OFFICER ? Number(place) : null
}

async function placedDrafts(context: AppContext, viewer: Viewer): Promise<(StoredDraft & DraftPlace)[]> {
  const rows = await context.store.drafts(tagsOf(viewer))
  return rows.map(({ tag, version, sealed }) => ({ tag, rowVersion: version, ...open(viewer, sealed) }))
}

/** The viewer's drafts, newest change first. */
export async function draftsOf(context: AppContext, viewer: Viewer): Promise<(StoredDraft & DraftPlace)[]> {
  return (await placedDrafts(context, viewer)).toSorted((a, b) => (a.changedAt < b.changedAt ? 1 : -1))
}

/** Null when the viewer has no such draft; whether somebody else has one is not told. */
export async function draftById(
  context: AppContext,
  viewer: Viewer,
  id: string,
): Promise<(StoredDraft & DraftPlace) | null> {
  const place = placeIn(id)
  const tags = place === null ? tagsOf(viewer) : [ownTag(viewer.secret, PURPOSE, place)]
  for (const { tag, version, sealed } of await context.store.drafts(tags)) {
    const draft = open(viewer, sealed)
    if (draft.id === id) return { tag, rowVersion: version, ...draft }
  }
  return null
}

/** Begins a draft. Refuses with `tooManyDrafts` when twenty are open already. */
export async function startDraft(
  context: AppContext,
  viewer: Viewer,
): Promise<Decision<StoredDraft, { readonly code: 'tooManyDrafts'; readonly limit: number }>> {
  const taken = new Set((await placedDrafts(context, viewer)).map(({ tag }) => tag))
  const now = context.now()
  for (const [place, tag] of tagsOf(viewer).entries()) {
    if (taken.has(tag)) continue
    const draft = { id: newId(place), version: 1, startedAt: now, changedAt: now, draft: emptyDraft }
    // Another window of the same officer may have taken the tag meanwhile: the next one is as good.
    if (await context.store.saveDraft({ tag, baseVersion: 0, sealed: seal(viewer, draft), changedOn: dayOf(now) }))
      return accept(draft)
  }
  return refuse({ code: 'tooManyDrafts', limit: DRAFTS_PER_OFFICER })
}

export type DraftChange = {
  readonly fields?: Readonly<Partial<Record<DraftField, string>>>
  /** Which form the fields come from. */
  readonly form?: FormSave
  readonly evidence?: (before: InquiryDraft['evidence']) => InquiryDraft['evidence']
}

export type DraftRefusal = { readonly code: 'changedElsewhere' } | { readonly code: 'notFound' }

const ATTEMPTS = 5

/**
 * Saves a change. Fields are saved on top of the version that the officer had before the eyes: `changedElsewhere` when another window
 * was faster; the caller still has what was typed and shows it. A form whose own save got through while the answer was lost is not another
 * window. Evidence comes and goes without disturbing a form that is open.
 */
export async function changeDraft(
  context: AppContext,
  viewer: Viewer,
  id: string,
  baseVersion: number | null,
  change: DraftChange,
): Promise<Decision<StoredDraft, DraftRefusal>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const stored = await draftById(context, viewer, id)
    if (!stored) return refuse({ code: 'notFound' })
    if (change.fields && stored.version !== baseVersion && !continues(stored.lastForm, baseVersion, change.form))
      return refuse({ code: 'changedElsewhere' })
    const { tag, rowVersion, lastForm, ...before } = stored
    const since = change.form && lastForm?.key === change.form.key ? lastForm.since : before.version
    const saver = change.fields ? change.form && { ...change.form, since } : lastForm
    const now = context.now()
    const next: StoredDraft = {
      ...before,
      ...(saver && { lastForm: saver }),
      version: change.fields ? before.version + 1 : before.version,
      changedAt: now,
      draft: {
        fields: { ...before.draft.fields, ...change.fields },
        evidence: change.evidence ? change.evidence(before.draft.evidence) : before.draft.evidence,
      },
    }
    const row = { tag, baseVersion: rowVersion, sealed: seal(viewer, next), changedOn: dayOf(now) }
    if (await context.store.saveDraft(row)) return accept(next)
  }
  return refuse({ code: 'changedElsewhere' })
}

/**
 * Whether everything since `baseVersion` came from this very form. A save that was sent before the newest one and arrives after it (fewer
 * saves) does not bring back what was typed earlier.
 */
const continues = (last: StoredDraft['lastForm'], baseVersion: number | null, form: FormSave | undefined): boolean =>
  last !== undefined &&
  form?.key === last.key &&
  form.saves >= last.saves &&
  baseVersion !== null &&
  baseVersion >= last.since

/** Throws the draft and its files away. It was never registered, so nothing that anybody relied on disappears. */
export async function discardDraft(context: AppContext, viewer: Viewer, id: string): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const found = await draftById(context, viewer, id)
    if (!found) return false
    if (!(await context.store.deleteDraft({ tag: found.tag, version: found.rowVersion }))) continue
    await removeSealedFiles(context, found.draft.evidence)
    return true
  }
  return false
}

/** Takes a file out of a draft, and off the disk. `notFound` for somebody else's draft; a file that is not there is no refusal. */
export async function removeEvidence(
  context: AppContext,
  viewer: Viewer,
  draftId: string,
  evidenceId: string,
): Promise<Decision<StoredDraft, DraftRefusal>> {
  let removed: InquiryDraft['evidence'] = []
  const saved = await changeDraft(context, viewer, draftId, null, {
    evidence: (before) => {
      removed = before.filter(({ id }) => id === evidenceId)
      return before.filter(({ id }) => id !== evidenceId)
    },
  })
  if (saved.ok) await removeSealedFiles(context, removed)
  return saved
}

/** The fields of the journey among what a form sent; everything else is left out. */
export const draftFieldsIn = (form: Readonly<Record<string, unknown>>): Partial<Record<DraftField, string>> =>
  Object.fromEntries(
    draftFields.flatMap((field) => {
      const value = form[field]
      return typeof value === 'string' ? [[field, value.slice(0, 20_000)]] : []
    }),
  )
