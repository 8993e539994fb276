/**
 * Notices outside the register (R88): content-free, at most one a day for each, to whoever of the office has a task and to nobody named. Through a real
 * mail server on loopback, from the page where it is set to what arrives.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { acceptDirectory, previewDirectory } from '../../src/app/directory/directory-import.ts'
import { assessClass, receiveRecord, requestSupplement } from '../../src/app/inquiries/handling.ts'
import { mailSettings } from '../../src/app/mail/mail-settings.ts'
import { leaveNotices, mailNotices } from '../../src/app/mail/outbox.ts'
import { taskMail, testMail } from '../../src/app/mail/templates.ts'
import { utf8 } from '../../src/kit/bytes.ts'
import type { Store } from '../../src/store/store.ts'
import { engines } from '../support/engines.ts'
import {
  aDisciplineHandler,
  aDisciplineHead,
  aDisciplineLead,
  accepted,
  anAdministrator,
  anOfficer,
} from '../support/registry.ts'
import { type ServedRegistry, aServedRegistry } from '../support/served-registry.ts'
import { aMailServer, type MailServer } from '../support/smtp.ts'
import { askedBy, registered } from '../support/story.ts'

const PASSWORD = 'correct horse battery'
const assessment = { to: 'generalInquiry', reason: '一般询问', redLinesCrossed: [], duty: '', procedure: '' } as const

describe('the templates', () => {
  it('R88: are these and no others, and say nothing of what there is to do', async () => {
    expect(taskMail(1, null)).toEqual({ subject: '您有1项待办', text: '您有1项待办，请登录办理。\n' })
    expect(taskMail(3, 'https://portal.example')).toEqual({
      subject: '您有3项待办',
      text: '您有3项待办，请登录办理。\nhttps://portal.example\n',
    })
    expect(testMail()).toEqual({ subject: '测试邮件', text: '这是一封测试邮件，收到即表示设置可用。\n' })
    expect(Object.keys(await import('../../src/app/mail/templates.ts')).toSorted()).toEqual(['taskMail', 'testMail'])
    const every = JSON.stringify([taskMail(1, null), testMail()])
    for (const word of ['过问', '登记', '留痕', '专库', '纪检', '监察', '案', '干预', '举报', 'liuhen'])
      expect(every.toLowerCase()).not.toContain(word)
  })
})

describe.each(engines.filter(({ available }) => available))('mail on $name', (engine) => {
  let registry: ServedRegistry
  let context: ServedRegistry['context']
  let server: MailServer
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-mail-'))
  const people = [
    anOfficer('songyilin', '宋怡林'),
    aDisciplineHandler(),
    aDisciplineHandler('wenjing', '文静'),
    aDisciplineHead(),
    aDisciplineLead(),
    anAdministrator('systemAdmin'),
    anAdministrator('securityAdmin'),
  ]
  beforeAll(async () => {
    server = await aMailServer({ user: 'notice', password: PASSWORD })
    registry = await aServedRegistry({ engine, people })
    context = registry.context
  })
  afterAll(async () => {
    await server.close()
    await registry.close()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(() => registry.clock.advance({ days: 1 }))

  let steps = 0
  const key = (): string => `mail-${(steps += 1)}`
  const viewer = (username: string) => registry.viewer(username)
  /** Who got a mail since the last look, by what stands before the @. */
  let looked = 0
  const arrived = (): string[] => {
    const since = server.taken.slice(looked)
    looked = server.taken.length
    return since.map(({ to }) => to.split('@')[0] ?? '').toSorted()
  }
  const form = (changes: Readonly<Record<string, string>> = {}) => ({
    step: 'save',
    host: '127.0.0.1',
    port: String(server.port),
    security: 'plain',
    from: 'notice@bureau.example',
    user: 'notice',
    password: PASSWORD,
    passwordFile: '',
    ...changes,
  })

  it('R90: nothing is sent, and nothing kept to be sent, before a server is set', async () => {
    await registered(registry, await viewer('songyilin'))
    expect(await mailNotices(context)).toEqual({ sent: 0, problem: null })
    expect(await context.store.setting('mail.outbox')).toBeNull()
    expect(server.connections()).toBe(0)
  })

  it('R5, R88: addresses come with the list of people, and stay when a later list leaves them out', async () => {
    const yes = (flag: boolean | undefined): string => (flag ? '是' : '否')
    const rows = people.map(({ username, name, unit = '河东中队', leadingCadre, unitHead }) =>
      [
        name,
        `Q-${username}`,
        unit,
        '执法人员',
        yes(leadingCadre),
        yes(unitHead),
        '2026-11-20',
        username === 'tangke' ? '' : `${username}@bureau.example`,
      ].join(','),
    )
    const head = '姓名,工号,单位,职务,领导干部,单位负责人,任职日期'
    const list = (first: string, lines: readonly string[]) => utf8(`${first}\n${lines.join('\n')}\n`)
    const admin = await viewer('systemadmin')
    const bureau = await context.store.organisation()
    const bad = previewDirectory(
      bureau,
      list(`${head},邮箱`, ['高茗,Q-gaoming,纪检监察室,执法人员,否,否,2026-11-20,高茗']),
    )
    expect(bad).toMatchObject({ refusal: { problems: [{ column: 'mail', code: 'mailUnreadable', value: '高茗' }] } })
    const preview = accepted(previewDirectory(bureau, list(`${head},邮箱`, rows)))
    accepted(await acceptDirectory(context, admin, preview))
    const plain = rows.map((row) => row.split(',').slice(0, -1).join(','))
    const later = accepted(previewDirectory(await context.store.organisation(), list(head, plain)))
    expect(later.plan.persons).toEqual([])
    const { persons } = await context.store.organisation()
    expect(persons.find(({ name }) => name === '高茗')?.mail).toBe('gaoming@bureau.example')
    expect(persons.find(({ name }) => name === '唐可')?.mail).toBe('')
  })

  it('R88: the system administrator sets the server; the password is sealed and never shown, and a wrong form keeps what was typed', async () => {
    for (const username of ['songyilin', 'tangke', 'securityadmin'])
      expect((await (await registry.signIn(username)).get('/admin/mail')).statusCode, username).toBe(404)
    const browser = await registry.signIn('systemadmin')
    for (const [changes, sentence] of [
      [{ host: '' }, '请填写邮件服务器'],
      [{ port: '0' }, '端口是 1 到 65535'],
      [{ host: 'mail.example' }, '不加密只能用于本机'],
      [{ from: 'notice' }, '完整的发件地址'],
      [{ passwordFile: 'secret' }, '请填写绝对路径'],
    ] as const) {
      const refused = await browser.post('/admin/mail', form(changes))
      expect(refused.statusCode, sentence).toBe(422)
      expect(refused.body).toContain(sentence)
      expect(refused.body).not.toContain(PASSWORD)
    }
    expect((await browser.post('/admin/mail', form())).headers.location).toBe('/admin/mail?done=saved')
    const page = await browser.get('/admin/mail')
    expect(page.body).toContain('已启用：127.0.0.1')
    expect(page.body).not.toContain(PASSWORD)
    const settings = JSON.stringify(await registry.statement('select * from settings'))
    expect(settings).toContain('mail.server')
    expect(settings).not.toContain(PASSWORD)
    expect(registry.logLines.join('')).not.toContain(PASSWORD)
    const [event] = await context.store.securityEvents(null, 1)
    expect(event).toMatchObject({ type: 'settingChanged', data: { setting: 'mail', value: 'set' } })
    // An empty field keeps the password, but not for another server: it would be sent there.
    await browser.post('/admin/mail', form({ password: '', from: 'office@bureau.example' }))
    expect((await mailSettings(context))?.password).toHaveProperty('sealed')
    await browser.post('/admin/mail', form({ password: '', host: 'localhost' }))
    expect((await mailSettings(context))?.password).toBeNull()
    await browser.post('/admin/mail', form())
    const tested = await browser.post('/admin/mail', { step: 'test', testTo: 'someone@bureau.example' })
    expect(tested.headers.location).toBe('/admin/mail?done=tested')
    expect(arrived()).toEqual(['someone'])
    expect((await browser.post('/admin/mail', { step: 'test', testTo: 'nobody' })).statusCode).toBe(422)
  })

  it('R42, R88: whoever has a task is told once a day and without content; nobody named, no recorder, not who did it himself', async () => {
    await mailNotices(context)
    arrived()
    const number = await registered(registry, await viewer('songyilin'), askedBy(registry.account('wenjing')))
    await registered(registry, await viewer('songyilin'), askedBy(registry.account('wenjing')))
    const waiting = JSON.stringify(await registry.statement('select * from settings'))
    expect(waiting).not.toContain(registry.account('gaoming').accountId)
    expect(await mailNotices(context)).toEqual({ sent: 1, problem: null })
    expect(arrived()).toEqual(['gaoming'])
    const mail = server.taken.at(-1)
    expect(mail).toMatchObject({ from: 'notice@bureau.example', greeting: 'bureau.example' })
    const [head = '', body = ''] = mail?.data.split('\r\n\r\n') ?? []
    const decoded = Buffer.from(body, 'base64').toString()
    expect([body, decoded].some((text) => text.includes('您有2项待办，请登录办理。'))).toBe(true)
    expect(head).toContain(`=?UTF-8?`)
    for (const word of ['宋怡林', '高茗', number, 'liuhen', 'Liuhen', 'X-Mailer', 'nodemailer', '8400'])
      expect(`${head}\n${body}\n${decoded}`).not.toContain(word)

    // A second notice of the same day waits for the next.
    await registered(registry, await viewer('songyilin'))
    await mailNotices(context)
    expect(arrived()).toEqual(['wenjing'])
    registry.clock.advance({ days: 1 })
    await mailNotices(context)
    expect(arrived()).toEqual(['gaoming'])

    registry.clock.advance({ days: 1 })
    accepted(await receiveRecord(context, await viewer('gaoming'), number, {}, key()))
    accepted(await requestSupplement(context, await viewer('gaoming'), number, { question: '何时' }, key()))
    await mailNotices(context)
    expect(arrived()).toEqual([])
    accepted(await assessClass(context, await viewer('gaoming'), number, assessment, key()))
    await mailNotices(context)
    expect(arrived()).toEqual(['luzheng'])
  })

  it('R88: two processes that look at the same time send one mail, and lose no notice that the other leaves', async () => {
    await mailNotices(context)
    arrived()
    const account = (username: string) => registry.account(username).accountId
    await leaveNotices(context, [account('gaoming')])
    const ofAnother = await context.store.setting('mail.outbox')
    expect(await mailNotices(context)).toEqual({ sent: 1, problem: null })
    expect(arrived()).toEqual(['gaoming'])
    registry.clock.advance({ days: 1 })

    let isFirst = true
    const store: Store = {
      ...context.store,
      async saveSetting(...change) {
        if (isFirst) await context.store.saveSetting('mail.outbox', ofAnother ?? '')
        isFirst = false
        return context.store.saveSetting(...change)
      },
    }
    await leaveNotices({ ...context, store }, [account('wenjing')])
    const rounds = await Promise.all([mailNotices(context), mailNotices(context)])
    expect(rounds.reduce((sum, { sent }) => sum + sent, 0)).toBe(2)
    expect(arrived()).toEqual(['gaoming', 'wenjing'])
  })

  it('R88: whoever ended while sending holds the others up for minutes, not for ever', async () => {
    await leaveNotices(context, [registry.account('gaoming').accountId])
    const ended: Store = {
      ...context.store,
      // What was sent is not noted any more.
      async saveSetting(...change) {
        if (server.taken.length > looked) throw new Error('ended')
        return context.store.saveSetting(...change)
      },
    }
    await expect(mailNotices({ ...context, store: ended })).rejects.toThrow('ended')
    expect(arrived()).toEqual(['gaoming'])
    expect(await mailNotices(context)).toEqual({ sent: 0, problem: null })
    registry.clock.advance({ minutes: 6 })
    expect(await mailNotices(context)).toEqual({ sent: 1, problem: null })
    expect(arrived()).toEqual(['gaoming'])
  })

  it('R88: a server that refuses is tried again later and later, and holds nothing up', async () => {
    server.refuse(true)
    const number = await registered(registry, await viewer('songyilin'))
    expect(number).toMatch(/^\d{4}-/)
    const round = await mailNotices(context)
    expect(round.sent).toBe(0)
    expect(round.problem).toMatch(/^the mail server did not take it \(E[A-Z]+\)$/)
    server.refuse(false)
    expect(await mailNotices(context)).toEqual({ sent: 0, problem: null })
    registry.clock.advance({ minutes: 16 })
    expect((await mailNotices(context)).sent).toBe(2)
    expect(arrived()).toEqual(['gaoming', 'wenjing'])
  })

  it('R88: the password may stand in a file, the address may be said, and what is stopped sends nothing', async () => {
    const file = join(folder, 'password')
    writeFileSync(file, `${PASSWORD}\n`)
    const browser = await registry.signIn('systemadmin')
    await browser.post('/admin/mail', form({ password: '', passwordFile: file, showsAddress: 'yes' }))
    expect(await context.store.setting('mail.server')).not.toContain('sealed')
    await registered(registry, await viewer('songyilin'))
    await mailNotices(context)
    expect(arrived()).toEqual(['gaoming', 'wenjing'])
    const body = server.taken.at(-1)?.data.split('\r\n\r\n')[1] ?? ''
    expect(`${body}${Buffer.from(body, 'base64').toString()}`).toContain(context.address)
    rmSync(file)
    await registered(registry, await viewer('songyilin'))
    registry.clock.advance({ days: 1 })
    expect((await mailNotices(context)).problem).toBe('the file with the mail password cannot be read')
    const again = await registry.signIn('systemadmin')
    expect((await again.post('/admin/mail', { step: 'stop' })).headers.location).toBe('/admin/mail?done=stopped')
    const before = server.connections()
    registry.clock.advance({ days: 1 })
    await registered(registry, await viewer('songyilin'))
    await mailNotices(context)
    expect(server.connections()).toBe(before)
  })
})
