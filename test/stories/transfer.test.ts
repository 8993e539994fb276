/**
 * Sealed transfer (R44): a matter leaves for the superior body, which opens it with the standard tools; in the bureau a stub is left, and nobody's
 * secret opens anything of what was before.
 */
import { execFileSync } from 'node:child_process'
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { checkRegistry } from '../../src/app/check/check-registry.ts'
import type { AppContext, Viewer } from '../../src/app/context.ts'
import { changeDraft, startDraft } from '../../src/app/drafts.ts'
import { sealedPath } from '../../src/app/evidence/places.ts'
import { beginUpload, continueUpload } from '../../src/app/evidence/uploads.ts'
import { addSupplement, assessClass, receiveRecord, recordView } from '../../src/app/inquiries/handling.ts'
import { openableMatters, tasksOf } from '../../src/app/inquiries/listing.ts'
import { openRecord, openStub } from '../../src/app/inquiries/opening.ts'
import { registerDraft } from '../../src/app/inquiries/registering.ts'
import {
  answerTransfer,
  enterTransferReceipt,
  proposeTransfer,
  sealTransfer,
} from '../../src/app/inquiries/transfer.ts'
import { sweep } from '../../src/app/sweep.ts'
import { type OpenPackageResult, openPackage } from '../../src/app/transfer/open-package.ts'
import { readPackage } from '../../src/app/transfer/sealed-package.ts'
import type { DossierId } from '../../src/domain/dossier/types.ts'
import { defaultTimeLimits } from '../../src/domain/rules/time-limits.ts'
import { publishedWorkingDays } from '../../src/domain/rules/working-days.ts'
import { accountPublic, accountSecretFrom, newAccountSecret, readingPair } from '../../src/vault/account-keys.ts'
import { openGrantWith } from '../../src/vault/grants.ts'
import { heldGrant } from '../../src/vault/keyring.ts'
import { openEvent } from '../../src/vault/sealed-event.ts'
import { openSnapshot } from '../../src/vault/snapshot.ts'
import { everything, placesOf } from '../support/disk-reader.ts'
import { engines } from '../support/engines.ts'
import { aSmallBureau } from '../support/bureau.ts'
import { type TestRegistry, aDisciplineHandler, aRegistry, accepted } from '../support/registry.ts'
import { remembered } from '../support/remembered.ts'
import { askedBy, implicating, registered, typedToday } from '../support/story.ts'
import { aSuperior, ORGAN, type TestSuperior } from '../support/superior.ts'
import { testVkeys } from '../support/trail-work.ts'

const everybody = ['songyilin', 'gaoming', 'wenjing', 'tangke', 'luzheng', 'fanghong', 'securityadmin'] as const
const said = '这件事就当没有发生过吧，对大家都好'
const recording = Buffer.from('录音原件的一段内容，不可外泄。'.repeat(150_000))
const vkey = testVkeys.register

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

