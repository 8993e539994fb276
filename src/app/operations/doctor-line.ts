/** One line of what `liuhen doctor` found: what it is about, how it is, and what its sentence names. */
export type DoctorTopic =
  | 'folder'
  | 'disk'
  | 'clock'
  | 'hostKey'
  | 'recoveryKey'
  | 'evidence'
  | 'database'
  | 'guards'
  | 'register'
  | 'security'
  | 'published'
  | 'backup'
  | 'check'
  | 'witnesses'

/** `code` is the sentence (src/cli/doctor-text.ts), `data` what it names. Nothing of any record. */
export type DoctorLine = {
  readonly topic: DoctorTopic
  readonly state: 'ok' | 'warning' | 'problem'
  readonly code: string
  readonly data: Readonly<Record<string, string | number>>
}
