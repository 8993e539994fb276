/** Forms for tests: invented people of an invented bureau. */
import { day } from '../../src/kit/calendar.ts'
import { utf8 } from '../../src/kit/bytes.ts'
import type { FormSigner, RegistrationFormModel } from '../../src/documents/registration-form/model.ts'

export const aSigner = (name: string, changes: Partial<FormSigner> = {}): FormSigner => ({
  name,
  mark: { kind: 'typed' },
  signedOn: day('2026-03-10'),
  ...changes,
})

export const aBlankForm: RegistrationFormModel = { bureau: '清源区综合执法局', officers: [] }

export const SITUATION =
  '2026年3月7日下午，本局某科室副科长李赟到直属二中队办公室，向办案人员周堃询问该案拟处罚数额及证据情况，并称“能不能从轻，最好不要进入听证”。\n' +
  '办案人员当场说明案件正在调查，不能透露，并告知将依规登记。相关监控录像已提取，编号V-2026-0031。'

export const aForm = (changes: Partial<RegistrationFormModel> = {}): RegistrationFormModel => ({
  ...aBlankForm,
  registerNumber: '2026-7F3K9Q',
  caseTitle: '某建材经营部擅自占用城市道路堆放物料案',
  handlingUnit: '清源区综合执法局直属二中队',
  inquiredAt: { from: day('2026-03-07') },
  registeredAt: day('2026-03-10'),
  situation: SITUATION,
  suggestion: '依照规定第八条第（一）项予以核查。',
  officers: [aSigner('周堃')],
  opinion: '情况属实，登记完整。拟列入年度汇总。',
  lead: aSigner('何㛃', { signedOn: day('2026-03-12') }),
  remarks: '附件2份：谈话记录1份，录像截图1份。',
  strip: {
    url: 'https://register.example/check/D0196088C702',
    checkCode: 'D019-6088-C702-2AFC',
    lines: ['登记编号　2026-7F3K9Q', '扫码或输入校验码核验'],
  },
  attachment: {
    name: 'record.json',
    mediaType: 'application/json',
    description: '登记内容',
    bytes: utf8('{"format":"invented"}'),
    day: day('2026-03-10'),
  },
  ...changes,
})
