/**
 * The papers of a record: the registration form 登记表 (R82–R85) and what travels with it, and the blank form.
 *
 * The form carries the record for machines as an attachment, its place in the trail as a check code, and the newest checkpoint at its foot, so
 * that a sheet of paper is one more witness of the trail.
 */
import { createHash } from 'node:crypto'
import { remarksOf } from '../../domain/inquiry-record/remarks.ts'
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { FormSigner, RegistrationFormModel } from '../../documents/registration-form/model.ts'
import { qrCodeSvg } from '../../documents/qr-code.ts'
import { registrationForm } from '../../documents/registration-form/registration-form.ts'
import { utf8 } from '../../kit/bytes.ts'
import { chineseDay, dayOf, timeOf } from '../../kit/calendar.ts'
import { type Decision, accept, refuse } from '../../kit/decision.ts'
import { invariant } from '../../kit/invariant.ts'
import type { AppContext, Viewer } from '../context.ts'
import { proofOfLeaf, shortProofOfLeaf } from '../trail-files.ts'
import { checkpointStrip, verificationStrip } from '../verification-strip.ts'
import { changeRecord, type ChangeRefusal } from './changing.ts'
import { type OpenedRecord, openRecord } from './opening.ts'

export type IssuedPaper = { readonly name: string; readonly pdf: Uint8Array }

/** The form of a record; printing is an event with the digest of what was printed (R26, R36). */
export async function printRegistrationForm(
  context: AppContext,
  viewer: Viewer,
  number: string,
  idempotencyKey: string,
): Promise<Decision<IssuedPaper, ChangeRefusal>> {
  const opened = await openRecord(context, viewer, number)
  if (!opened) return refuse({ code: 'notFound' })
  const pdf = await registrationFormOf(context, viewer, opened)
  const digest = createHash('sha256').update(pdf).digest('hex')
  const printed = await changeRecord(context, viewer, number, idempotencyKey, {
    type: 'recordPrint',
    paper: 'registrationForm',
    digest,
  })
  return printed.ok ? accept({ name: `${opened.record.registerNumber}.pdf`, pdf }) : printed
}

/** The form as it now stands; whoever hands it out notes that he did. */
export const registrationFormOf = async (
  context: AppContext,
  viewer: Viewer,
  opened: OpenedRecord,
): Promise<Uint8Array> => context.renderer.render(registrationForm(await formModel(context, viewer, opened)))

/** The form for handwriting: the same sheet with nothing in it but the bureau's name, and at its foot the trail as it stood. */
export async function printBlankForm(context: AppContext): Promise<Uint8Array> {
  const { bureau } = await context.store.organisation()
  return context.renderer.render(registrationForm({ bureau, officers: [], strip: await checkpointStrip(context) }))
}

async function formModel(context: AppContext, viewer: Viewer, opened: OpenedRecord): Promise<RegistrationFormModel> {
  const { record, identity, rules } = opened
  const { content, opinion } = record
  const now = context.now()
  const { from, to, approximate } = content.inquiredAt
  return {
    bureau: rules.organisation.bureau,
    registerNumber: record.registerNumber,
    caseTitle: content.caseTitle,
    handlingUnit: content.handlingUnit,
    inquiredAt: { from, approximate, ...(to && { to }) },
    registeredAt: dayOf(record.registeredAt),
    situation: [content.situation, ...laterTexts(record)].join('\n'),
    suggestion: content.suggestion,
    officers: identity ? [officerSigner(record, identity.name)] : [],
    ...(opinion && { opinion: opinion.opinion, lead: leadSigner(opinion) }),
    remarks: remarksOf(record),
    strip: await verificationStrip(context, opened),
    // Who looked and when (R37). The recorder's own copy says only when.
    watermark: `${opened.isRecorder ? '' : `${viewer.name}　`}${chineseDay(dayOf(now))} ${timeOf(now)}`,
    attachment: {
      name: 'record.json',
      mediaType: 'application/json',
      description: '过问记录及留痕证明',
      bytes: utf8(await recordForMachines(context, opened)),
      day: dayOf(record.registeredAt),
    },
  }
}

/** What came after the signature stands under it as such, never inside the signed text (R19). */
const laterTexts = ({ supplements, corrections }: RegisteredRecord): readonly string[] => [
  ...supplements.map(({ at, text }) => `补充（${chineseDay(dayOf(at))}）：${text}`),
  ...corrections.map(
    ({ at, field, text, reason }) => `更正（${chineseDay(dayOf(at))}）${field}：${text}。理由：${reason}`,
  ),
]

function officerSigner(record: RegisteredRecord, name: string): FormSigner {
  const signature = record.signatures.find(({ part }) => part === 'officer')
  invariant(signature, 'a registered record is signed')
  return { name, mark: signature.mark, signedOn: dayOf(signature.at) }
}

function leadSigner(opinion: NonNullable<RegisteredRecord['opinion']>): FormSigner {
  const capacity = [opinion.capacity, opinion.recusalReason].filter((text) => text !== '').join('：')
  return {
    name: opinion.by.kind === 'officer' ? opinion.by.name : '',
    mark: opinion.signature,
    signedOn: dayOf(opinion.at),
    ...(capacity && { capacity }),
  }
}

/** Without the keys of the evidence files: a paper hands over digests, not access. */
async function recordForMachines(context: AppContext, opened: OpenedRecord): Promise<string> {
  const { record, leafIndex } = opened
  const { content, registerNumber, registeredAt, opinion } = record
  // Who extracted a file is mostly who recorded (R41).
  const namesExtractor = opened.isRecorder || opened.identity !== null
  const evidence = content.evidence.map(({ key: _key, sealedName: _sealedName, extraction, ...item }) => ({
    ...item,
    extraction: namesExtractor ? extraction : { ...extraction, extractor: '' },
  }))
  const proof = await proofOfLeaf(context, 'register', leafIndex)
  return JSON.stringify({ registerNumber, registeredAt, content: { ...content, evidence }, opinion, proof }, null, 2)
}

/** The whole proof as a picture, for whoever photographs the screen. */
export const proofAsQrCode = async (context: AppContext, leafIndex: number): Promise<string> =>
  qrCodeSvg(await shortProofOfLeaf(context.store, 'register', leafIndex))
