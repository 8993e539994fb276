/** One inquiry of the demonstration on its way: who takes which step, through the use cases. */
import type { InquiryClass, RedLine } from '../../domain/inquiry-record/content.ts'
import { redLines } from '../../domain/inquiry-record/content.ts'
import { addDays, dayOf, type Day } from '../../kit/calendar.ts'
import type { Decision } from '../../kit/decision.ts'
import type { AppContext, Viewer } from '../context.ts'
import { changeDraft, discardDraft, draftById, draftsOf, startDraft } from '../drafts.ts'
import { beginUpload, continueUpload } from '../evidence/uploads.ts'
import {
  addCorrection,
  addSupplement,
  assessClass,
  assignHandler,
  closeForReference,
  openVerification,
  receiveRecord,
  recordView,
  requestSupplement,
  requestWithdrawal,
  signOpinion,
} from '../inquiries/handling.ts'
import { nameFound } from '../inquiries/naming.ts'
import { openRecord } from '../inquiries/opening.ts'
import { askForPermit } from '../inquiries/permit-requests.ts'
import { approvePermit, refusePermit } from '../inquiries/permits.ts'
import { registerDraft } from '../inquiries/registering.ts'
import { sealTransfer } from '../inquiries/transfer.ts'
import type { DemoViewers } from './demo-accounts.ts'
import { demoFields, withSituation } from './demo-draft.ts'
import type { DemoInquiry, DemoPermit } from './inquiries/demo-inquiry.ts'
import { demoFile } from './media.ts'
import { demoPersons, personIdOf } from './people.ts'

export type Refused = { readonly inquiry: string; readonly step: string; readonly codes: readonly string[] }

type Answer = Promise<Decision<unknown, { readonly code: string }>>

const handlers = ['tanweimin', 'suwanqing', 'ludaming'] as const
const OFFICE_HEAD = 'mengxiaolan'
const LEAD = 'shaozhengping'
const SECRETARY = 'yuchangming'

export class DemoRecord {
  readonly inquiry: DemoInquiry
  readonly #order: number
  readonly #viewers: DemoViewers
  #number: string | null = null
  #refused: Refused | null = null

  constructor(inquiry: DemoInquiry, order: number, viewers: DemoViewers) {
    this.inquiry = inquiry
    this.#order = order
    this.#viewers = viewers
  }

  get registered(): boolean {
    return this.#number !== null
  }

  /** The step that nobody was allowed to take. What would have followed did not happen. */
  get refused(): Refused | null {
    return this.#refused
  }

