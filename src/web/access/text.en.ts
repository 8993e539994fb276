/** The same in English. */
import type { AccessText } from './text.zh-CN.ts'

export const en: AccessText = {
  routes: {
    title: 'Recusal routes',
    explain:
      'Whoever is named in a record neither sees nor handles it. When a handler, the office head, the lead or the secretary is named, those below act. This page shows the arrangement and no record.',
    seats: 'Who holds what today',
    role: 'Role',
    holders: 'Persons',
    count: (active, all) => (active === all ? `${all}` : `${all}, of whom ${active} active`),
    nobody: 'Vacant',
    inactive: (name) => `${name} (not activated)`,
    vacancies: 'Vacant today',
    vacancy: {
      nobody: (role) => `Nobody holds the role: ${role}.`,
      awaitingActivation: (role) => `The account for this role is not activated yet: ${role}.`,
    },
    meanwhile: 'Meanwhile a record that names nobody goes this way:',
    whatToDo:
      'The security administrator should open an account for the successor or give the role to somebody; whoever has the account should activate it.',
    table: 'The sixteen cases',
    tableExplain:
      '“All” means that everybody who holds the role is named. When only one is, the others of the same role act.',
    namedRoles: 'Named',
    none: 'Nobody',
    all: (roles) => `${roles} (all)`,
    handles: 'Handles',
    reviews: 'Reviews, assigns',
    signs: 'Signs the opinion',
    note: 'Note',
    superiorOnly: 'Only the superior is left: sealed transfer to the superior discipline body',
    superiorInformed: 'The superior discipline body is told as well',
    otherwise: 'Differs from the fixed table: a vacancy today, or one person with two roles',
    recorders: 'When they record themselves',
    recordersExplain:
      'A recorder decides nothing on his own record; a role that he alone holds is routed around like a vacant one.',
    recorder: 'Recorder',
    holds: 'Holds',
    lineBars: 'Own line',
    lineBarsExplain:
      'A handler does not handle a record that names the head of his own unit; inside the discipline office the table says who reviews.',
    handler: 'Handler',
    heads: 'Stands aside when these are named',
    noLineBars: 'All handlers of today belong to the discipline office: this does not arise.',
  },
}
