/** A sentence for every code with which something is refused. It says what is wrong and what to do, never whose fault it is. */
import type { AdviceCode, ProblemCode } from '../../../domain/inquiry-record/journey-checks.ts'
import { inquiryClassLabels, redLineLabels } from '../../../domain/inquiry-record/labels.ts'
import { chineseDay } from '../../../kit/calendar.ts'
import type { LiuhenErrorCode } from '../../../kit/liuhen-error.ts'
import { sizeText } from '../../format.ts'
import type { RefusalSentences, RequiredTextNames } from '../codes.ts'
import { zhLabels } from '../labels.ts'

export const problems: Readonly<Record<ProblemCode, string>> = {
  caseTitleMissing: '请填写案件名称；尚未立案的，写明当事人和事项即可。',
  inquiredOnMissing: '请填写过问日期；记不准的，填大致日期并勾选“日期为大致日期”。',
  inquiredOnUnreadable: '过问日期无法识别，请写成 2026-3-7 或 2026年3月7日。',
  inquiredTimeUnreadable: '过问时间无法识别，请写成 15:20；记不清可以不填。',
  inquiredToUnreadable: '截止日期无法识别，请写成 2026-3-7 或 2026年3月7日。',
  inquiryInFuture: '过问时间晚于现在，请核对。',
  inquiryRangeReversed: '截止日期早于开始日期，请核对。',
  inquirerMissing: '请选择过问人类别；不知道是谁的，选“不明”。',
  inquirerNameMissing: '请填写过问人姓名；不知道姓名的，类别选“不明”并描述特征。',
  personNotInDirectory: '通讯录中没有这个人，请重新选择，或者直接填写姓名。',
  exactWordsMissing: '请写明过问的经过和原话，一句也可以。',
  letterOrganMissing: '请填写发文单位。',
  letterScanOrReasonMissing: '请选择来文扫描件，或者说明没有扫描件的原因。',
  letterScanNotAttached: '所选扫描件已不在材料中，请重新选择。',
  letterDocumentDateUnreadable: '来文日期无法识别，请写成 2026-3-7 或 2026年3月7日。',
  leadingCadreReasonMissing: '更正“是否领导干部”时，请写明理由。',
  directReasonMissing: '请写明直接报上级的原因。',
  redLineCrossed: '三个关键问题中有“是”，不能建议为履职了解，请改选其他类别。',
  declarationMissing: '请勾选如实记录声明。',
  signatureMissing: '请签名。',
}

export const advice: Readonly<Record<AdviceCode, string>> = {
  lateReasonAsked: '距过问已超过规定的登记时限，请说明原因。迟录同样予以登记。',
  complianceProtection: '已经照办或者部分照办的，如实记录受到保护；登记本身不产生任何责任。',
  situationLacksName: '登记表上没有单独的过问人栏，请在过问情况中写明过问人。',
  beforeRegulation: '过问发生在规定施行（2022年5月13日）之前：照常登记保存，不产生后续处理。',
}

const requiredTexts: RequiredTextNames = {
  question: '需要补充的问题',
  text: '内容',
  reason: '理由',
  field: '更正的栏目',
  opinion: '意见',
  plan: '核查安排',
  purpose: '查看目的',
  paper: '文书名称',
  what: '导出的内容',
  capacity: '代签身份',
  receiptNumber: '回执编号',
  recusalReason: '代签原因',
  person: '姓名',
}