describe.each(engines.filter(({ available }) => available))('sealed transfer, $name', (engine) => {
  let registry: TestRegistry
  let context: AppContext
  let superior: TestSuperior
  const recovery = newAccountSecret()
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-transfer-'))

  beforeAll(async () => {
    registry = await aRegistry({
      engine,
      people: aSmallBureau(aDisciplineHandler('wenjing', '文静'), {
        username: 'fanghong',
        name: '方红',
        roles: ['partyGroupSecretary', 'leadingPartyGroup'],
        unit: '局领导班子',
      }),
    })
    context = { ...registry.context, recoveryKey: accountPublic(recovery).readingKey }
    superior = await aSuperior(registry)
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
    await registry.close()
  })

  const passwordOf = (username: string): string => registry.account(username).password
  const viewer = (username: string): Promise<Viewer> => registry.viewer(username)

  async function withRecording(fields: Readonly<Record<string, string>>): Promise<string> {
    const officer = await viewer('songyilin')
    const draft = accepted(await startDraft(context, officer))
    const begun = { draftId: draft.id, name: '通话录音.M4A', length: recording.length }
    const { id } = accepted(await beginUpload(context, officer, begun))
    accepted(await continueUpload(context, officer, id, 0, once(recording)))
    const all = { ...typedToday(registry), exactWords: said, ...fields }
    const { version } = accepted(await changeDraft(context, officer, draft.id, draft.version, { fields: all }))
    const signing = { declaredTruthful: true, signature: { kind: 'typed' } as const }
    return accepted(await registerDraft(context, officer, { draftId: draft.id, version, ...signing }, draft.id)).number
  }

  const send = async (username: string, number: string, reason: string, key: string) =>
    sealTransfer(context, await viewer(username), number, { reason, password: passwordOf(username), vkey }, key)

  async function packageFile(number: string, by = 'songyilin'): Promise<string> {
    const stub = (await openStub(context, await viewer(by), number))?.stub
    if (!stub) throw new Error('there is no stub')
    const file = join(folder, `${number}.age`)
    const parts: Buffer[] = []
    for await (const part of await readPackage(context, stub.package)) parts.push(part as Buffer)
    writeFileSync(file, Buffer.concat(parts))
    return file
  }

  const opening = (file: string, identity = superior.identity, vkeys: readonly string[] = [vkey]) =>
    openPackage({ sealed: createReadStream(file), identities: [identity], vkeys, keep: (_, content) => content })

  const openedOk = (result: OpenPackageResult) => {
    if (!result.ok) throw new Error(JSON.stringify(result.finding))
    return result.opened
  }

  let dossierId: DossierId
  let slotsBefore: readonly Uint8Array[] = []
  let number: string

  it('R43, R44: what names leader and secretary is the recorder’s to send up, and he alone keeps the stub (edge case 1)', async () => {
    const fields = { ...askedBy(registry.account('luzheng')), ...implicating([registry.account('fanghong')]) }
    number = await withRecording(fields)
    const recorder = await viewer('songyilin')
    const task = (await tasksOf(context, recorder)).find(({ record }) => record.registerNumber === number)
    expect(task?.record.next.role).toBe('recorder')
    accepted(await addSupplement(context, recorder, number, { text: '他又来过一次', evidence: [], named: [] }, 's1'))
    dossierId = (await openRecord(context, recorder, number))?.row.id ?? ('' as DossierId)

    const wrong = { reason: '本单位无人可办', password: 'not the password', vkey }
    expect(await sealTransfer(context, recorder, number, wrong, 't0')).toEqual({
      ok: false,
      refusal: { code: 'currentPasswordWrong' },
    })
    expect(await send('songyilin', number, '  ', 't0')).toMatchObject({ refusal: { code: 'textMissing' } })
    slotsBefore = (await context.store.slotsOf(dossierId)).map(({ slot }) => slot)
    accepted(await send('songyilin', number, '本单位无人可办', 't1'))
    // A double click.
    accepted(await send('songyilin', number, '本单位无人可办', 't1'))

    for (const username of everybody) {
      const who = await viewer(username)
      expect(await openRecord(context, who, number), username).toBeNull()
      expect((await openStub(context, who, number)) !== null, username).toBe(username === 'songyilin')
      const { records, stubs } = await openableMatters(context, who)
      expect(records.filter(({ record }) => record.registerNumber === number)).toEqual([])
      expect(stubs).toHaveLength(username === 'songyilin' ? 1 : 0)
    }
    const stub = (await openStub(context, await viewer('songyilin'), number))?.stub
    expect(stub).toMatchObject({
      status: 'transferred',
      registerNumber: number,
      byOffice: false,
      receipt: null,
      superior: { organ: ORGAN },
      next: { role: 'recorder' },
    })
    expect(JSON.stringify(stub)).not.toMatch(/当没有发生|无人可办|宋怡林|陆峥/u)
  })

  it('R44: every account’s secret, the recovery sheets and the host key together open nothing of it', async () => {
    const secrets = [recovery, accountSecretFrom(context.hostSecret)]
    for (const username of everybody) secrets.push((await viewer(username)).secret)
    const row = await context.store.dossier(dossierId)
    const since = row?.keysSince ?? 0
    const events = await context.store.events(dossierId)
    expect(since).toBe(events.length)
    const slots = await context.store.slotsOf(dossierId)
    const found = slots.flatMap(({ slot }) =>
      secrets.flatMap((secret) => openGrantWith(slot, readingPair(secret)) ?? []),
    )
    for (const secret of secrets)
      for (const entry of await remembered(context, secret))
        for (const { slot } of await context.store.slotsById([entry.slotId]))
          found.push(heldGrant(entry, slot) as never)
    // What is found opens the stub and nothing before it.
    expect(found.filter(Boolean).length).toBeGreaterThan(0)
    for (const keys of found.filter(Boolean))
      for (const { sequence, sealed } of events.filter((event) => event.sequence < since))
        expect(() => openEvent(sealed, keys), String(sequence)).toThrow(expect.objectContaining({ code: 'sealBroken' }))
    const [last] = events.slice(-1)
    const opens = found.filter(Boolean).flatMap((keys) => {
      try {
        return [openEvent(last?.sealed ?? new Uint8Array(), keys)]
      } catch {
        return []
      }
    })
    expect(new Set(opens.map(({ content }) => content)).size).toBe(1)
    expect(opens[0]?.content).toContain('sealedTransferred')
    expect(opens[0]?.content).not.toContain('previous')
    for (const { sealed } of await context.store.snapshots([dossierId]))
      for (const keys of found.filter(Boolean))
        try {
          expect(Buffer.from(openSnapshot(keys.content, sealed)).toString()).not.toContain(said)
        } catch (error) {
          expect(error).toMatchObject({ code: 'sealBroken' })
        }
    const disk = await everything(registry)
    expect(slotsBefore).toHaveLength(16)
    for (const slot of slotsBefore) expect(placesOf(slot, disk)).toEqual([])
    for (const text of [said, '录音原件的一段内容', '本单位无人可办']) expect(placesOf(text, disk), text).toEqual([])
    expect(readdirSync(join(context.dataFolder, 'evidence', 'incoming'))).toEqual([])
  })

  it('R44: the superior opens it with age, tar and sha256sum, and every original is byte-identical', async () => {
    const file = await packageFile(number)
    const key = join(folder, 'key.txt')
    writeFileSync(key, `# superior\n${superior.identity}\n`)
    execFileSync('age', ['--decrypt', '--identity', key, '--output', join(folder, 'plain.tar'), file])
    execFileSync('tar', ['-xf', join(folder, 'plain.tar'), '-C', folder])
    const inside = join(folder, `liuhen-${number}`)
    for (const list of ['manifest-sha256.txt', 'tagmanifest-sha256.txt'])
      execFileSync('sha256sum', ['--quiet', '--strict', '-c', list], { cwd: inside })
    const read = (path: string): string => readFileSync(join(inside, path), 'utf8')
    expect(readFileSync(join(inside, 'data/evidence/01.m4a'))).toEqual(recording)
    expect(read('data/record.html')).toContain(said)
    expect(read('data/record.html')).toContain('宋怡林')
    expect(read('README.txt')).toContain('sha256sum -c manifest-sha256.txt')
    expect(JSON.parse(read('data/record.json'))).toMatchObject({
      registerNumber: number,
      reason: '本单位无人可办',
      recorder: { name: '宋怡林' },
      events: 3,
    })
    const [evidence] = JSON.parse(read('data/evidence.json')) as { name: string; key?: string; sm3: string }[]
    expect(evidence).toMatchObject({ file: 'evidence/01.m4a', name: '通话录音.M4A' })
    expect(evidence?.key).toBeUndefined()
    const sm3 = execFileSync('openssl', ['dgst', '-sm3', join(inside, 'data/evidence/01.m4a')]).toString()
    expect(sm3).toContain(evidence?.sm3)
    expect(readFileSync(join(inside, 'data/registration-form.pdf')).subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('R44: open-transfer checks digests, proofs, seals and signatures, and names what is broken', async () => {
    const file = await packageFile(number)
    const opened = openedOk(await opening(file))
    expect(opened.record.registerNumber).toBe(number)
    expect(opened.evidence).toHaveLength(1)
    expect(opened).toMatchObject({ vkeyGiven: true, record: { events: 3 } })
    expect(openedOk(await opening(file, superior.identity, [])).vkeyGiven).toBe(false)

    const other = await aPairApart()
    expect(await opening(file, other)).toEqual({ ok: false, finding: { rule: 'fileDecrypts' } })
    expect(await opening(file, superior.identity, [testVkeys.security])).toMatchObject({
      finding: { rule: 'eventIsInTrail', sequence: 1 },
    })
    const bytes = readFileSync(file)
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1
    writeFileSync(`${file}.changed`, bytes)
    expect(await opening(`${file}.changed`)).toEqual({ ok: false, finding: { rule: 'fileDecrypts' } })
  })

  it('R44: the command says what is inside, writes it where it is told, and ends with 1 when something is wrong', async () => {
    const [file, key, out] = [await packageFile(number), join(folder, 'cli-key.txt'), join(folder, 'out')]
    writeFileSync(key, `${superior.identity}\n`)
    const said: string[] = []
    const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
    const error = vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line))
    try {
      expect(await main(['open-transfer', file, '--identity', key, '--vkey', vkey, '--out', out])).toBe(0)
      expect(said.join('\n')).toMatch(new RegExp(`${number}[^]*宋怡林[^]*通话录音`))
      expect(readFileSync(join(out, 'data/evidence/01.m4a'))).toEqual(recording)
      // Never over what is there already.
      expect(await main(['open-transfer', file, '--identity', key, '--out', out])).toBe(2)
      expect(await main(['open-transfer', file, '--identity', key, '--vkey', testVkeys.security])).toBe(1)
      writeFileSync(key, `${await aPairApart()}\n`)
      expect(await main(['open-transfer', file, '--identity', key])).toBe(1)
      expect(await main(['open-transfer', file])).toBe(2)
    } finally {
      log.mockRestore()
      error.mockRestore()
    }
  })

  it('R36, R38, R44: the receipt is asked for, reminded of, and makes it final; the package stays what it was', async () => {
    const recorder = await viewer('songyilin')
    const before = (await openStub(context, recorder, number))?.stub
    const due = before?.next.dueOn ?? ''
    expect(due > registry.clock.now().slice(0, 10)).toBe(true)
    registry.clock.advance({ days: 30 })
    await sweep(context, defaultTimeLimits, publishedWorkingDays)
    const escalated = (await openStub(context, await viewer('songyilin'), number))?.stub
    expect(escalated).toMatchObject({ escalationLevel: 1 })
    const today = registry.clock.now().slice(0, 10)
    const enter = async (receiptNumber: string, receivedOn: string, key: string) =>
      enterTransferReceipt(context, await viewer('songyilin'), number, { receiptNumber, receivedOn }, key)
    expect(await enter('', today, 'r1')).toMatchObject({ refusal: { code: 'textMissing', text: 'receiptNumber' } })
    for (const day of ['', '2026-02-30', '2020-01-01', '2099-01-01'])
      expect(await enter('清纪收〔2026〕7号', day, 'r1')).toMatchObject({ refusal: { code: 'receiptDayImpossible' } })
    accepted(await enter('清纪收〔2026〕7号', today, 'r2'))
    accepted(await enter('清纪收〔2026〕7号', today, 'r2'))
    expect(await enter('另一个', today, 'r3')).toMatchObject({ refusal: { code: 'receiptAlreadyEntered' } })
    const after = (await openStub(context, await viewer('songyilin'), number))?.stub
    expect(after).toMatchObject({ receipt: { receiptNumber: '清纪收〔2026〕7号' }, next: { role: null, dueOn: null } })
    expect(after?.package).toEqual(before?.package)
    expect(await sweep(context, defaultTimeLimits, publishedWorkingDays)).toMatchObject({ escalated: 0 })
    const found = execFileSync('sha256sum', [sealedPath(context, after?.package.sha256 ?? '')]).toString()
    expect(found.slice(0, 64)).toBe(after?.package.sha256)
  })

  it('R44: the recorder may pass the bureau by, with a reason, and then no role in it ever gets a grant', async () => {
    const fields = { directToSuperior: 'yes', directReason: '担心本单位办理受影响' }
    const own = await registered(registry, await viewer('songyilin'), fields)
    const id = (await context.store.dossierByNumber(own as never))?.id ?? ('' as DossierId)
    const slots = await context.store.slotsOf(id)
    for (const username of everybody) {
      const who = await viewer(username)
      const grants = slots.filter(({ slot }) => openGrantWith(slot, readingPair(who.secret)))
      expect(grants, username).toHaveLength(username === 'songyilin' ? 1 : 0)
      expect((await openRecord(context, who, own)) !== null).toBe(username === 'songyilin')
    }
    accepted(await send('songyilin', own, '按登记时的选择', 'direct'))
    const opened = openedOk(await opening(await packageFile(own)))
    expect(opened.record.record.content.directToSuperior).toEqual({ reason: '担心本单位办理受影响' })
  })

  it('R44: the office hands up with a second person’s agreement; its readers keep the stub and do not learn who recorded', async () => {
    const own = await registered(registry, await viewer('songyilin'))
    accepted(await receiveRecord(context, await viewer('gaoming'), own, {}, `${own}1`))
    accepted(await recordView(context, await viewer('gaoming'), own, { purpose: '办理' }, `${own}2`))
    const recorder = await viewer('songyilin')
    expect(await proposeTransfer(context, recorder, own, { reason: '我想上送' }, `${own}3`)).toMatchObject({
      refusal: { code: 'notPermitted' },
    })
    const head = await viewer('tangke')
    const proposed = accepted(await proposeTransfer(context, head, own, { reason: '涉及上级机关人员' }, `${own}4`))
    expect(proposed).toMatchObject({ status: 'transferProposed', next: { role: 'disciplineLead' } })
    expect(await send('tangke', own, '', `${own}5`)).toMatchObject({ refusal: { code: 'wrongState' } })
    const byHead = await answerTransfer(context, await viewer('tangke'), own, { agreed: true, reason: '' }, `${own}6`)
    expect(byHead).toMatchObject({ ok: false })
    const lead = await viewer('luzheng')
    expect((await tasksOf(context, lead)).map(({ record }) => record.registerNumber)).toContain(own)
    accepted(await answerTransfer(context, lead, own, { agreed: true, reason: '' }, `${own}7`))
    accepted(await send('tangke', own, '', `${own}8`))

    for (const username of ['songyilin', 'gaoming', 'wenjing', 'tangke', 'luzheng']) {
      const who = await viewer(username)
      expect(await openRecord(context, who, own), username).toBeNull()
      const stub = await openStub(context, who, own)
      expect(stub?.stub, username).toMatchObject({ byOffice: true })
      expect(stub?.recordedBy?.name, username).toBe(username === 'songyilin' ? '宋怡林' : undefined)
    }
    expect(await openStub(context, await viewer('fanghong'), own)).toBeNull()
    const opened = openedOk(await opening(await packageFile(own, 'gaoming')))
    expect(opened.record).toMatchObject({ reason: '涉及上级机关人员', recorder: { name: '宋怡林' } })
    expect(opened.record.record.views.map(({ by }) => by)).toMatchObject([{ name: '高茗' }])
  })

  it('R44: what the signatory does not agree to goes on as it was', async () => {
    const own = await registered(registry, await viewer('songyilin'))
    accepted(await receiveRecord(context, await viewer('gaoming'), own, {}, `${own}1`))
    accepted(await proposeTransfer(context, await viewer('gaoming'), own, { reason: '请上级办理' }, `${own}2`))
    const lead = await viewer('luzheng')
    const blank = await answerTransfer(context, lead, own, { agreed: false, reason: '' }, `${own}3`)
    expect(blank).toMatchObject({ refusal: { code: 'textMissing', text: 'reason' } })
    const answer = { agreed: false, reason: '本单位可以办理' }
    const declined = accepted(await answerTransfer(context, lead, own, answer, `${own}4`))
    expect(declined).toMatchObject({ status: 'received', next: { role: 'disciplineHandler' } })
    expect(declined).not.toHaveProperty('transfer')
    const assessment = { to: 'generalInquiry', reason: '一般', redLinesCrossed: [], duty: '', procedure: '' } as const
    expect(accepted(await assessClass(context, await viewer('gaoming'), own, assessment, `${own}5`)).status).toBe(
      'assessed',
    )
  })

  it('R26: the registry is whole afterwards', async () => {
    expect(await checkRegistry(context, { vkeys: testVkeys })).toMatchObject({ ok: true })
  })
})

async function aPairApart(): Promise<string> {
  const { newAgePair } = await import('../../src/vault/age.ts')
  return (await newAgePair()).identity
}
