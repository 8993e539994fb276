/** A sentence for every code with which something is refused. It says what is wrong and what to do, never whose fault it is. */
import type { AdviceCode, ProblemCode } from '../../../domain/inquiry-record/journey-checks.ts'
import type { LiuhenErrorCode } from '../../../kit/liuhen-error.ts'
import { sizeText } from '../../format.ts'
import type { RefusalSentences, RequiredTextNames } from '../codes.ts'
import { enLabels } from '../labels.ts'
import type { doorErrors as zhDoorErrors, formErrors as zhFormErrors } from '../zh-CN/codes.ts'

export const problems: Readonly<Record<ProblemCode, string>> = {
  caseTitleMissing: 'Name the case; before filing, the party and the matter are enough.',
  inquiredOnMissing: 'Give the day of the inquiry; if unsure, give it roughly and tick “approximate”.',
  inquiredOnUnreadable: 'The day cannot be read. Write it as 2026-3-7.',
  inquiredTimeUnreadable: 'The time cannot be read. Write it as 15:20, or leave it empty.',
  inquiredToUnreadable: 'The last day cannot be read. Write it as 2026-3-7.',
  inquiryInFuture: 'This lies in the future. Please check it.',
  inquiryRangeReversed: 'The last day is before the first. Please check them.',
  inquirerMissing: 'Say who inquired; if you do not know, choose “Unknown”.',
  inquirerNameMissing: 'Give the name of the inquirer; if it is not known, choose “Unknown” and describe the person.',
  personNotInDirectory: 'This person is not in the directory. Choose again, or write the name.',
  exactWordsMissing: 'Write what happened and what was said; one sentence is enough.',
  letterOrganMissing: 'Name the organ that sent the letter.',
  letterScanOrReasonMissing: 'Choose the scan of the letter, or say why there is none.',
  letterScanNotAttached: 'The chosen scan is no longer among the files. Choose again.',
  letterDocumentDateUnreadable: 'The date of the letter cannot be read. Write it as 2026-3-7.',
  leadingCadreReasonMissing: 'Give a reason for the correction of “leading cadre”.',
  directReasonMissing: 'Say why it goes straight to the superior body.',
  redLineCrossed: 'One of the three key questions is answered “Yes”, so this class cannot be suggested.',
  declarationMissing: 'Tick the declaration that the record is truthful.',
  signatureMissing: 'Please sign.',
}

export const advice: Readonly<Record<AdviceCode, string>> = {
  lateReasonAsked: 'The time for registering has passed. Please say why; the record is accepted all the same.',
  complianceProtection: 'Whoever complied and records it truthfully is protected; recording alone leads to nothing.',
  situationLacksName: 'The form has no field for the inquirer: name the person in the situation.',
  beforeRegulation: 'This was before the regulation (13 May 2022): the record is kept and nothing follows from it.',
}

const requiredTexts: RequiredTextNames = {
  question: 'the question',
  text: 'the text',
  reason: 'the reason',
  field: 'what is corrected',
  opinion: 'the opinion',
  plan: 'the plan',
  purpose: 'the purpose',
  paper: 'the paper',
  what: 'what is exported',
  capacity: 'the capacity in which you sign',
  receiptNumber: 'the number of the receipt',
  recusalReason: 'why you sign in another’s place',
  person: 'the name',
}