export const refusals: RefusalSentences = {
  namedInMatter: () => '没有找到这个页面。',
  notPermitted: () => '您的职责不包括这项操作。',
  alreadyRegistered: () => '这份记录已经登记，没有重复登记。',
  notRegistered: () => '这份记录尚未登记。',
  contentNotAcceptable: () => '还有内容需要改正，见上方所列。',
  wrongState: ({ status }) =>
    status === 'unregistered'
      ? '这份记录尚未登记。'
      : `记录现在是“${zhLabels.status[status]}”，不能进行这项操作。请返回记录查看当前进展。`,
  textMissing: ({ text }) => `请填写${requiredTexts[text]}。`,
  signatureMissing: () => '请签名。',
  withdrawalAnswerMissing: () => '请回答：是否有人要求您撤回？',
  notAssignedHandler: () => '这份记录由其他经办人办理。',
  handlerNotEligible: () => '所选人员不能办理这份记录，请另选。',
  recorderCannotDecide: () => '本人登记的记录，由其他人接收、评估和签署。',
  redLineCrossed: ({ redLines }) =>
    `涉及${redLines.map((line) => redLineLabels[line]).join('、')}，不能归为“${inquiryClassLabels.lawfulSupervision}”。`,
  lawfulSupervisionUnproven: ({ missing }) =>
    `归为“${inquiryClassLabels.lawfulSupervision}”须写明${missing
      .map((what) => (what === 'duty' ? '所履行的职责' : '所用工作程序及其文件或会议'))
      .join('和')}。`,
  classNotAssessed: () => '请先评估类别，再进行这项操作。',
  opinionAlreadySigned: () => '意见已经签署，不能再改。',
  notTheSignatory: ({ signatory }) => `按回避安排，这份意见由${zhLabels.role[signatory]}签署。`,
  identityNeeded: () => '这一步会更换卷宗的密钥，须由知道登记人的经办人或者纪检监察室负责人办理，请转交其办理。',
  permitUnknown: () => '没有找到这份查阅申请。',
  permitDecided: () => '这份查阅申请已经处理，或者已经过期。',
  ownPermit: () => '本人的查阅申请由其他人审批。',
  askerNamed: () => '申请人属于本事项的回避人员，不予答复。',
  permitTermOutOfRange: ({ earliest, latest }) =>
    `截止日期请填 ${chineseDay(earliest)} 至 ${chineseDay(latest)} 之间的一天。`,
  tooManyPermitRequests: ({ limit }) => `尚未答复的查阅申请最多 ${limit} 份。`,
  numberMissing: () => '请填写登记编号。',
  dayUnreadable: () => '日期无法识别，请写成 2026-3-7 或 2026年3月7日。',
  notNamed: () => '此人没有被列为涉及人员。',
  inquirerStays: () => '登记人写明的过问人，只能由登记人自己更正，不能由纪检监察室解除。',
  clearingNotProposed: () => '没有待确认的解除提议，可能已经由他人办理。请重新打开页面。',
  secondPersonNeeded: () => '提议人不能自己确认，须由另一位有权办理的人员确认。',
  superiorOnly: () => '按回避安排，这份记录只能密封移送上级纪检监察机关。',
  receiptAlreadyEntered: () => '回执已经登记，不能再改。',
  receiptDayImpossible: () => '请填写正确的收到日期：不早于上送当日，不晚于今天，例如 2026-3-7。',
  notFound: () => '没有找到这个页面。',
  classMissing: () => '请选择类别。',
  busy: () => '刚才同时有人办理了这份记录。您填写的内容还在，请再提交一次。',
  changedElsewhere: () => '这份草稿在另一个窗口改过，请核对后再保存。',
  tooManyDrafts: ({ limit }) => `草稿最多 ${limit} 份，请先提交或删除不用的草稿。`,
  fileEmpty: () => '这个文件是空的，请重新选择。',
  fileTooLarge: ({ limit }) => `单个文件不超过 ${sizeText(limit)}，请拆分或者改用介质移交。`,
  offsetMoved: () => '上传进度已变化，正在从断点继续。',
}