  async register(context: AppContext, inquiredOn: Day): Promise<void> {
    const viewer = await this.#viewers.viewer(this.inquiry.by)
    const signing = { declaredTruthful: true, signature: { kind: 'typed' } } as const
    const key = this.#key('register')
    // Asked first without a draft: an earlier start may have registered it already.
    const earlier = await registerDraft(context, viewer, { draftId: '', version: 0, ...signing }, key)
    const registered = earlier.ok
      ? earlier
      : await registerDraft(context, viewer, { ...(await this.#write(context, viewer, inquiredOn)), ...signing }, key)
    if (!registered.ok) this.#refused = this.#refusal('register', [registered.refusal.code])
    else this.#number = registered.value.number
  }

  async #write(context: AppContext, viewer: Viewer, inquiredOn: Day): Promise<{ draftId: string; version: number }> {
    const fields = demoFields(this.inquiry, inquiredOn)
    // What an interrupted start left half-written.
    for (const left of await draftsOf(context, viewer))
      if (left.draft.fields.caseTitle === fields.caseTitle) await discardDraft(context, viewer, left.id)
    const started = accepted(await startDraft(context, viewer))
    const typed = accepted(await changeDraft(context, viewer, started.id, started.version, { fields }))
    await this.#attach(context, viewer, started.id, inquiredOn)
    const full = await draftById(context, viewer, started.id)
    if (!full) throw new Error('the draft is there')
    const organisation = await context.store.organisation()
    const scan = full.draft.evidence.find(({ name }) => name.endsWith('.pdf'))
    const finished = withSituation(full.draft, organisation, dayOf(context.now()))
    const withScan = scan && fields.hasLetter === 'yes' && !fields.letterNoScanReason
    const { version } = accepted(
      await changeDraft(context, viewer, started.id, typed.version, {
        fields: withScan ? { ...finished, letterScanEvidenceId: scan.id } : finished,
      }),
    )
    return { draftId: started.id, version }
  }

  async #attach(context: AppContext, viewer: Viewer, draftId: string, inquiredOn: Day): Promise<void> {
    for (const [i, kind] of (this.inquiry.evidence ?? []).entries()) {
      const { name, bytes, source, carrier } = demoFile(kind, this.#order * 3 + i + 1)
      const { id } = accepted(await beginUpload(context, viewer, { draftId, name, length: bytes.length }))
      const { evidence } = accepted(await continueUpload(context, viewer, id, 0, once(bytes)))
      const extraction = {
        extractor: viewer.name,
        witness: '',
        extractedAt: `${inquiredOn} ${this.inquiry.time}`,
        place: this.inquiry.place,
        source,
        method: '由登记人导出并上传原始文件',
        originalCarrier: carrier,
      }
      accepted(
        await changeDraft(context, viewer, draftId, null, {
          evidence: (before) => before.map((item) => (item.id === evidence?.id ? { ...item, extraction } : item)),
        }),
      )
    }
  }

  receive(context: AppContext): Promise<void> {
    return this.#take('receive', this.#office, (viewer, number, key) => receiveRecord(context, viewer, number, {}, key))
  }

  assign(context: AppContext): Promise<void> {
    const { assignedTo } = this.inquiry
    if (!assignedTo) return Promise.resolve()
    return this.#take('assign', [OFFICE_HEAD, LEAD], (viewer, number, key) =>
      assignHandler(context, viewer, number, { handlerId: personIdOf(assignedTo) }, key),
    )
  }

  askForPermit(context: AppContext, { by, reason, purpose, forDays }: DemoPermit): Promise<void> {
    const wantedUntil = addDays(dayOf(context.now()), forDays)
    return this.#take('askForPermit', [by], (viewer, number, key) =>
      askForPermit(context, viewer, { number, reason, purpose, wantedUntil, wantsEvidence: false }, key),
    )
  }

