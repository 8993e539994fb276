/** The small forms with which something is done to a record. */
import type { actions as zh } from '../zh-CN/actions.ts'

export const actions: typeof zh = {
  assign: { lead: 'The handler must have nothing to do with this record.', handler: 'Handler', choose: 'Choose' },
  receive: { lead: 'You handle it then; somebody else can be assigned.' },
  requestSupplement: {
    lead: 'The recorder gets a task; the notice says nothing of the content.',
    question: 'What should be added',
  },
  supplement: {
    lead: 'It stands after the record, which stays as it is.',
    question: 'The question of the discipline office',
    text: 'What you add',
  },
  correct: {
    lead: 'The original stays; the correction stands after it.',
    field: 'What is corrected',
    choose: 'Choose',
    text: 'How it should read',
    reason: 'Reason for the correction',
  },
  correctable: {
    caseTitle: 'Case',
    inquiredAt: 'Time of the inquiry',
    place: 'Place and channel',
    inquirer: 'Inquirer',
    demand: 'What was demanded',
    exactWords: 'What happened and was said',
    response: 'Answer',
    witnesses: 'Who was present',
    suggestion: 'Suggestion',
    other: 'Something else',
  },
  withdraw: {
    lead: 'Nothing is deleted. Your request and its reason are kept with the record and handled by the discipline office.',
    reason: 'Reason for withdrawing',
    asked: 'Were you asked to withdraw?',
    askedHint: 'A truthful answer is protected.',
    askedBy: 'Who asked',
  },
  assess: {
    lead: 'The recorder only suggests; the discipline office decides and gives its reasons. Earlier assessments stay.',
    suggested: (label) => `Suggested by the recorder: ${label}`,
    to: 'Class',
    redLines: 'Did the inquirer decide any of the following, or ask for it to be decided his way?',
    redLinesHint: 'If one holds, “Lawful supervision” is not possible. If none holds, tick none.',
    lawful: 'For “Lawful supervision”',
    duty: 'The supervisory duty that was carried out',
    procedure: 'The procedure that was used, with its document or meeting',
    reason: 'Reasons',
  },
  opinion: {
    lead: 'Once signed it is final, and it is printed on the form.',
    opinion: 'Discipline opinion',
    alternate: 'When signing in another’s place',
    capacity: 'In which capacity',
    recusalReason: 'Why the leader in charge of discipline does not sign',
  },
  close: { lead: 'No further step is taken; the record is kept for ever.', reason: 'Reason' },
  verify: { lead: 'A verification has a time limit of its own; its plan is kept with the record.', plan: 'Plan' },
  remark: { lead: 'Printed in the remarks of the form.', text: 'Remark' },
}