export const formErrors = {
  verifiedMissing: '请先当面核实本人申请，并勾选。',
  replacementMissing: '请选择管理员，并确认已有人接替其职责。',
  comparedMissing: '请当面核对指纹，并勾选确认。',
  fingerprintDiffers: '账户的密钥刚刚变动，指纹与您看到的不同。请重新核对。',
  tokenNameMissing: '请写明凭据的用途。',
  scopesMissing: '请至少选择一项权限。',
  expiryMissing: '请填写有效期。',
  expiryOutOfRange: '有效期不能早于今天，最长一年。请写成 2027-3-7。',
  addressesUnusable: '允许的地址无法识别。请写成 10.2.3.4 或者 10.2.0.0/16。',
  tooManyAttempts: '尝试次数过多，请过一分钟再试。',
  usernameMissing: '请输入用户名。',
  passwordMissing: '请输入密码。',
  passwordAgainMissing: '请再输入一次新密码。',
  currentPasswordMissing: '请输入当前密码。',
  currentPasswordWrong: '当前密码不正确。',
  codeMissing: '请输入验证器上的六位数字。',
  activationCodeMissing: '请输入启用码。',
  activationRefused: '用户名与启用码不符，或者启用码已过期。请向安全管理员要新的启用码。',
  signInRefused: '用户名、密码或验证码不正确。多次不正确时，账户会暂时锁定。',
  passwordsDiffer: '两次输入的密码不一致。',
  totpCodeWrong: '验证码不正确，请输入验证器现在显示的六位数字。',
  passwordTooShort: '密码太短：至少 12 个字符；含大写、小写和数字的，至少 10 个。',
  passwordTooLong: '密码太长，请缩短。',
  passwordTooCommon: '这个密码很常见，容易被猜中，请换一个。',
  passwordHoldsName: '密码不要包含用户名或姓名。',
  usernameTaken: '这个用户名已有人使用。',
  usernameUnusable: '用户名请用 2 至 32 位汉字、小写字母、数字、点或横线，以字母、汉字或数字开头。',
  personHasAccount: '此人已有账户。',
  unitUnknown: '没有这个单位，请重新选择。',
  rolesMissing: '请至少选择一项职责。',
  twoAdministrators: '一个账户只能担任一种管理员。',
  administratorWithContentRole: '管理员不能兼任办理记录的职责。',
  ownAccount: '不能更改或停用自己的账户，请由另一位安全管理员办理。',
  nameMissing: '请填写姓名，或者从通讯录中选择。',
  staffNumberMissing: '请填写工号。',
  titleMissing: '选择了单位的，请填写职务。',
  idleMinutesMissing: '请填写分钟数。',
  idleMinutesOutOfRange: '请填写 5 至 120 之间的整数。',
  proofMissing: '请选择一个证明文件（.tlog-proof）。',
  fieldTooLong: '内容太长，请缩短。',
  fieldUnusable: '这一项无法识别，请重新填写。',
  outOfRange: '数值超出允许范围。',
}

/** What the machinery could not keep. Said on the error page, with the request's number for the operator. */
export const brokenPromises: Readonly<Record<LiuhenErrorCode, string>> = {
  notePartsMissing: '签名文件不完整。',
  checkpointMalformed: '检查点文件无法识别。',
  proofMalformed: '证明文件无法识别。',
  policyMalformed: '信任策略文件无法识别。',
  witnessRequestMalformed: '见证请求无法识别。',
  keyMalformed: '公钥无法识别。',
  leafEntryMalformed: '留痕条目无法识别。',
  tileMalformed: '留痕文件无法识别。',
  sealBroken: '密封内容无法打开。',
  passwordWrong: '密码不正确。',
  sharesUnusable: '恢复份额不足或者不匹配。',
  evidenceMissing: '材料的密封文件缺失。',
  evidenceBroken: '材料与登记时的摘要不符。',
  registryRolledBack: '专库落后于已经公布的检查点，已停止写入，等待系统管理员处置。',
  registryBroken: '专库未通过核对，已停止写入，等待系统管理员处置。',
  backupBroken: '备份不完整。',
  migrationFailed: '数据结构升级未完成。',
  dataFolderInUse: '数据目录正被另一个进程使用。',
  dataFolderUnusable: '数据目录无法使用。',
  configurationInvalid: '配置无效。',
  databaseUnavailable:
    '数据库暂时连不上，这一次没有保存，或者还不知道是否已经保存。请过一会儿在原来的页面再提交一次，已经保存的不会重复。',
  diskFull: '服务器磁盘空间不足，内容没有保存。请联系系统管理员，稍后再提交。',
  rendererFailed: '文书未能生成，请稍后再试。',
  glyphMissing: '文书中有字库没有的字，暂时无法打印；记录本身不受影响。',
}

/** What the door itself refuses. */
export const doorErrors = {
  notFound: '没有找到这个页面。',
  foreignOrigin: '这次提交不是从本系统的页面发出的，没有接受。请从本系统重新打开页面。',
  formExpired: '页面打开时间过长，没有提交成功。请返回上一页重新打开，再提交一次。',
  tooManyRequests: '短时间内操作过多，暂时没有办理。',
  tooLarge: '提交的内容太大，没有接受。',
  malformed: '提交的内容无法识别，没有接受。',
  signInNeeded: '请先登录。',
  unexpected: '系统出错了，内容可能没有保存。请稍后再试；仍有问题的，把下面的编号告诉系统管理员。',
}