  answerPermit(context: AppContext, { by, forDays, answer }: DemoPermit): Promise<void> {
    return this.#take('answerPermit', [OFFICE_HEAD, LEAD], async (viewer, number, key) => {
      const asker = personIdOf(by)
      const opened = await openRecord(context, viewer, number)
      const permitId = opened?.record.permits.find((permit) => permit.asker.personId === asker)?.id ?? ''
      if (typeof answer === 'object')
        return refusePermit(context, viewer, number, { permitId, reason: answer.refused }, key)
      const untilDay = addDays(dayOf(context.now()), forDays)
      return approvePermit(context, viewer, number, { permitId, untilDay, withEvidence: false }, key)
    })
  }

  requestSupplement(context: AppContext, question: string): Promise<void> {
    return this.#take('requestSupplement', this.#office, (viewer, number, key) =>
      requestSupplement(context, viewer, number, { question }, key),
    )
  }

  supplement(context: AppContext, text: string): Promise<void> {
    return this.#take('supplement', [this.inquiry.by], (viewer, number, key) =>
      addSupplement(context, viewer, number, { text, evidence: [], named: [] }, key),
    )
  }

  /** Up to the superior body, by who recorded it: nobody in the bureau may handle it. */
  sendUp(context: AppContext, reason: string, vkey: string): Promise<void> {
    return this.#take('sendUp', [this.inquiry.by], (viewer, number, key) => {
      const password = this.#viewers.passwordOf(viewer.username)
      return sealTransfer(context, viewer, number, { reason, password, vkey }, key)
    })
  }

  correct(context: AppContext): Promise<void> {
    const { correction } = this.inquiry
    if (!correction) return Promise.resolve()
    return this.#take('correct', [this.inquiry.by], (viewer, number, key) =>
      addCorrection(context, viewer, number, { ...correction, named: [] }, key),
    )
  }

  askToWithdraw(context: AppContext): Promise<void> {
    const { withdrawal } = this.inquiry
    if (!withdrawal) return Promise.resolve()
    const { reason, askedBy = '' } = withdrawal
    return this.#take('askToWithdraw', [this.inquiry.by], (viewer, number, key) =>
      requestWithdrawal(context, viewer, number, { reason, askedToWithdraw: askedBy !== '', askedBy }, key),
    )
  }

  assess(
    context: AppContext,
    {
      class: to,
      reason,
      duty = '',
      procedure = '',
    }: { readonly class: InquiryClass; readonly reason: string; readonly duty?: string; readonly procedure?: string },
  ): Promise<void> {
    const redLinesCrossed: readonly RedLine[] = redLines.filter((_, i) => this.inquiry.redLines.charAt(i) === 'y')
    return this.#take('assess', this.#office, (viewer, number, key) =>
      assessClass(context, viewer, number, { to, reason, redLinesCrossed, duty, procedure }, key),
    )
  }

  signOpinion(context: AppContext, opinion: string): Promise<void> {
    return this.#take('signOpinion', [LEAD, SECRETARY], (viewer, number, key) => {
      const alternate = viewer.username !== LEAD
      const capacity = alternate ? '党组书记（代行签署）' : ''
      const recusalReason = alternate ? '纪检分管领导按规定回避' : ''
      const input = { opinion, signature: { kind: 'typed' }, capacity, recusalReason } as const
      return signOpinion(context, viewer, number, input, key)
    })
  }

  close(context: AppContext, reason: string): Promise<void> {
    return this.#take('close', this.#office, (viewer, number, key) =>
      closeForReference(context, viewer, number, { reason }, key),
    )
  }

  verify(context: AppContext, plan: string): Promise<void> {
    return this.#take('verify', this.#office, (viewer, number, key) =>
      openVerification(context, viewer, number, { plan }, key),
    )
  }

  /** By the head: somebody becomes known only now. */
  async name(context: AppContext): Promise<void> {
    const { named } = this.inquiry
    if (!named || this.#number === null) return
    const person = demoPersons.find(({ id }) => id === personIdOf(named.staff))
    if (!person) throw new Error(`the demonstration has nobody called ${named.staff}`)
    const reference = { kind: 'internal', personId: person.id, name: person.name, unit: '', post: '' } as const
    const { as, reason } = named
    await this.#take('name', [OFFICE_HEAD], (viewer, number, key) =>
      nameFound(context, viewer, number, { person: reference, as, reason }, key),
    )
  }

  /** What whoever is named later saw before. */
  async look(context: AppContext): Promise<void> {
    const { named } = this.inquiry
    if (!named) return
    await this.#take('look', [named.staff], (viewer, number, key) =>
      recordView(context, viewer, number, { purpose: 'handling' }, key),
    )
  }

  /** The work goes round; a handler who is found to be named has had it until then; the head does what no handler may. */
  get #office(): readonly string[] {
    const named = handlers.findIndex((handler) => handler === this.inquiry.named?.staff)
    const first = named < 0 ? this.#order % handlers.length : named
    return [...handlers.slice(first), ...handlers.slice(0, first), OFFICE_HEAD]
  }

  /** The first of the candidates to whom the rules allow it takes the step. */
  async #take(
    step: string,
    candidates: readonly string[],
    act: (viewer: Viewer, number: string, key: string) => Answer,
  ): Promise<void> {
    if (this.#number === null || this.#refused) return
    const codes: string[] = []
    for (const username of candidates) {
      const answer = await act(await this.#viewers.viewer(username), this.#number, this.#key(step))
      if (answer.ok) return
      codes.push(`${username}: ${answer.refusal.code}`)
    }
    this.#refused = this.#refusal(step, codes)
  }

  #refusal(step: string, codes: readonly string[]): Refused {
    return { inquiry: this.inquiry.id, step, codes }
  }

  #key(step: string): string {
    return `demo:${this.inquiry.id}:${step}`
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function accepted<Value>(decision: Decision<Value, { readonly code: string }>): Value {
  if (!decision.ok) throw new Error(`the demonstration was refused: ${decision.refusal.code}`)
  return decision.value
}
