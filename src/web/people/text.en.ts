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
    administrators: 'Administrators set aside',
    aside: 'Setting aside',
    whom: 'Administrator',
    choose: 'Choose',
    replaced: 'Somebody else takes over the duty, or it can wait.',
    setAside: 'Set aside',
    takeBack: 'Take back',
    asideHint:
      'When a matter concerns an administrator, the discipline office sets him aside here, without saying which matter. A system or security administrator can no longer use the pages of the role; to an audit administrator the sign-in activity of the discipline office is no longer unsealed. He sees that he is set aside: name somebody else first.',
    keysAlone: 'New keys after a reset (no reader’s role)',
    nobody: 'When no colleague can confirm, two holders of recovery sheets do it on the server (liuhen recover).',
  },
  grants: {
    title: 'Grants',
    lead: 'Among the records that you act on, somebody should read and holds no grant yet, or holds one without reason. Grants follow roles and the rules of recusal; nobody named in a matter is among them.',
    nothing: 'The grants of all records that you act on are complete.',
    whom: 'What',
    matters: 'Records',
    lacks: (name: string) => `Grant to ${name}`,
    renews: 'New keys (somebody left, was suspended, or began with new keys)',
    begin: (count: number) => `Do it (${count} now)`,
    goOn: (left: number) => `Go on (${left} left)`,
    progress: (done: number, left: number) =>
      left === 0 ? `${done} done; nothing is left.` : `${done} done, ${left} left.`,
    hint: 'Each is kept in its record, with your name. What others act on they do themselves; what nobody can do, two holders of recovery sheets can.',
  },
  rights: {
    title: 'The three administrators',
    lead: 'Three administrators, apart from one another; none of them sees what is registered. Taken from the rules of the system themselves.',
    does: 'Does',
    may: 'May use',
    mayNot: 'May not use',
    onRecords: 'On records',
    nothing: 'Nothing: may not register, view, handle or export any record.',
    noted:
      'An administrator who asks for a part that is not his leaves an event in the security trail: the name of the part, no content. The audit administrator sees it.',
    duty: {
      systemAdmin: 'Keeps the service running: storage, backups, settings.',
      securityAdmin: 'Makes accounts, gives roles, suspends and resets; cannot make a reader alone.',
      auditAdmin:
        'Reads the security audit: sign-ins, changes of accounts and settings, and what administrators tried beyond their rights.',
    },
    areas: {
      record: 'Registering',
      ownRecords: 'Records',
      dedicatedRegister: 'The dedicated register',
      opinions: 'Signing opinions',
      permits: 'Viewing permits',
      readers: 'Readers and grants',
      accounts: 'Accounts',
      organisation: 'Units and people',
      settings: 'Settings',
      operation: 'State of the system',
      securityAudit: 'Security audit',
      routeTable: 'Recusal and routes',
      superior: 'Keys of the superior body',
      administratorRights: 'The three administrators',
    },
  },
  own: {
    rotate: 'Replace my keys',
    rotateLead:
      'For when a key may have leaked. Grants and drafts are opened by new keys, and the old ones open nothing any more; password and authenticator stay. You then sign in again. Only when needed: whoever can compare the disk of before with that of after sees which records concern you.',
    fingerprint: 'Key fingerprint',
    fingerprintHint: 'A colleague who confirms your account compares it with you in person.',
  },
}
