/** A state's colour: it helps, the word says it. */
import type { RegisteredRecord } from '../../domain/inquiry-record/state.ts'
import type { TagTone } from '../components/Tag.tsx'

const tones: Readonly<Record<RegisteredRecord['status'], TagTone>> = {
  registered: 'blue',
  received: 'blue',
  supplementRequested: 'amber',
  assessed: 'blue',
  opinionSigned: 'blue',
  verifying: 'amber',
  closedForReference: 'grey',
  transferProposed: 'amber',
  transferAgreed: 'amber',
}

export const statusTone = (status: RegisteredRecord['status']): TagTone => tones[status]
