/**
 * Need-to-know, purposes and viewing permits through the door and the use cases, on a real store (R26, R28, R37, R40, R41, R42).
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkRegistry } from '../../src/app/check/check-registry.ts'
import { assessClass, assignHandler, receiveRecord } from '../../src/app/inquiries/handling.ts'
import { tasksOf } from '../../src/app/inquiries/listing.ts'
import { lookAt } from '../../src/app/inquiries/looking.ts'
import { openRecord } from '../../src/app/inquiries/opening.ts'
import { askForPermit, ownPermits } from '../../src/app/inquiries/permit-requests.ts'
import { printPermitSheet } from '../../src/app/inquiries/permit-sheet.ts'
import { approvePermit, permitTasksOf, refusePermit, withdrawPermit } from '../../src/app/inquiries/permits.ts'
import { noteSearchHits } from '../../src/app/inquiries/search-hits.ts'
import { personTimeline } from '../../src/app/inquiries/timeline.ts'
import type { RegisteredRecord } from '../../src/domain/inquiry-record/state.ts'
import { addDays, dayOf, type Day } from '../../src/kit/calendar.ts'
import { viewsByRole } from '../../src/domain/dossier/views.ts'
import { engines } from '../support/engines.ts'
import {
  type TestPerson,
  aDisciplineHandler,
  aDisciplineHead,
  aDisciplineLead,
  accepted,
  anAdministrator,
  anOfficer,
} from '../support/registry.ts'
import { type ServedRegistry, aServedRegistry } from '../support/served-registry.ts'
import { askedBy, registered, sayPurpose, searchedFor } from '../support/story.ts'
import { testVkeys } from '../support/trail-work.ts'

const aMember: TestPerson = {
  username: 'jiyun',
  name: '季云',
  roles: ['leadingPartyGroup'],
  unit: '局领导班子',
  leadingCadre: true,
}

describe.each(engines.filter(({ available }) => available))('need-to-know and permits on $name', (engine) => {
  let registry: ServedRegistry
  beforeAll(async () => {
    registry = await aServedRegistry({
      engine,
      people: [
        anOfficer('songyilin', '宋怡林'),
        anOfficer('hefei', '何飞'),
        aDisciplineHandler(),
        aDisciplineHandler('wenjing', '文静'),
        aDisciplineHead(),
        aDisciplineLead(),
        aMember,
        anAdministrator('systemAdmin'),
      ],
    })
  })
  afterAll(() => registry.close())

  const viewer = (username: string) => registry.viewer(username)
  const today = (): Day => dayOf(registry.clock.now())
  let keys = 0
  const key = (): string => `story-key-${(keys += 1)}`

  const aRecord = async (fields = {}): Promise<string> => registered(registry, await viewer('songyilin'), fields)
  const receivedRecord = async (fields = {}): Promise<string> => {
    const number = await aRecord(fields)
    accepted(await receiveRecord(registry.context, await viewer('gaoming'), number, {}, key()))
    return number
  }
  const ask = async (username: string, number: string, changes = {}): Promise<void> => {
    const asked = {
      number,
      reason: '本周专题会',
      purpose: '准备会议材料',
      wantedUntil: addDays(today(), 5),
      wantsEvidence: false,
    }
    accepted(await askForPermit(registry.context, await viewer(username), { ...asked, ...changes }, key()))
  }
  const opens = async (username: string, number: string) => openRecord(registry.context, await viewer(username), number)
  const recordFor = async (number: string): Promise<RegisteredRecord> => {
    const opened = await opens('tangke', number)
    if (!opened) throw new Error('the head knows every record of the office')
    return opened.record
  }
  const pendingOn = async (number: string): Promise<string> => {
    const permit = (await recordFor(number)).permits.at(-1)
    if (!permit) throw new Error('nobody asked')
    return permit.id
  }
  const approve = async (number: string, changes = {}): Promise<string> => {
    const permitId = await pendingOn(number)
    const input = { permitId, untilDay: addDays(today(), 3), withEvidence: false, ...changes }
    accepted(await approvePermit(registry.context, await viewer('tangke'), number, input, key()))
    return permitId
  }

  it('R37: before receipt every handler finds the task; afterwards the receiver alone, and re-assigning takes it from him at once', async () => {
    const { context } = registry
    const number = await aRecord()
    const has = async (username: string): Promise<boolean> =>
      (await tasksOf(context, await viewer(username))).some(({ record }) => record.registerNumber === number)
    expect([await has('gaoming'), await has('wenjing')]).toEqual([true, true])
    expect((await opens('wenjing', number))?.identity).toBeNull()

    const handler = await viewer('gaoming')
    accepted(await receiveRecord(context, handler, number, {}, key()))
    expect((await opens('gaoming', number))?.identity?.name).toBe('宋怡林')
    expect([await has('wenjing'), await opens('wenjing', number)]).toEqual([false, null])
    expect(await searchedFor(context, await viewer('wenjing'), number)).toEqual([])

    const former = await registry.signIn('gaoming')
    expect((await former.get(`/records/${number}?task=1`)).statusCode).toBe(200)
    const wenjing = registry.account('wenjing').personId
    accepted(await assignHandler(context, await viewer('tangke'), number, { handlerId: wenjing }, key()))
    for (const rest of ['', '/form.pdf', '/assess', '/purpose', '/timeline', '/proof.svg'])
      expect((await former.get(`/records/${number}${rest}`)).statusCode, rest).toBe(404)
    expect((await former.get('/records')).body).not.toContain(number)
    expect(await has('wenjing')).toBe(true)
  })

  it('R37: from a task one opens at once; from the list one says what for, once a day for each record', async () => {
    const number = await receivedRecord()
    const handler = await registry.signIn('gaoming')
    const asked = await handler.get(`/records/${number}`)
    expect([asked.statusCode, asked.headers.location]).toEqual([303, `/records/${number}/purpose`])
    for (const rest of ['/form.pdf', '/assess'])
      expect((await handler.get(`/records/${number}${rest}`)).headers.location, rest).toBe(
        `/records/${number}/purpose?next=${rest.slice(1)}`,
      )
    const page = await handler.get(`/records/${number}/purpose`)
    expect(page.body).toContain('为什么要看这份记录')
    expect(page.body).not.toContain('某商行占道经营案')
    const idempotencyKey = 'purpose-key-1'
    const bare = await handler.post(`/records/${number}/purpose`, { idempotencyKey, purpose: 'other' })
    expect(bare.statusCode).toBe(422)
    expect(bare.body).toContain('请写明具体目的')
    const said = await handler.post(`/records/${number}/purpose`, {
      idempotencyKey,
      purpose: 'other',
      words: '核对笔录时间',
    })
    expect(said.headers.location).toBe(`/records/${number}`)
    expect((await handler.get(`/records/${number}`)).statusCode).toBe(200)
    expect((await recordFor(number)).views.map(({ purpose }) => purpose)).toEqual(['核对笔录时间', '核对笔录时间'])
    // Two looks of one minute are one row for the recorder, by role (R40).
    const rows = viewsByRole((await recordFor(number)).views)
    expect(new Set(rows.map(({ role }) => role))).toEqual(new Set(['disciplineHandler']))
    expect(rows.length).toBeLessThanOrEqual(2)

    registry.clock.advance({ days: 1 })
    const tomorrow = await registry.signIn('gaoming')
    expect((await tomorrow.get(`/records/${number}`)).statusCode).toBe(303)
    expect((await tomorrow.get(`/records/${number}?task=1`)).statusCode).toBe(200)
    expect((await recordFor(number)).views.at(-1)?.purpose).toBe('task')
    // A look that claims to come from a task of which there is none is asked like any other.
    const head = await registry.signIn('tangke')
    expect((await head.get(`/records/${number}?task=1`)).statusCode).toBe(303)
  })

  it('R37, R41: a handler without the record asks, the head approves, he reads without learning who recorded, and it ends by itself', async () => {
    const { context } = registry
    const number = await receivedRecord()
    await ask('wenjing', number)
    expect(await opens('wenjing', number)).toBeNull()
    const head = await viewer('tangke')
    expect((await permitTasksOf(context, head)).map(({ record }) => record.registerNumber)).toContain(number)
    expect(await permitTasksOf(context, await viewer('wenjing'))).toEqual([])
    await approve(number)
    expect((await ownPermits(context, await viewer('wenjing')))[0]).toMatchObject({ number, state: 'approved' })

    const look = await lookAt(context, await viewer('wenjing'), number, { comesFromTask: false })
    expect(look).toMatchObject({ kind: 'seen', opened: { standing: 'permit', identity: null } })
    expect((await recordFor(number)).views.at(-1)).toMatchObject({ purpose: '准备会议材料', by: { name: '文静' } })
    expect(await receiveRecord(context, await viewer('wenjing'), number, {}, key())).toMatchObject({ ok: false })
    const found = await searchedFor(context, await viewer('wenjing'), '宋怡林')
    expect(found.map(({ record }) => record.registerNumber)).not.toContain(number)

    registry.clock.advance({ days: 4 })
    expect(await opens('wenjing', number)).toBeNull()
    const holder = await viewer('wenjing')
    for (let i = 0; i < 2; i += 1) expect(await lookAt(context, holder, number, { comesFromTask: false })).toBeNull()
    expect((await recordFor(number)).permits[0]?.triedAfterwardsAt).not.toBeNull()
    expect((await ownPermits(context, holder))[0]?.state).toBe('expired')
  })

  it('R37, R42: a Party group member holds no key; approval grants the content alone, and after the end the dossier gets new keys', async () => {
    const { context } = registry
    const number = await receivedRecord()
    await ask('jiyun', number)
    await approve(number)
    const member = await registry.signIn('jiyun')
    const page = await member.get(`/records/${number}`)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('您按查阅审批查看这份记录')
    expect(page.body).toContain('季云 ')
    expect(page.body).not.toContain('宋怡林')
    expect((await member.get('/records')).body).toContain(number)
    for (const action of ['receive', 'assess', 'opinion', 'remark'])
      expect(
        (await member.post(`/records/${number}/${action}`, { idempotencyKey: key(), text: '某' })).statusCode,
        action,
      ).toBe(422)
    expect((await opens('jiyun', number))?.keys.identity).toBeNull()

    registry.clock.advance({ days: 4 })
    expect(await opens('jiyun', number)).toBeNull()
    accepted(
      await assessClass(
        context,
        await viewer('gaoming'),
        number,
        { to: 'generalInquiry', reason: '一般', redLinesCrossed: [], duty: '', procedure: '' },
        key(),
      ),
    )
    const row = (await opens('tangke', number))?.row
    expect(row?.keysSince).toBeGreaterThan(1)
    expect(await opens('jiyun', number)).toBeNull()
  })

  it('R42: the answer is the same for a number that does not exist, a closed record and somebody named', async () => {
    const { context } = registry
    const named = await receivedRecord(askedBy(registry.account('jiyun')))
    const real = await receivedRecord()
    const member = await registry.signIn('jiyun')
    const bodies = new Set<string>()
    for (const number of [named, real, '2026-ZZZZZZ']) {
      const form = { idempotencyKey: key(), number, reason: '会议', purpose: '会议', wantedUntil: addDays(today(), 2) }
      const answer = await member.post('/permits', form)
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/permits?asked=1'])
      bodies.add(
        (await member.get('/permits?asked=1')).body
          .replace(/<tbody>[^]*<\/tbody>/, '')
          .replaceAll(/value="[^"]*"/g, '')
          .replaceAll(/\d{1,2}:\d{2}/g, ''),
      )
    }
    expect(bodies.size).toBe(1)
    expect((await ownPermits(context, await viewer('jiyun'))).slice(0, 3).map(({ state }) => state)).toEqual([
      'waiting',
      'waiting',
      'waiting',
    ])
    // Who reviews sees that somebody named asked, and can neither approve nor refuse it.
    const permitId = await pendingOn(named)
    const head = await viewer('tangke')
    expect((await permitTasksOf(context, head)).map(({ record }) => record.registerNumber)).not.toContain(named)
    const untilDay = addDays(today(), 2)
    expect(await approvePermit(context, head, named, { permitId, untilDay, withEvidence: false }, key())).toEqual({
      ok: false,
      refusal: { code: 'askerNamed' },
    })
    expect(await opens('jiyun', named)).toBeNull()
  })

  it('R37: refused and withdrawn reach the asker with the reason; nobody answers his own request; others cannot ask', async () => {
    const { context } = registry
    const number = await receivedRecord()
    await ask('jiyun', number)
    const refusing = { permitId: await pendingOn(number), reason: '与职责无关' }
    accepted(await refusePermit(context, await viewer('tangke'), number, refusing, key()))
    expect((await ownPermits(context, await viewer('jiyun')))[0]).toMatchObject({
      state: 'refused',
      answer: { reason: '与职责无关' },
    })

    await ask('jiyun', number)
    const permitId = await approve(number)
    expect((await opens('jiyun', number))?.standing).toBe('permit')
    accepted(await withdrawPermit(context, await viewer('tangke'), number, { permitId, reason: '会议取消' }, key()))
    expect(await opens('jiyun', number)).toBeNull()
    expect((await ownPermits(context, await viewer('jiyun')))[0]).toMatchObject({ state: 'withdrawn' })

    await ask('tangke', number)
    const own = { permitId: await pendingOn(number), untilDay: addDays(today(), 1), withEvidence: false }
    expect(await approvePermit(context, await viewer('tangke'), number, own, key())).toEqual({
      ok: false,
      refusal: { code: 'ownPermit' },
    })
    for (const username of ['hefei', 'systemadmin'])
      expect((await (await registry.signIn(username)).get('/permits')).statusCode, username).toBe(404)
  })

  it('R26: many looks at one moment are all kept, whoever was faster', async () => {
    const { context } = registry
    const number = await receivedRecord()
    const handler = await viewer('gaoming')
    const head = await viewer('tangke')
    const before = (await recordFor(number)).views.length
    const looks = await Promise.all(
      [handler, head, handler, head, handler].map((who) => lookAt(context, who, number, { comesFromTask: true })),
    )
    const seen = looks.filter((look) => look?.kind === 'seen').length
    expect(seen).toBeGreaterThanOrEqual(3)
    expect((await recordFor(number)).views).toHaveLength(before + seen)
  })

  it('R26: what a search shows is kept in each record it shows, and never the words; what one asked twice is asked once', async () => {
    const { context } = registry
    const number = await receivedRecord()
    const handler = await viewer('gaoming')
    const found = await searchedFor(context, handler, number)
    await noteSearchHits(context, handler, found)
    expect((await recordFor(number)).searchHits).toMatchObject([{ by: { name: '高茗' }, times: 1 }])
    const browser = await registry.signIn('gaoming')
    expect((await browser.get(`/records?q=${number}`)).body).toContain(number)
    const { searchHits } = await recordFor(number)
    expect(searchHits).toMatchObject([{ by: { name: '高茗' }, times: 2 }])
    expect(JSON.stringify(searchHits)).not.toContain(number)

    const asked = { number, reason: '会议', purpose: '会议', wantedUntil: addDays(today(), 2), wantsEvidence: false }
    const member = await viewer('jiyun')
    for (let i = 0; i < 2; i += 1) accepted(await askForPermit(context, member, asked, 'the same form'))
    expect((await recordFor(number)).permits).toHaveLength(1)
  })

  it('R28: the timeline shows what else the same person asked, to who handles the record, and each use is kept', async () => {
    const { context } = registry
    const by = { inquirerKind: 'formerStaff', inquirerName: '柳长河' } as const
    const first = await receivedRecord({ ...by, caseTitle: '甲案' })
    const second = await receivedRecord({ ...by, caseTitle: '乙案' })
    const other = await receivedRecord({ caseTitle: '丙案' })
    const timeline = accepted(await personTimeline(context, await viewer('gaoming'), first))
    const numbers = timeline.entries.map(({ listed }) => listed.record.registerNumber)
    expect(numbers).toEqual(expect.arrayContaining([first, second]))
    expect(numbers).not.toContain(other)
    expect((await recordFor(first)).timelines).toHaveLength(1)
    expect((await recordFor(second)).searchHits).toHaveLength(1)

    await ask('wenjing', first)
    await approve(first)
    expect((await opens('wenjing', first))?.standing).toBe('permit')
    for (const username of ['wenjing', 'songyilin', 'hefei'])
      expect(await personTimeline(context, await viewer(username), first), username).toMatchObject({ ok: false })
    const head = await registry.signIn('tangke')
    expect((await head.get(`/records/${first}/timeline`)).headers.location).toContain('next=timeline')
    await sayPurpose(head, first)
    const page = await head.get(`/records/${first}/timeline`)
    expect(page.body).toContain('柳长河提出')
  })

  it('R37, R85: the permit sheet 查阅审批单 says who asked, who approved, what for and until when, and its print is kept', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'liuhen-sheet-'))
    const number = await receivedRecord()
    await ask('jiyun', number)
    expect(
      await printPermitSheet(registry.context, await viewer('tangke'), number, await pendingOn(number), key()),
    ).toMatchObject({ ok: false })
    const permitId = await approve(number, { withEvidence: true })
    for (const username of ['tangke', 'jiyun']) {
      const { pdf } = accepted(
        await printPermitSheet(registry.context, await viewer(username), number, permitId, key()),
      )
      if (process.env.KEEP_PAPERS) writeFileSync(join(process.env.KEEP_PAPERS, 'permit.pdf'), pdf)
      const file = join(folder, 'sheet.pdf')
      writeFileSync(file, pdf)
      const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).replaceAll(/\s/g, '')
      for (const said of ['过问记录查阅审批单', number, '季云', '唐可', '准备会议材料', '材料原件', '到期自动失效'])
        expect(text).toContain(said)
      expect(text).not.toContain('宋怡林')
    }
    const member = await viewer('wenjing')
    expect(await printPermitSheet(registry.context, member, number, permitId, key())).toMatchObject({ ok: false })
    expect((await recordFor(number)).prints.map(({ paper }) => paper)).toEqual([
      `viewingPermit ${permitId}`,
      `viewingPermit ${permitId}`,
    ])
    rmSync(folder, { recursive: true })
  })

  it('R26: the registry is whole afterwards', async () => {
    expect(await checkRegistry(registry.context, { vkeys: testVkeys })).toMatchObject({ ok: true })
  })
})