export const refusals: RefusalSentences = {
  namedInMatter: () => 'This page was not found.',
  notPermitted: () => 'Your role does not include this.',
  alreadyRegistered: () => 'This record is registered already; it was not registered twice.',
  notRegistered: () => 'This record is not registered yet.',
  contentNotAcceptable: () => 'Some answers need correcting; they are listed above.',
  wrongState: ({ status }) =>
    status === 'unregistered'
      ? 'This record is not registered yet.'
      : `The record is now “${enLabels.status[status]}”, so this cannot be done. Go back to see how it stands.`,
  textMissing: ({ text }) => `Please write ${requiredTexts[text]}.`,
  signatureMissing: () => 'Please sign.',
  withdrawalAnswerMissing: () => 'Please answer: were you asked to withdraw?',
  notAssignedHandler: () => 'This record is handled by a colleague.',
  handlerNotEligible: () => 'This person cannot handle this record. Choose another.',
  recorderCannotDecide: () => 'What you recorded yourself is received, assessed and signed by others.',
  redLineCrossed: ({ redLines }) =>
    `This touches on: ${redLines.map((line) => enLabels.redLine[line].toLowerCase()).join('; ')}. The class “${enLabels.inquiryClass.lawfulSupervision}” is not possible.`,
  lawfulSupervisionUnproven: ({ missing }) =>
    `For “${enLabels.inquiryClass.lawfulSupervision}” write ${missing
      .map((what) => (what === 'duty' ? 'the duty that was carried out' : 'the procedure with its document or meeting'))
      .join(' and ')}.`,
  classNotAssessed: () => 'Assess the class first.',
  opinionAlreadySigned: () => 'The opinion is signed and final.',
  notTheSignatory: ({ signatory }) =>
    `Because of a recusal this opinion is signed by: ${enLabels.role[signatory].toLowerCase()}.`,
  identityNeeded: () =>
    'This step renews the keys of the dossier. Only a handler, the office head or the lead, who know the recorder, can take it: please hand it to one of them.',
  permitUnknown: () => 'There is no such request.',
  permitDecided: () => 'This request was answered already, or its time is over.',
  ownPermit: () => 'Somebody else answers your own request.',
  askerNamed: () => 'Whoever asks must stand aside in this matter. The request is left without an answer.',
  permitTermOutOfRange: ({ earliest, latest }) => `Give a last day from ${earliest} to ${latest}.`,
  tooManyPermitRequests: ({ limit }) => `At most ${limit} requests may wait for an answer.`,
  numberMissing: () => 'Give the register number.',
  dayUnreadable: () => 'This day cannot be read. Write 2026-3-7.',
  notNamed: () => 'This person is not named in the record.',
  inquirerStays: () => 'Whom the recorder wrote down as the inquirer, only the recorder corrects.',
  clearingNotProposed: () =>
    'No proposal waits for confirmation; somebody may have dealt with it. Open the page again.',
  secondPersonNeeded: () => 'Whoever proposed cannot confirm: another person who may act on the record must.',
  superiorOnly: () =>
    'Because of recusals this record can only be transferred, sealed, to the superior discipline body.',
  receiptAlreadyEntered: () => 'The receipt has been entered and is final.',
  receiptDayImpossible: () =>
    'Give the day of receipt: not before the transfer and not after today, for example 2026-3-7.',
  notFound: () => 'This page was not found.',
  classMissing: () => 'Choose a class.',
  busy: () => 'Somebody else worked on this record at the same moment. What you wrote is still here: submit it again.',
  changedElsewhere: () => 'This draft was changed in another window. Please compare before saving.',
  tooManyDrafts: ({ limit }) => `There can be ${limit} drafts at most. Submit or discard one first.`,
  fileEmpty: () => 'This file is empty. Choose another.',
  fileTooLarge: ({ limit }) => `A file can have up to ${sizeText(limit)}. Split it, or hand it over on a medium.`,
  offsetMoved: () => 'The upload goes on from where it stopped.',
}

