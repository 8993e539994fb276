/**
 * What somebody learns who reads the whole disk but holds no reader's password: nothing of what was recorded, by whom, or about whom
 * (R24, R35, R41, R42). A whole story is played first, with everything in it that an officer or the office may type.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeDraft, startDraft } from '../../src/app/drafts.ts'
import { beginUpload, continueUpload } from '../../src/app/evidence/uploads.ts'
import {
  addCorrection,
  addRemark,
  addSupplement,
  assessClass,
  closeForReference,
  receiveRecord,
  recordView,
  requestSupplement,
  requestWithdrawal,
  signOpinion,
} from '../../src/app/inquiries/handling.ts'
import { openableRecords, tasksOf } from '../../src/app/inquiries/listing.ts'
import { openRecord } from '../../src/app/inquiries/opening.ts'
import { listTagsOf } from '../../src/app/lists/shelves.ts'
import { registerDraft } from '../../src/app/inquiries/registering.ts'
import { backUp } from '../../src/app/operations/backup.ts'
import { exportRegistry } from '../../src/app/operations/moving.ts'
import { sweep } from '../../src/app/sweep.ts'
import { defaultTimeLimits } from '../../src/domain/rules/time-limits.ts'
import { publishedWorkingDays } from '../../src/domain/rules/working-days.ts'
import { EVIDENCE_CHUNK_LENGTH } from '../../src/vault/evidence.ts'
import { everything, fileContents, type Found, placesOf, registerTables, tableValues } from '../support/disk-reader.ts'
import { engines } from '../support/engines.ts'
import { pagesOfLists } from '../support/remembered.ts'
import { aDisciplineHandler, aDisciplineHead, aDisciplineLead, accepted, anOfficer } from '../support/registry.ts'
import { type ServedRegistry, aServedRegistry } from '../support/served-registry.ts'
import { askedBy, registered, typedToday } from '../support/story.ts'
import { testVkeys } from '../support/trail-work.ts'

/** Stands in for the one that a registry makes at its first start. */
const hostKey = `liuhen/host-key@v1\nregister ${'kept elsewhere '.repeat(3)}\n`
const registerLine = new RegExp(`^{"kind":"event"|"table":"(${registerTables.join('|')})"`)

const officers = ['songyilin', 'hefei', 'yanqing', 'duwei'] as const

