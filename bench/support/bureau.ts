/** An invented bureau of many officers in a data folder of its own, made through the use cases that people go through. */
import { join } from 'node:path'
import type { AppContext, Viewer } from '../../src/app/context.ts'
import { resolveSession, startSession } from '../../src/app/accounts/sessions.ts'
import { changeDraft, startDraft } from '../../src/app/drafts.ts'
import { crossSigning } from '../../src/app/cross-signing.ts'
import { registryIdentity } from '../../src/app/registry-identity.ts'
import { trailWorkWith } from '../../src/app/trail-work.ts'
import { createRenderer } from '../../src/documents/renderer.ts'
import { createSealer } from '../../src/app/sealing/sealer.ts'
import type { DraftField } from '../../src/domain/inquiry-record/draft.ts'
import { dayOf, instantOf } from '../../src/kit/calendar.ts'
import { openStore } from '../../src/store/open.ts'
import { openWithPassword } from '../../src/vault/account-keys.ts'
import {
  accepted,
  aDisciplineHandler,
  aDisciplineHead,
  aDisciplineLead,
  activated,
  anOfficer,
  testUnits,
  type TestPerson,
} from '../../test/support/registry.ts'

export type SignedIn = { readonly username: string; readonly viewer: Viewer; readonly cookie: string }

export type BenchRegistry = { readonly context: AppContext; close(): Promise<void> }

export type BenchBureau = BenchRegistry & {
  readonly officers: readonly SignedIn[]
  readonly handler: SignedIn
}

/** main.ts would do it, but draws in the pages, which only the build can read. */
export async function benchRegistry(dataFolder: string): Promise<BenchRegistry> {
  const identity = await registryIdentity(dataFolder)
  const store = await openStore({ file: join(dataFolder, 'register.db') }, trailWorkWith(identity))
  const context: AppContext = {
    store,
    now: () => instantOf(new Date()),
    dataFolder,
    hostSecret: identity.hostSecret,
    passwordCost: { passes: 1, memoryMiB: 1 },
    recoveryKey: null,
    recoverySigningKey: null,
    sealer: createSealer(),
    crossSigning: crossSigning(identity.latticeKey),
    renderer: createRenderer(),
    address: 'http://127.0.0.1:8400',
  }
  return {
    context,
    async close() {
      await context.renderer.close()
      await context.sealer.close()
      await store.close()
    },
  }
}

const officerName = (n: number): string => `officer${String(n).padStart(3, '0')}`

/** Opens the bureau in the folder; makes it when it is not there.. */
export async function benchBureau(dataFolder: string, officerCount: number): Promise<BenchBureau> {
  const registry = await benchRegistry(dataFolder)
  const { context } = registry
  await context.store.saveBureau('清源区综合执法局')
  await context.store.saveUnits(testUnits)
  const officers = Array.from({ length: officerCount }, (_, n) => anOfficer(officerName(n), `执法员${n}`))
  const people = [...officers, aDisciplineHandler(), aDisciplineHead(), aDisciplineLead()]
  const signedIn = new Map<string, SignedIn>()
  for (const person of people) signedIn.set(person.username, await signIn(registry, person))
  const of = ({ username }: TestPerson): SignedIn => signedIn.get(username) as SignedIn
  return { ...registry, officers: officers.map(of), handler: of(aDisciplineHandler()) }
}

/** Straight to the session: the page of the sign-in has a brake, and its cost is Argon2id, which is meant to be high. */
async function signIn({ context }: BenchRegistry, person: TestPerson): Promise<SignedIn> {
  const { accountId, password } = await activated(context, person)
  const row = await context.store.account(accountId)
  if (!row?.sealedSecret) throw new Error('an activated account has a secret')
  const cookie = await startSession(context, accountId, await openWithPassword(row.sealedSecret, password))
  const viewer = await resolveSession(context, cookie)
  if (!viewer) throw new Error('the session did not start')
  return { username: person.username, viewer, cookie: `liuhen=${cookie}` }
}

/** What an officer typed: of ordinary length, each a little different so that searches have something to find. */
export const typedFields = (n: number, today: string): Partial<Record<DraftField, string>> => ({
  caseTitle: `第${n}号商铺占道经营、乱堆物料案`,
  caseNumber: `清执罚〔2026〕${n}号`,
  handlingUnit: '河东中队',
  inquiredOn: today,
  place: '直属二中队办公室',
  channel: 'inPerson',
  inquirerKind: 'otherPerson',
  inquirerName: `方某${n}`,
  inquirerUnit: '清源区某商会',
  inquirerPost: '工作人员',
  exactWords: `${'这家店的事情能不能缓一缓，罚款能不能少一点。'.repeat(6)}（第${n}次）`,
  demand: '请求从轻处理并推迟听证。',
  stage: 'investigation',
  response: 'refused',
  responseWords: '当场说明案件正在调查，不能透露，并告知将依规登记。',
})

export type ReadyDraft = { readonly id: string; readonly version: number }

export async function readyDraft({ context }: BenchRegistry, { viewer }: SignedIn, n: number): Promise<ReadyDraft> {
  const draft = accepted(await startDraft(context, viewer))
  const fields = typedFields(n, dayOf(context.now()))
  const { id, version } = accepted(await changeDraft(context, viewer, draft.id, draft.version, { fields }))
  return { id, version }
}