export const formErrors: typeof zhFormErrors = {
  verifiedMissing: 'Make sure that the holder asked in person, and tick the box.',
  replacementMissing: 'Choose an administrator, and tick that somebody else takes over the duty.',
  comparedMissing: 'Compare the fingerprint in person, and tick the box.',
  fingerprintDiffers:
    'The keys of the account have just changed: the fingerprint is not the one you saw. Compare again.',
  tokenNameMissing: 'Say what the credential is for.',
  scopesMissing: 'Choose at least one permission.',
  expiryMissing: 'Give the last day on which it works.',
  expiryOutOfRange: 'The last day must be today or later, and within a year. Write it as 2027-3-7.',
  addressesUnusable: 'The addresses cannot be read. Write 10.2.3.4 or 10.2.0.0/16.',
  tooManyAttempts: 'Too many attempts. Try again in a minute.',
  usernameMissing: 'Enter the user name.',
  passwordMissing: 'Enter the password.',
  passwordAgainMissing: 'Enter the new password once more.',
  currentPasswordMissing: 'Enter the current password.',
  currentPasswordWrong: 'The current password is not right.',
  codeMissing: 'Enter the six digits that the authenticator shows.',
  activationCodeMissing: 'Enter the activation code.',
  activationRefused:
    'User name and code do not match, or the code has expired. Ask the security administrator for a new one.',
  signInRefused: 'User name, password or code is not right. After several attempts the account is locked for a while.',
  passwordsDiffer: 'The two passwords differ.',
  totpCodeWrong: 'The code is not right. Enter the six digits that the authenticator shows now.',
  passwordTooShort: 'Too short: at least 12 characters, or 10 with capital letters, small letters and digits.',
  passwordTooLong: 'Too long. Choose a shorter password.',
  passwordTooCommon: 'This password is common and easily guessed. Choose another.',
  passwordHoldsName: 'The password must not contain the user name or your name.',
  usernameTaken: 'This user name is taken.',
  usernameUnusable: 'Use 2 to 32 small letters, digits, dots or hyphens; begin with a letter.',
  personHasAccount: 'This person has an account already.',
  unitUnknown: 'There is no such unit. Choose again.',
  rolesMissing: 'Choose at least one role.',
  twoAdministrators: 'An account can be one kind of administrator only.',
  administratorWithContentRole: 'An administrator cannot also work on records.',
  ownAccount: 'You cannot change or suspend your own account. Ask another security administrator.',
  nameMissing: 'Give the name, or choose a person of the directory.',
  staffNumberMissing: 'Give the staff number.',
  titleMissing: 'With a unit, give the post as well.',
  idleMinutesMissing: 'Give the number of minutes.',
  idleMinutesOutOfRange: 'Give a whole number between 5 and 120.',
  proofMissing: 'Choose a proof file (.tlog-proof).',
  fieldTooLong: 'This is too long. Shorten it.',
  fieldUnusable: 'This cannot be read. Fill it in again.',
  outOfRange: 'The number is outside the range.',
  bureauMissing: 'Enter the full name of the bureau.',
  personMissing: 'Choose a person.',
  personUnknown: 'This person is not in the list; choose again.',
  personAdministersAlready:
    'This person holds another administrator’s role or an account already. The three are three people: choose another.',
  personHasPlannedAccount:
    'An account is planned for this person: remove the account or choose another administrator first.',
  limitOutOfRange: 'Enter a whole number from 1 to 365.',
  reachesBack: 'The first day must be after today, and after that of the version before.',
  validFromMissing: 'Enter the first day.',
  validFromUnreadable: 'The first day is no day: write it like 2026-3-7.',
  mailHostMissing: 'Write the name or address of the mail server.',
  mailPortWrong: 'A port is a whole number from 1 to 65535.',
  mailPlainOutside: 'Without encryption only on this machine: choose TLS or STARTTLS.',
  mailFromWrong: 'Write a whole address, such as notice@example.cn.',
  mailPasswordFileWrong: 'Write an absolute path, such as /etc/liuhen/mail-password.',
  mailTestFailed: 'The mail was not sent: look at server, port, encryption, username and password.',
  mailAddressWrong: 'Write a whole address.',
  sheetMissing: 'Type what stands on the sheet.',
  sheetMistyped: 'This is not what the sheet says: compare group by group for anything left out or misread.',
  sheetOfAnotherSet: 'This sheet is not of the set just made: take one of the three that were just printed.',
  recoveryChoiceMissing: 'Choose what is to be done.',
  keeperMissing: 'Write the name of the sheet’s keeper.',
  keepersSame: 'Two people must bring a sheet each: write the name of either.',
  recoverySheetMistyped:
    'This sheet cannot be read: compare it with the paper group by group for anything left out or misread.',
  sheetsSame: 'Both are the same sheet: take another one.',
  sheetsOfAnotherSet:
    'These sheets are not of one set, or not of this register: compare the day on which they were made, and take the set in use.',
  sheetsGone: 'This set of sheets is void; make a new one.',
  changedElsewhere:
    'This was changed in another window meanwhile. What you typed is still here: check it and submit it again.',
  bureauChanged: 'Units or people have just changed; check again.',
  fileMissing: 'Choose a file first, then “Upload and preview”.',
  notASpreadsheet: 'This file cannot be read. Save it as .xlsx or .csv in Excel or WPS and upload that.',
  oldSpreadsheet: 'This is the old format (.xls). Save it as .xlsx in Excel or WPS and upload that.',
  spreadsheetLocked: 'This file has a password. Save it without one and upload that.',
  spreadsheetTooLarge:
    'The file is too large: 2 MB and 5,000 rows at most. Keep the one sheet with the people, or upload in parts.',
  textUnreadable: 'The encoding of the text is not known. Save it as “CSV UTF-8” or .xlsx and upload that.',
}

