/** Commands, accounts and persons for tests of the store. Ids are given; everything else has an ordinary value. */
import { utf8 } from '../../src/kit/bytes.ts'
import { day, instant } from '../../src/kit/calendar.ts'
import type { DossierId, Facts, RegisterNumber } from '../../src/domain/dossier/types.ts'
import type { AccountId, Person, PersonId } from '../../src/domain/organisation/types.ts'
import type { AccountRow, AppendCommand, NewEvent, SessionRow } from '../../src/store/store.ts'

export const dossierId = (text: string): DossierId => text as DossierId
export const registerNumber = (text: string): RegisterNumber => text as RegisterNumber

const opened: Facts = { verb: 'opened', dueOn: day('2026-03-09'), owner: 'disciplineOffice' }

/** A command that opens a dossier. */
export const aCommand = ({
  id,
  number = `2026-${id}`,
  key = `open-${id}`,
}: {
  id: string
  number?: string
  key?: string
}) =>
  ({
    idempotencyKey: key,
    newDossiers: [
      {
        id: dossierId(id),
        number: registerNumber(number),
        contentKey: utf8(`content key of ${id}`),
        identityKey: utf8(`identity key of ${id}`),
        slots: [utf8(`slot 1 of ${id}`), utf8(`slot 2 of ${id}`)],
      },
    ],
    events: [anEvent(id, 1, opened)],
    answer: number,
  }) satisfies AppendCommand

export const anEvent = (id: string, sequence: number, facts: Partial<Facts> = {}): NewEvent => ({
  dossierId: dossierId(id),
  sequence,
  date: day('2026-03-02'),
  facts: { verb: 'added', dueOn: day('2026-03-09'), owner: 'disciplineOffice', ...facts },
  sealed: utf8(`sealed: ${id} ${sequence} 张某打听案情`),
})

/** A command that adds one event to a dossier. */
export const anAddition = (id: string, sequence: number, key: string, facts: Partial<Facts> = {}): AppendCommand => ({
  idempotencyKey: key,
  newDossiers: [],
  events: [anEvent(id, sequence, facts)],
  answer: key,
})

export const aPerson = (id: string, name = '王小明'): Person => ({
  id: id as PersonId,
  name,
  staffNumber: `S-${id}`,
  mail: '',
})

export const anAccount = (id: string, person: Person): AccountRow => ({
  id: id as AccountId,
  personId: person.id,
  username: `user-${id}`,
  roles: ['enforcementOfficer'],
  status: 'active',
  readingKey: utf8('reading key'),
  signingKey: null,
  sealedSecret: null,
  sealedTotp: null,
  lastTotpStep: 0,
  activationHash: null,
  activationExpiresAt: null,
  failedAttempts: 0,
  lockedUntil: null,
})

export const aSession = (idHash: string, account: AccountRow): SessionRow => ({
  idHash,
  accountId: account.id,
  createdAt: instant('2026-03-02T08:00:00Z'),
  lastSeenAt: instant('2026-03-02T08:00:00Z'),
  sealed: utf8(`sealed for ${idHash}`),
})