/** Long enough to be nowhere by chance. */
const said = {
  caseTitle: '金穗商行占道经营一案甲',
  inquirerName: '欧阳砚秋',
  inquirerUnit: '云岭贸易公司行政部',
  exactWords: '高抬贵手的话改日必当面谢',
  demand: '盼能免于立案并退还物品',
  place: '河东集贸市场北门岗亭旁',
  suggestion: '建议照章办理不予变通乙',
  responseWords: '当场表示一切按规定程序走',
  witnesses: '同组队员路见明在场可证',
}
const later = {
  evidenceName: '通话录音片段之一.txt',
  evidenceContent: '录音里说的是别把事做绝了',
  unfinished: '还没有传完的一段聊天记录',
  draft: '一份尚未登记的草稿里的话',
  question: '当日是否另有他人在场旁听',
  supplement: '后来又打来一通电话催问过',
  correction: '地点应为市场南门而非北门',
  withdrawal: '有人托话要求把登记撤回去',
  purpose: '为核对登记内容是否属实丙',
  reason: '属一般询问未提出处理要求',
  remark: '材料已另行归入副卷备查丁',
  opinion: '情况属实按一般过问留存备查',
  closing: '无进一步事项准予办结戊己',
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

describe.each(engines.filter(({ available }) => available))('who reads the whole disk, on $name', (engine) => {
  let registry: ServedRegistry
  let disk: Found[]
  let number = ''
  const secrets: Uint8Array[] = []

  beforeAll(async () => {
    registry = await aServedRegistry({
      engine,
      people: [
        anOfficer('songyilin', '宋怡林'),
        anOfficer('hefei', '何飞', { unit: '河西中队' }),
        anOfficer('yanqing', '严青'),
        anOfficer('duwei', '杜微'),
        aDisciplineHandler(),
        aDisciplineHandler('wenjing', '文静'),
        aDisciplineHead(),
        aDisciplineLead(),
      ],
    })
    number = await wholeStory()
    disk = await everything(registry)
  })
  afterAll(() => registry.close())

  /** Answers the number of the record that went all the way. */
  async function wholeStory(): Promise<string> {
    const { context } = registry
    const officer = await registry.viewer('songyilin')
    const draft = accepted(await startDraft(context, officer))
    const upload = async (name: string, bytes: Uint8Array, sent = bytes): Promise<void> => {
      const begun = { draftId: draft.id, name, length: bytes.length }
      const { id } = accepted(await beginUpload(context, officer, begun))
      accepted(await continueUpload(context, officer, id, 0, once(sent)))
    }
    await upload(later.evidenceName, Buffer.from(later.evidenceContent.repeat(1000)))
    const large = Buffer.from(later.unfinished.repeat(200_000))
    await upload('未完.txt', large, large.subarray(0, EVIDENCE_CHUNK_LENGTH + 1000))
    const fields = { ...typedToday(registry), ...said }
    const { version } = accepted(await changeDraft(context, officer, draft.id, draft.version, { fields }))
    const signing = { draftId: draft.id, version, declaredTruthful: true, signature: { kind: 'typed' } as const }
    const story = accepted(await registerDraft(context, officer, signing, 'story')).number
    const kept = accepted(await startDraft(context, officer))
    accepted(await changeDraft(context, officer, kept.id, 1, { fields: { exactWords: later.draft } }))

    const handler = await registry.viewer('gaoming')
    await tasksOf(context, handler)
    accepted(await receiveRecord(context, handler, story, {}, 'k1'))
    accepted(await recordView(context, handler, story, { purpose: later.purpose }, 'k2'))
    accepted(await requestSupplement(context, handler, story, { question: later.question }, 'k3'))
    const recorder = await registry.viewer('songyilin')
    const supplement = { text: later.supplement, evidence: [], named: [] }
    accepted(await addSupplement(context, recorder, story, supplement, 'k4'))
    const correction = { field: 'place' as const, text: later.correction, reason: '笔误', named: [] }
    accepted(await addCorrection(context, recorder, story, correction, 'k5'))
    const asked = { reason: later.withdrawal, askedToWithdraw: true, askedBy: said.inquirerName }
    accepted(await requestWithdrawal(context, recorder, story, asked, 'k6'))
    const again = await registry.viewer('gaoming')
    const assessment = { to: 'generalInquiry', redLinesCrossed: [], duty: '', procedure: '' } as const
    accepted(await assessClass(context, again, story, { ...assessment, reason: later.reason }, 'k7'))
    accepted(await addRemark(context, again, story, { text: later.remark }, 'k8'))
    const lead = await registry.viewer('luzheng')
    const opinion = { signature: { kind: 'typed' }, capacity: '', recusalReason: '' } as const
    accepted(await signOpinion(context, lead, story, { ...opinion, opinion: later.opinion }, 'k9'))
    const closer = await registry.viewer('gaoming')
    accepted(await closeForReference(context, closer, story, { reason: later.closing }, 'k10'))

    await registered(registry, await registry.viewer('hefei'), askedBy(registry.account('wenjing')))
    await registered(registry, await registry.viewer('yanqing'))
    await sweep(context, defaultTimeLimits, publishedWorkingDays)
    for (const username of [...officers, 'wenjing']) {
      const browser = await registry.signIn(username)
      expect((await browser.get('/home')).statusCode).toBe(200)
      expect((await browser.get('/records')).statusCode).toBe(200)
      expect((await browser.get(`/records/${story}`)).statusCode).toBe(username === 'songyilin' ? 200 : 404)
      const [id = '', key = ''] = (browser.cookies.get('liuhen') ?? '').split('.')
      secrets.push(Buffer.from(id, 'base64url'), Buffer.from(key, 'base64url'))
    }
    return story
  }

  it('R24, R35: finds nothing of what was typed or sent in, in any usual writing', () => {
    expect(placesOf('清源区综合执法局', disk)).not.toEqual([])
    for (const text of [...Object.values(said), ...Object.values(later)]) expect(placesOf(text, disk), text).toEqual([])
  })

  it('R24, R35, R41: a backup and an export reveal nothing more, and neither holds the host key', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'liuhen-copies-'))
    try {
      writeFileSync(join(registry.context.dataFolder, 'host.key'), hostKey, { mode: 0o600 })
      const request = { to: folder, vkeys: testVkeys, version: '0.0.0-test', withHostKey: false }
      const { manifest } = await backUp(registry.context, request)
      await exportRegistry(registry.context, testVkeys, join(folder, 'register.ndjson'))
      const copies = fileContents(folder)
      // All of the register is in both, or there would be nothing to find it in.
      expect(manifest.counts.dossiers).toBe(3)
      expect(placesOf(number, copies).length).toBeGreaterThan(1)
      for (const text of [...Object.values(said), ...Object.values(later)])
        expect(placesOf(text, copies), text).toEqual([])
      for (const secret of [hostKey, ...secrets]) expect(placesOf(secret, copies)).toEqual([])
      for (const username of [...officers, 'gaoming', 'tangke', 'luzheng']) {
        const { password, totpSecret } = registry.account(username)
        expect(placesOf(password, copies), username).toEqual([])
        expect(placesOf(totpSecret, copies), username).toEqual([])
      }
      // No line of the register in the export leads to an account or a person.
      const register = readFileSync(join(folder, 'register.ndjson'), 'utf8')
        .split('\n')
        .filter((line) => registerLine.test(line))
        .map((line) => ({ where: line.slice(0, 60), bytes: Buffer.from(line) }))
      expect(register.length).toBeGreaterThan(20)
      for (const username of [...officers, 'gaoming', 'wenjing', 'tangke', 'luzheng']) {
        const { accountId, personId, name } = registry.account(username)
        for (const trace of [accountId, personId, username]) expect(placesOf(trace, register), trace).toEqual([])
        // Two characters stand somewhere in so much base64 by chance: names are looked for as they are written.
        expect(
          register.filter(({ bytes }) => bytes.includes(name)),
          name,
        ).toEqual([])
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('R35: finds no password, no authenticator’s secret and no session key', () => {
    expect(secrets.filter(({ length }) => length === 32)).toHaveLength(2 * 5)
    for (const username of [...officers, 'gaoming', 'tangke', 'luzheng']) {
      const { password, totpSecret } = registry.account(username)
      expect(placesOf(password, disk), username).toEqual([])
      expect(placesOf(totpSecret, disk), username).toEqual([])
    }
    for (const secret of secrets) expect(placesOf(secret, disk)).toEqual([])
  })

  it('R41, R42: nothing of the register leads to an account or a person', async () => {
    const register = await tableValues(registry, registerTables)
    expect(placesOf(number, register)).toEqual(expect.arrayContaining(['dossiers.number']))
    for (const username of [...officers, 'gaoming', 'wenjing', 'tangke', 'luzheng']) {
      const { accountId, personId, name } = registry.account(username)
      for (const trace of [accountId, personId, username, name]) expect(placesOf(trace, register), trace).toEqual([])
    }
    const apart = await tableValues(registry, ['security_events', 'accounts', 'sessions'])
    for (const { id } of (await registry.statement('select id from dossiers')) as { id: string }[])
      expect(placesOf(id, apart)).toEqual([])
    expect(placesOf(number, apart)).toEqual([])
  })

  it('R41: no table tells at which time of day something happened to a record', async () => {
    for (const { where, bytes } of await tableValues(registry, registerTables))
      expect(/\d{1,2}:\d{2}/.test(printable(bytes)), where).toBe(false)
    // Nor as a count of seconds or milliseconds: no number is that large.
    for (const table of registerTables)
      for (const row of await registry.statement(`select * from ${table}`))
        for (const [column, value] of Object.entries(row))
          // Pages of lists lie at random places.
          if (column !== 'place' && (typeof value === 'number' || /^\d+$/.test(String(value))))
            expect(Number(value), `${table}.${column}`).toBeLessThan(100_000_000)
  })

  it('R42: all dossiers have as many grants, equally long, whoever is named in them', async () => {
    const slots = (await registry.statement('select dossier_id, slot from slots')) as {
      dossier_id: string
      slot: Uint8Array
    }[]
    const counts = Object.values(Object.groupBy(slots, ({ dossier_id }) => dossier_id)).map((each) => each?.length)
    expect(counts).toHaveLength(3)
    expect(new Set(counts).size).toBe(1)
    expect(new Set(slots.map(({ slot }) => slot.length)).size).toBe(1)
  })

  it('R41: registrations by different officers, about different people, are equally long', async () => {
    const rows = (await registry.statement(
      'select e.dossier_id, e.facts, e.sealed, l.entry from events e join leaves l on l.leaf_index = e.leaf_index ' +
        "where e.sequence = 1 and l.trail = 'register'",
    )) as { dossier_id: string; facts: string; sealed: Uint8Array; entry: Uint8Array }[]
    const lengths = rows.map(({ facts, sealed, entry }) => `${facts} ${sealed.length} ${entry.length}`)
    expect(lengths).toHaveLength(3)
    expect(new Set(lengths).size).toBe(1)
  })

  /** What lies in the store for somebody, by length; only his secret finds it. */
  async function pagesOf(username: string): Promise<{ serials: number[]; lengths: number[] }> {
    const { context } = registry
    const viewer = await registry.viewer(username)
    const tags = await listTagsOf(context, viewer)
    return {
      serials: (await pagesOfLists(context, viewer.secret)).map(({ serial }) => serial),
      lengths: (await context.store.listPages(tags)).map(({ sealed }) => sealed.length).toSorted((a, b) => a - b),
    }
  }

  it('R41: the pages and the session of who recorded look like those of who did not', async () => {
    expect((await openableRecords(registry.context, await registry.viewer('songyilin'))).length).toBeGreaterThan(0)
    expect(await openableRecords(registry.context, await registry.viewer('duwei'))).toEqual([])
    const lengths = [] as number[][]
    for (const username of officers) lengths.push((await pagesOf(username)).lengths)
    expect(lengths[0]).toHaveLength(5)
    expect(new Set(lengths.map(String)).size).toBe(1)
    const sessions = (await registry.statement('select account_id, sealed from sessions')) as {
      account_id: string
      sealed: Uint8Array
    }[]
    const ofOfficers = new Set<string>(officers.map((username) => registry.account(username).accountId))
    const sealed = sessions.filter(({ account_id }) => ofOfficers.has(account_id)).map(({ sealed }) => sealed.length)
    expect(sealed).toHaveLength(officers.length)
    expect(new Set(sealed).size).toBe(1)
  })

  it('R41, R42: two copies of the disk show no difference between who reads a record that changed and who does not', async () => {
    const { context } = registry
    const look = async () => {
      const seen = []
      for (const username of officers) {
        await openableRecords(context, await registry.viewer(username))
        seen.push(await pagesOf(username))
      }
      return seen
    }
    const before = await look()
    const recorder = await registry.viewer('songyilin')
    const supplement = { text: later.supplement, evidence: [], named: [] }
    accepted(await addSupplement(context, recorder, number, supplement, 'two copies'))
    const after = await look()
    const written = after.map(
      ({ serials }, i) => serials.filter((serial) => !before[i]?.serials.includes(serial)).length,
    )
    expect(written).toEqual(officers.map(() => 1))
    // Without a change nobody's are written.
    expect(await look()).toEqual(after)
  })

  it('R41, R87: no line of the log names an account, a record or where somebody of the staff has been', async () => {
    const opened = await openRecord(registry.context, await registry.viewer('songyilin'), number)
    const log = [{ where: 'log', bytes: Buffer.from(registry.logLines.join('')) }]
    expect(registry.logLines.length).toBeGreaterThan(10)
    const traces = ['/records', '/drafts', '/home', number, String(opened?.row.id)]
    for (const username of [...officers, 'wenjing']) {
      const { accountId, personId, name } = registry.account(username)
      traces.push(username, accountId, personId, name)
    }
    for (const trace of traces) expect(placesOf(trace, log), trace).toEqual([])
  })
})

const printable = (bytes: Buffer): string => (/^[\x20-\x7e\n]*$/.test(bytes.toString('latin1')) ? bytes.toString() : '')