export const brokenPromises: Readonly<Record<LiuhenErrorCode, string>> = {
  notePartsMissing: 'The signed file is incomplete.',
  checkpointMalformed: 'The checkpoint cannot be read.',
  proofMalformed: 'The proof cannot be read.',
  policyMalformed: 'The trust policy cannot be read.',
  witnessRequestMalformed: 'The request to the witness cannot be read.',
  keyMalformed: 'The public key cannot be read.',
  leafEntryMalformed: 'The trail entry cannot be read.',
  tileMalformed: 'A file of the trail cannot be read.',
  sealBroken: 'What is sealed cannot be opened.',
  passwordWrong: 'The password is not right.',
  sharesUnusable: 'The recovery shares are too few or do not match.',
  evidenceMissing: 'The sealed file of the evidence is missing.',
  evidenceBroken: 'The evidence does not have the digest taken at registration.',
  registryRolledBack:
    'The register is behind its published checkpoint. Writing has stopped until the administrator decides.',
  registryBroken: 'The register did not pass its check. Writing has stopped until the administrator decides.',
  backupBroken: 'The backup is not whole.',
  migrationFailed: 'The upgrade of the data did not complete.',
  dataFolderUnusable: 'The data folder cannot be used.',
  configurationInvalid: 'The configuration is not valid.',
  mailNotSent: 'The mail was not sent: look at the settings of the mail server.',
  databaseUnavailable:
    'The database cannot be reached. Nothing was saved, or it is not known yet. Submit the same page again in a moment: what was saved is not saved twice.',
  diskFull: 'The server’s disk is full and nothing was saved. Tell the system administrator and submit again later.',
  rendererFailed: 'The paper could not be made. Try again later.',
  glyphMissing:
    'The paper has a character that no font holds and cannot be printed yet; the record itself is unharmed.',
}

export const doorErrors: typeof zhDoorErrors = {
  notFound: 'This page was not found.',
  foreignOrigin: 'This did not come from a page of ours and was not accepted. Open the page here again.',
  formExpired: 'The page had been open too long and was not submitted. Go back, reload it and submit again.',
  tooManyRequests: 'That was too much in a short time, so it was not done.',
  tooLarge: 'This is too large and was not accepted.',
  malformed: 'This could not be read and was not accepted.',
  signInNeeded: 'Please sign in.',
  unexpected:
    'Something failed, and your text may not be saved. Try again; if it goes on, tell the administrator the number below.',
}
