/** From a viewing permit to the paper that is set. Pure; rows and millimetres stand in templates/viewing-permit.typ. */
import { chineseDay } from '../../kit/calendar.ts'
import { unitAndPost } from '../../kit/standing.ts'
import type { Json, Paper } from '../paper.ts'
import { sanitize, sanitizeLine } from '../sanitize.ts'
import { stripData } from '../verification-strip.ts'
import type { ViewingPermitModel } from './model.ts'

const RECORD = '过问记录（登记人身份除外）'
const WITH_EVIDENCE = '、材料原件'
const WITHOUT_EVIDENCE = '；不含材料原件'

const scope = (withEvidence: boolean): string => RECORD + (withEvidence ? WITH_EVIDENCE : WITHOUT_EVIDENCE)

export function viewingPermit(model: ViewingPermitModel): Paper {
  const { asker, decision, withdrawn } = model
  return {
    template: 'viewing-permit',
    data: {
      title: '过问记录查阅审批单',
      bureau: sanitizeLine(model.bureau),
      registerNumber: sanitizeLine(model.registerNumber),
      asker: sanitizeLine(asker.name),
      unitAndPost: sanitizeLine(unitAndPost(asker.unit, asker.post)),
      askedOn: chineseDay(model.askedOn),
      wantedUntil: chineseDay(model.wantedUntil),
      reason: lines(model.reason),
      purpose: lines(model.purpose),
      wanted: scope(model.wantsEvidence),
      opinion:
        decision.kind === 'approved'
          ? [`同意查阅。范围：${scope(decision.withEvidence)}。期限至${chineseDay(decision.lastDay)}，到期自动失效。`]
          : ['不予批准。', ...lines(decision.reason)],
      decidedBy: sanitizeLine(decision.by),
      capacity: sanitizeLine(decision.capacity),
      decidedOn: chineseDay(decision.on),
      withdrawn:
        withdrawn === null
          ? null
          : { text: lines(withdrawn.reason), by: sanitizeLine(withdrawn.by), on: chineseDay(withdrawn.on) },
      strip: stripData(model.strip),
      watermark: sanitizeLine(model.watermark),
      documentDate: decision.on,
    },
    attachments: [],
  }
}

const lines = (text: string): readonly Json[] =>
  sanitize(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
