/** One inquiry all the way through the use cases, on a real store: registered, received, supplemented, assessed, signed, closed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeDraft, draftById, draftsOf, startDraft } from '../../src/app/drafts.ts'
import {
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
import { registerDraft } from '../../src/app/inquiries/registering.ts'
import { proofOfLeaf } from '../../src/app/trail-files.ts'
import { viewsByRole } from '../../src/domain/dossier/views.ts'
import { parseLeafEntry } from '../../src/trail/leaf-entry.ts'
import { parseProof } from '../../src/trail/proof.ts'
import {
  type TestRegistry,
  aDisciplineHandler,
  aDisciplineHead,
  aDisciplineLead,
  aRegistry,
  accepted,
  anAdministrator,
  anOfficer,
} from '../support/registry.ts'
import { engines } from '../support/engines.ts'
import { askedBy, registered, typedToday, searchedFor } from '../support/story.ts'

let registry: TestRegistry

describe.each(engines.filter(({ available }) => available))('an inquiry record on $name', (engine) => {
  beforeAll(async () => {
    registry = await aRegistry({
      engine,
      people: [
        anOfficer('songyilin', '宋怡林'),
        anOfficer('hefei', '何飞'),
        aDisciplineHandler(),
        aDisciplineHandler('wenjing', '文静'),
        aDisciplineHead(),
        aDisciplineLead(),
        anAdministrator('systemAdmin'),
      ],
    })
  })
  afterAll(() => registry.close())

  it('R17, R19, R21: goes from a sealed draft to a closed record, step by step', async () => {
    const { context } = registry
    const officer = await registry.viewer('songyilin')
    const number = await registered(registry, officer)
    expect(number).toMatch(/^\d{4}-[0-9A-HJKMNP-TV-Z]{6}$/)
    expect(await draftsOf(context, officer)).toEqual([])

    const handler = await registry.viewer('gaoming')
    expect((await tasksOf(context, handler)).map(({ record }) => record.registerNumber)).toContain(number)
    accepted(await receiveRecord(context, handler, number, {}, 'k1'))
    accepted(await recordView(context, handler, number, { purpose: '核对登记内容' }, 'k2'))
    accepted(await requestSupplement(context, handler, number, { question: '当时是否有旁人在场？' }, 'k3'))

    const recorder = await registry.viewer('songyilin')
    expect((await tasksOf(context, recorder)).map(({ record }) => record.registerNumber)).toEqual([number])
    accepted(await addSupplement(context, recorder, number, { text: '无旁人在场', evidence: [], named: [] }, 'k4'))

    const again = await registry.viewer('gaoming')
    accepted(
      await assessClass(
        context,
        again,
        number,
        { to: 'generalInquiry', reason: '一般询问', redLinesCrossed: [], duty: '', procedure: '' },
        'k5',
      ),
    )
    const lead = await registry.viewer('luzheng')
    const mark = { kind: 'typed' } as const
    accepted(
      await signOpinion(
        context,
        lead,
        number,
        { opinion: '情况属实，留存备查。', signature: mark, capacity: '', recusalReason: '' },
        'k6',
      ),
    )
    const closer = await registry.viewer('gaoming')
    const closed = accepted(await closeForReference(context, closer, number, { reason: '留存备查' }, 'k7'))
    expect(closed.status).toBe('closedForReference')
    expect(closed.next.dueOn).toBeNull()
    const [listed] = await openableRecords(context, await registry.viewer('songyilin'))
    expect(listed?.record).toEqual(closed)
  })

  it('R19: the content registered stays byte-identical under supplements', async () => {
    const { context } = registry
    const officer = await registry.viewer('songyilin')
    const number = await registered(registry, officer)
    const before = JSON.stringify((await openRecord(context, officer, number))?.record.content)
    accepted(await addSupplement(context, officer, number, { text: '另有一次电话', evidence: [], named: [] }, 's1'))
    expect(JSON.stringify((await openRecord(context, officer, number))?.record.content)).toBe(before)
  })

  it('R20: a request for withdrawal changes nothing but is kept with the answer whether somebody asked for it', async () => {
    const { context } = registry
    const officer = await registry.viewer('songyilin')
    const number = await registered(registry, officer)
    const asked = { reason: '领导要求撤回', askedToWithdraw: true, askedBy: '中队长' }
    const record = accepted(await requestWithdrawal(context, officer, number, asked, 'w1'))
    expect(record.status).toBe('registered')
    expect(record.withdrawals).toMatchObject([asked])
  })

  it('R37, R42: no grant, no such number and somebody named get the same nothing', async () => {
    const { context } = registry
    const officer = await registry.viewer('songyilin')
    const named = registry.account('gaoming')
    const number = await registered(registry, officer, askedBy(named))
    for (const username of ['gaoming', 'hefei', 'systemadmin']) {
      const viewer = await registry.viewer(username)
      expect(await openRecord(context, viewer, number)).toBeNull()
      expect((await openableRecords(context, viewer)).filter(({ record }) => record.registerNumber === number)).toEqual(
        [],
      )
      expect((await tasksOf(context, viewer)).filter(({ record }) => record.registerNumber === number)).toEqual([])
      const refused = await receiveRecord(context, viewer, number, {}, `named-${username}`)
      expect(refused).toEqual({ ok: false, refusal: { code: 'notFound' } })
      expect(await receiveRecord(context, viewer, '2026-000000', {}, `none-${username}`)).toEqual(refused)
    }
    expect(await openRecord(context, await registry.viewer('wenjing'), number)).not.toBeNull()
  })

  it('R42: a name that was only typed, and is a colleague’s, shuts that colleague out as well', async () => {
    const number = await registered(registry, await registry.viewer('songyilin'), { inquirerName: '高茗' })
    expect(await openRecord(registry.context, await registry.viewer('gaoming'), number)).toBeNull()
  })

  it('R40: the recorder sees role and time of whoever opened the record', async () => {
    const { context } = registry
    const number = await registered(registry, await registry.viewer('songyilin'))
    accepted(await recordView(context, await registry.viewer('tangke'), number, { purpose: '复核' }, 'v1'))
    const opened = await openRecord(context, await registry.viewer('songyilin'), number)
    expect(viewsByRole(opened?.record.views ?? []).map(({ role }) => role)).toEqual(['disciplineOfficeHead'])
  })

  it('R26: the proof of the registration holds its leaf entry and the newest checkpoint', async () => {
    const { context } = registry
    const officer = await registry.viewer('songyilin')
    const opened = await openRecord(context, officer, await registered(registry, officer))
    const proof = parseProof(await proofOfLeaf(context, 'register', opened?.leafIndex ?? -1))
    const entry = parseLeafEntry(proof.extra ?? new Uint8Array())
    expect(entry).toMatchObject({ kind: 'event', dossierId: opened?.row.id, sequence: 1 })
  })

  it('R18: a double click registers once and answers the same number', async () => {
    const { context } = registry
    const officer = await registry.viewer('songyilin')
    const draft = accepted(await startDraft(context, officer))
    const { version } = accepted(await changeDraft(context, officer, draft.id, 1, { fields: typedToday(registry) }))
    const input = { draftId: draft.id, version, declaredTruthful: true, signature: { kind: 'typed' } as const }
    const [first, second] = await Promise.all([
      registerDraft(context, officer, input, 'twice'),
      registerDraft(context, officer, input, 'twice'),
    ])
    expect(first).toEqual(second)
    expect(accepted(first)).toEqual(accepted(await registerDraft(context, officer, input, 'twice')))
  })

  it('R18: a second window cannot overwrite what the first has saved, and nobody else finds the draft', async () => {
    const { context } = registry
    const officer = await registry.viewer('songyilin')
    const draft = accepted(await startDraft(context, officer))
    accepted(await changeDraft(context, officer, draft.id, 1, { fields: { place: '办公室' } }))
    const late = await changeDraft(context, officer, draft.id, 1, { fields: { place: '路上' } })
    expect(late).toEqual({ ok: false, refusal: { code: 'changedElsewhere' } })
    expect((await draftById(context, officer, draft.id))?.draft.fields.place).toBe('办公室')
    expect(await draftById(context, await registry.viewer('hefei'), draft.id)).toBeNull()
  })

  it('R17, R13: an officer who complied, on a case of a colleague without a number, is registered all the same', async () => {
    const officer = await registry.viewer('hefei')
    const number = await registered(registry, officer, {
      caseStatus: 'preFiling',
      caseNumber: '',
      response: 'complied',
    })
    const opened = await openRecord(registry.context, officer, number)
    expect(opened?.record.content).toMatchObject({ caseStatus: 'preFiling', response: 'complied' })
    expect((await searchedFor(registry.context, officer, '占道 经营')).length).toBeGreaterThan(0)
  })
})
