/** What a registering process is told, and what it makes of it. Shared by both sides. */
import { randomBytes } from 'node:crypto'
import type { AppContext, Viewer } from '../../src/app/context.ts'
import { contentFromDraft } from '../../src/domain/inquiry-record/draft.ts'
import type { InquiryContent } from '../../src/domain/inquiry-record/content.ts'
import { createRenderer } from '../../src/documents/renderer.ts'
import { createSealer } from '../../src/app/sealing/sealer.ts'
import { fromBase64, toBase64 } from '../../src/kit/bytes.ts'
import { day } from '../../src/kit/calendar.ts'
import type { StoreOptions } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { accountSecretFrom } from '../../src/vault/account-keys.ts'
import { aClock } from '../support/clock.ts'
import { testCrossSigning } from '../support/trail-work.ts'

type Told = Omit<Viewer, 'secret'> & { readonly secret: string }

export type Assignment = {
  readonly store: StoreOptions
  readonly officer: Told
  /** Idempotency keys, one a registration. */
  readonly keys: readonly string[]
  readonly atOnce: number
}

export const told = ({ accountId, personId, name, username, roles, secret, sessionIdHash }: Viewer): Told => ({
  accountId,
  personId,
  name,
  username,
  roles,
  sessionIdHash,
  secret: toBase64(secret),
})

export const viewerFrom = ({ secret, ...rest }: Told): Viewer => ({
  ...rest,
  secret: accountSecretFrom(fromBase64(secret)),
})

export const contextFor = (store: Store, now: AppContext['now'] = aClock().now): AppContext => ({
  store,
  now,
  dataFolder: '/nowhere',
  hostSecret: randomBytes(32),
  passwordCost: { passes: 1, memoryMiB: 1 },
  recoveryKey: null,
  recoverySigningKey: null,
  sealer: createSealer(),
  crossSigning: testCrossSigning,
  renderer: createRenderer(),
  address: 'http://127.0.0.1:8400',
})

export const signing = { declaredTruthful: true, signature: { kind: 'typed' } } as const

const nobody = { bureau: '', units: [], persons: [], posts: [], accounts: [] }

export const aContent = (inquiredOn = '2026-11-19'): InquiryContent =>
  contentFromDraft(
    {
      fields: {
        caseTitle: '某商行占道经营案',
        inquiredOn,
        inquirerKind: 'unknown',
        exactWords: '来电询问案件办到哪一步了',
      },
      evidence: [],
    },
    nobody,
    day('2026-11-20'),
  )
