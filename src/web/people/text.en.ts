/** The English of the same; the type keeps the keys alike. */
import type { PeopleText } from './text.zh-CN.ts'

export const en: PeopleText = {
  readers: {
    title: 'Readers',
    lead: 'Who can read what others recorded. A new account, or one that was reset, receives grants only after a confirmed colleague has compared its key fingerprint with the holder in person.',
    waiting: 'To be confirmed',
    noneWaiting: 'No account waits for a confirmation.',
    confirmed: 'Confirmed',
    person: 'Name',
    unit: 'Unit',
    roles: 'Roles',
    fingerprint: 'Key fingerprint',
    confirmTitle: (name: string) => `Confirm ${name}`,
    confirmHint:
      'Compare in person: the holder sees the same fingerprint under «My account». From then on new records are granted to this account by its roles; earlier ones are granted under «Grants».',
    compared: 'I compared it with the holder in person: fingerprint and roles are right.',
    confirm: 'Confirm',
    notYours: 'Confirmed by another confirmed member of the discipline office.',
    done: 'Confirmed.',
    keysAlone: 'New keys after a reset (no reader’s role)',
    nobody: 'When no colleague can confirm, two holders of recovery sheets do it on the server (liuhen recover).',
  },
  own: {
    fingerprint: 'Key fingerprint',
    fingerprintHint: 'A colleague who confirms your account compares it with you in person.',
  },
}
