/** What every engine must do with the rows beside the register: drafts, uploads, sessions, the bureau, cases. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engines, type TestRegistry } from '../../test/support/engines.ts'
import { aPerson, anAccount, aSession } from '../../test/support/store-builders.ts'
import { utf8 } from '../kit/bytes.ts'
import { day, instant } from '../kit/calendar.ts'
import type { PersonId, Post, Unit, UnitId } from '../domain/organisation/types.ts'
import type { CaseRow, Store } from './store.ts'

const squadron: Unit = {
  id: 'u2' as UnitId,
  name: '青石镇执法中队',
  kind: 'townshipSquadron',
  from: day('2020-01-01'),
  to: null,
}
const branch: Unit = { id: 'u1' as UnitId, name: '清源区分局', kind: 'branch', from: day('2020-01-01'), to: null }

const aCase = (number: string, title: string, ...handlers: string[]): CaseRow => ({
  number,
  title,
  handlingUnit: '青石镇执法中队',
  status: 'open',
  handlerIds: handlers as PersonId[],
})

const winners = (answers: readonly boolean[]): number => answers.filter(Boolean).length

describe.each(engines.filter((engine) => engine.available))('the rows beside the register on $name', ({ registry }) => {
  let here: TestRegistry
  let store: Store

  beforeEach(async () => {
    here = await registry()
    store = await here.open()
  })
  afterEach(async () => {
    await here.remove()
  })

  it('lets the faster of two writers of a draft win', async () => {
    const draft = (baseVersion: number, text: string) =>
      store.saveDraft({ tag: 't', baseVersion, sealed: utf8(text), changedOn: day('2026-03-02') })
    expect(winners(await Promise.all([draft(0, 'one'), draft(0, 'two')]))).toBe(1)
    expect(winners(await Promise.all([draft(1, 'three'), draft(1, 'three')]))).toBe(1)
    expect(await draft(7, 'five')).toBe(false)
    expect(await store.drafts(['t', 'unknown'])).toEqual([
      { tag: 't', version: 2, sealed: utf8('three'), changedOn: '2026-03-02' },
    ])
    expect(await store.deleteDraft({ tag: 't', version: 1 })).toBe(false)
    expect(winners(await Promise.all([1, 2].map(() => store.deleteDraft({ tag: 't', version: 2 }))))).toBe(1)
    expect(await store.drafts(['t'])).toEqual([])
  })

  it('advances an upload from the offset it has, and finds the ones left lying', async () => {
    const upload = { id: 'u', tag: 't', length: 10, offset: 0, sealed: utf8('0'), changedOn: day('2026-03-02') }
    await store.createUpload(upload)
    expect(winners(await Promise.all(['4', '4'].map((text) => store.advanceUpload('u', 0, 4, utf8(text)))))).toBe(1)
    expect(await store.upload('u')).toEqual({ ...upload, offset: 4, sealed: utf8('4') })
    await expect(store.advanceUpload('u', 4, 11, utf8('11'))).rejects.toThrow(/check/i)
    expect(await store.staleUploads(day('2026-03-02'))).toEqual([])
    expect((await store.staleUploads(day('2026-03-03'))).map(({ id }) => id)).toEqual(['u'])
    await store.deleteUpload('u')
    expect(await store.upload('u')).toBeNull()
  })

  it('R5: keeps last year’s post when a person moves to a new one', async () => {
    const person = aPerson('p1')
    const before: Post = {
      id: 'post-1',
      personId: person.id,
      unitId: squadron.id,
      title: '执法队员',
      leadingCadre: false,
      unitHead: false,
      from: day('2024-01-01'),
      to: null,
    }
    const after: Post = {
      ...before,
      id: 'post-2',
      unitId: branch.id,
      title: '副局长',
      leadingCadre: true,
      from: day('2026-03-02'),
    }
    await store.saveBureau('清源区综合执法局')
    await store.saveUnits([squadron, branch])
    await store.savePersons([person])
    await store.savePosts([before])
    await store.savePosts([{ ...before, to: day('2026-03-01') }, after])
    await store.createAccount(anAccount('a1', person))
    expect(await store.organisation()).toEqual({
      bureau: '清源区综合执法局',
      units: [branch, squadron],
      persons: [person],
      posts: [{ ...before, to: '2026-03-01' }, after],
      accounts: [
        {
          id: 'a1',
          personId: 'p1',
          username: 'user-a1',
          roles: ['enforcementOfficer'],
          status: 'active',
          readingKey: utf8('reading key'),
          signingKey: null,
          // Who is confirmed is not the store's to say.
          earlierSigningKeys: [],
          keyHistory: null,
          keysConfirmed: false,
          confirmedRoles: [],
        },
      ],
    })
    await expect(store.savePosts([{ ...after, id: 'post-3', to: day('2026-01-01') }])).rejects.toThrow(/check/i)
  })

  it('reads the bureau anew when anybody changed it, and only then', async () => {
    const other = await here.open()
    await other.savePersons([aPerson('p1')])
    await other.createAccount(anAccount('a1', aPerson('p1')))
    const before = await store.organisation()
    expect(await store.organisation()).toBe(before)
    // A failed password is nothing of the bureau.
    await other.changeAccount(anAccount('a1', aPerson('p1')).id, { failedAttempts: 1 })
    // Nor is what waits to be mailed, which is written with every registration.
    for (const waiting of ['一', '二']) await other.saveSetting('mail.outbox', waiting)
    await here.statement(`delete from settings where name = 'mail.outbox'`)
    expect(await store.organisation()).toBe(before)

    for (const change of [
      () => other.saveSetting('mail', '一'),
      () => other.saveSetting('mail', '二'),
      () => here.statement(`delete from settings where name = 'mail'`),
      () => other.saveBureau('清源区综合执法局'),
      () => other.saveUnits([branch]),
      () => other.savePersons([aPerson('p2')]),
      () => other.changeAccount(anAccount('a1', aPerson('p1')).id, { roles: ['handlingUnitHead'] }),
      () => here.statement(`delete from persons where id = 'p2'`),
    ]) {
      const known = await store.organisation()
      await change()
      const now = await store.organisation()
      expect(now).not.toBe(known)
      expect(now).toEqual(await other.organisation())
    }
  })

  it('orders names and ids by code point, whatever language the server was set up for', async () => {
    const ids = ['b', 'A', 'a', 'B', '张', '李']
    await store.savePersons(ids.map((id) => aPerson(id)))
    expect((await store.organisation()).persons.map(({ id }) => id)).toEqual(['A', 'B', 'a', 'b', '张', '李'])
  })

  it('keeps accounts with unique user names, and changes only what is to change', async () => {
    await store.savePersons([aPerson('p1')])
    const account = anAccount('a1', aPerson('p1'))
    expect(await store.createAccount(account)).toBe('created')
    expect(await store.createAccount({ ...anAccount('a2', aPerson('p1')), username: 'user-a1' })).toBe('usernameTaken')
    await store.changeAccount(account.id, {
      roles: ['disciplineHandler', 'disciplineLead'],
      failedAttempts: 3,
      lockedUntil: instant('2026-03-02T09:00:00Z'),
      readingKey: null,
    })
    await store.changeAccount(account.id, {})
    const changed = {
      ...account,
      roles: ['disciplineHandler', 'disciplineLead'],
      failedAttempts: 3,
      lockedUntil: '2026-03-02T09:00:00.000Z',
      readingKey: null,
    }
    expect(await store.account(account.id)).toEqual(changed)
    expect(await store.accountByUsername('user-a1')).toEqual(changed)
    expect(await store.accounts()).toEqual([changed])
  })

  it('has one session an account: a new one ends the one before', async () => {
    await store.savePersons([aPerson('p1'), aPerson('p2')])
    const [first, second] = [anAccount('a1', aPerson('p1')), anAccount('a2', aPerson('p2'))]
    await store.createAccount(first)
    await store.createAccount(second)
    await store.startSession(aSession('s1', first))
    await store.startSession(aSession('s2', second))
    await store.startSession(aSession('s3', first))
    expect(await store.session('s1')).toBeNull()
    expect(await store.session('s3')).toEqual(aSession('s3', first))
    await store.touchSession('s3', { lastSeenAt: instant('2026-03-02T08:05:00Z') })
    expect(await store.session('s3')).toEqual({ ...aSession('s3', first), lastSeenAt: '2026-03-02T08:05:00.000Z' })
    await store.endSession('s3')
    await store.endSessionsOf(second.id)
    expect([await store.session('s3'), await store.session('s2')]).toEqual([null, null])
  })

  it('finds cases by text, wildcards taken literally, and by handler', async () => {
    const cases = [aCase('QY-2026-001', '占道经营案', 'p1', 'p2'), aCase('QY-2026-002', '违法建设 100%_案', 'p2')]
    await store.saveCases(cases)
    const numbers = async (query: { text?: string; handlerId?: PersonId }) =>
      (await store.cases({ ...query, limit: 10 })).map(({ number }) => number)
    expect(await store.cases({ limit: 10 })).toEqual(cases.toReversed())
    expect(await numbers({ text: '占道' })).toEqual(['QY-2026-001'])
    expect(await numbers({ text: 'qy-2026' })).toEqual(['QY-2026-002', 'QY-2026-001'])
    expect(await numbers({ text: '0%_' })).toEqual(['QY-2026-002'])
    expect(await numbers({ text: '%道' })).toEqual([])
    expect(await numbers({ handlerId: 'p1' as PersonId })).toEqual(['QY-2026-001'])
    await store.saveCases([aCase('QY-2026-001', '占道经营案', 'p3')])
    expect(await numbers({ handlerId: 'p1' as PersonId })).toEqual([])
  })

  it('keeps settings', async () => {
    expect(await store.setting('mail')).toBeNull()
    await store.saveSetting('mail', '一')
    await store.saveSetting('mail', '二')
    expect(await store.setting('mail')).toBe('二')
    const { settings, organisation } = await store.bureau()
    expect(settings.get('mail')).toBe('二')
    expect(organisation).toBe(await store.organisation())
    await store.saveSetting('mail', '三')
    expect((await store.bureau()).settings.get('mail')).toBe('三')
    expect(await store.saveSetting('mail', '五', '四')).toBe(false)
    expect(await store.saveSetting('mail', '五', null)).toBe(false)
    expect(await store.setting('mail')).toBe('三')
    expect(await store.saveSetting('mail', '四', '三')).toBe(true)
    expect(await store.saveSetting('address', '一', null)).toBe(true)
    expect([await store.setting('mail'), await store.setting('address')]).toEqual(['四', '一'])
  })
})
