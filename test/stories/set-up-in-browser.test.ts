/** The first set-up as the door sees it: who gets in, what is kept when, and what two windows or a dead process can do to it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { beginActivation } from '../../src/app/accounts/activation.ts'
import { needsSetUp } from '../../src/app/set-up/finishing.ts'
import { rulesInForce } from '../../src/app/rules.ts'
import { timeLimitsOn } from '../../src/domain/rules/time-limits.ts'
import { dayOf } from '../../src/kit/calendar.ts'
import { mailPassword, mailSettings } from '../../src/app/mail/mail-settings.ts'
import type { TestBrowser } from '../support/browser.ts'
import { type TestRegistry, testUnits } from '../support/registry.ts'
import { anEmptyRegistry, aSetUpDoor, previewForm, type ServedSetUp, upload } from '../support/set-up.ts'

const LIST = `姓名,工号,单位,单位类别,职务,领导干部,单位负责人,任职日期,免职日期
王浩,Q2,办公室,科室,信息管理员,否,否,2020-06-01,
李娜,Q3,办公室,,保密员,否,否,2020-06-01,
赵敏,Q4,办公室,,内审员,否,否,2022-06-01,
唐可,Q5,纪检监察室,纪检监察室,主任,否,是,2021-09-01,
`

let registry: TestRegistry
let door: ServedSetUp
beforeEach(async () => {
  registry = await anEmptyRegistry()
  door = await aSetUpDoor(registry)
})
afterEach(async () => {
  await door.server.close()
  await registry.close()
})

const restarted = async (): Promise<ServedSetUp> => {
  await door.server.close()
  door = await aSetUpDoor(registry)
  return door
}
const personIds = (): string[] => door.setUp.draft.directory.persons.map(({ id }) => id)
const events = async (): Promise<string[]> =>
  (await registry.context.store.securityEvents(null, 100)).map(({ type }) => type).toReversed()

async function acceptList(browser: TestBrowser, list = LIST): Promise<number> {
  const preview = await upload(browser, '/set-up/people/file', list)
  return (await browser.post('/set-up/people/accept', previewForm(preview.body))).statusCode
}

/** Answers everything up to the overview with the finish button; answers the sheets. */
async function answerAll(browser: TestBrowser): Promise<string[]> {
  await browser.post('/set-up/bureau', { bureau: '清源区综合执法局', version: String(door.setUp.draft.version) })
  await acceptList(browser)
  const [system = '', security = '', audit = '', head = ''] = personIds()
  await browser.post('/set-up/administrators', {
    version: String(door.setUp.draft.version),
    'systemAdmin-personId': system,
    'securityAdmin-personId': security,
    'auditAdmin-personId': audit,
  })
  await browser.post('/set-up/accounts', { personId: head, username: 'tang.ke', roles: 'disciplineOfficeHead' })
  await browser.post('/set-up/accounts/done')
  await browser.post('/set-up/recovery/make')
  const sheets = [1, 2, 3].map((number) => door.setUp.sheets.sheet(number) ?? '')
  await browser.post('/set-up/recovery/try', { sheet: sheets[2] ?? '' })
  const limits = { lateAfter: '3', receive: '2', supplementAnswer: '5', opinion: '15', afterOpinion: '5' }
  await browser.post('/set-up/limits', { ...limits, verification: '30', escalation: '2', version: '0' })
  return sheets
}

describe('the link', () => {
  it('R87: lets in the browser that brings it first, and nobody else', async () => {
    const visitor = door.browser()
    expect((await visitor.get('/set-up')).statusCode).toBe(404)
    expect((await visitor.get(`/set-up/begin/${'A'.repeat(43)}`)).statusCode).toBe(404)
    expect((await visitor.post(`/set-up/begin/${'A'.repeat(43)}`)).statusCode).toBe(404)
    expect((await visitor.get('/sign-in')).statusCode).toBe(503)

    const browser = door.browser()
    // Looking at the link does not use it up.
    expect((await browser.get(`/set-up/begin/${door.token}`)).statusCode).toBe(200)
    const entered = await browser.post(`/set-up/begin/${door.token}`)
    expect(entered.headers['set-cookie']).toMatch(/^liuhen-set-up=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    expect((await browser.get('/set-up')).statusCode).toBe(200)
    expect((await browser.get(`/set-up/begin/${door.token}`)).statusCode).toBe(303)
    expect((await visitor.get(`/set-up/begin/${door.token}`)).statusCode).toBe(404)
    expect((await visitor.post(`/set-up/begin/${door.token}`)).statusCode).toBe(404)
    expect(door.logLines.join('')).not.toContain(door.token)
  })

  it('R87: takes nothing that another site sent', async () => {
    const browser = await door.enter()
    const sent = await browser.post('/set-up/bureau', { bureau: '甲' }, { 'sec-fetch-site': 'cross-site' })
    expect(sent.statusCode).toBe(403)
    expect(door.setUp.draft.bureau).toBe('')
  })

  it('ends with the process: the next one prints another, and goes on where the first stopped', async () => {
    const browser = await door.enter()
    await browser.post('/set-up/bureau', { bureau: '清源区综合执法局', version: '0' })
    await acceptList(browser)
    const { token } = door
    await restarted()
    expect(door.token).not.toBe(token)
    const late = door.browser()
    for (const [name, value] of browser.cookies) late.cookies.set(name, value)
    expect((await late.get('/set-up')).statusCode).toBe(404)
    expect((await late.get(`/set-up/begin/${token}`)).statusCode).toBe(404)
    const page = await (await door.enter()).get('/set-up')
    expect(page.body).toContain('清源区综合执法局')
    expect(page.body).toContain('4 人，2 个单位')
  })
})

describe('people', () => {
  it('R5: a list with problems names row, column, value and remedy, and changes nothing', async () => {
    const browser = await door.enter()
    expect(await acceptList(browser)).toBe(303)
    const before = door.setUp.draft
    const wrong = await upload(
      browser,
      '/set-up/people/file',
      LIST.replace('2020-06-01', '去年').replace('纪检监察室,主任', '室,主任'),
    )
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('第 2 行 · 任职日期')
    expect(wrong.body).toContain('“任职日期”写的是“去年”，不是日期，请写成')
    expect(wrong.body).toContain('第 5 行 · 单位类别')
    expect(door.setUp.draft).toBe(before)
    for (const [file, said] of [
      ['', '请先选择文件'],
      ['PK\u0003\u0004', '请在 Excel 或者 WPS 中另存为'],
      ['a'.repeat(2 * 1024 * 1024 + 1), '最多 2 MB、5000 行'],
    ] as const) {
      const answer = await upload(browser, '/set-up/people/file', file)
      expect([answer.statusCode, answer.body.includes(said)]).toEqual([422, true])
    }
  })

  it('R5: the templates can be filled in and come back', async () => {
    const browser = await door.enter()
    const csv = await browser.get('/set-up/people/template.csv')
    expect(csv.headers['content-type']).toContain('text/csv')
    expect(await acceptList(browser, `${csv.body}王浩,Q2,办公室,科室,员,,,2020-06-01,\r\n`)).toBe(303)
    const xlsx = await browser.get('/set-up/people/template.xlsx')
    expect(xlsx.headers['content-disposition']).toContain('people.xlsx')
    const unfilled = await upload(browser, '/set-up/people/file', xlsx.rawPayload)
    expect(unfilled.body).toContain('表中没有人员')
    expect((await browser.get('/set-up/people/template.exe')).statusCode).toBe(404)
  })

  it('a list accepted twice, or with a person typed in meanwhile, loses and doubles nobody', async () => {
    const browser = await door.enter()
    const form = previewForm((await upload(browser, '/set-up/people/file', LIST)).body)
    const row = {
      name: '高茗',
      staffNumber: 'Q7',
      unit: '纪检监察室',
      unitKind: '纪检监察室',
      title: '科员',
      from: '2024-2-1',
    }
    expect((await browser.post('/set-up/people', row)).statusCode).toBe(303)
    expect((await browser.post('/set-up/people', row)).statusCode).toBe(303)
    // Planned for a bureau without 高茗: shown once more instead of kept unseen.
    const moved = await browser.post('/set-up/people/accept', form)
    expect(moved.statusCode).toBe(409)
    expect(moved.body).toContain('机构和人员刚才有变化')
    expect((await browser.post('/set-up/people/accept', previewForm(moved.body))).statusCode).toBe(303)
    expect((await browser.post('/set-up/people/accept', previewForm(moved.body))).statusCode).toBe(303)
    const { persons, units } = door.setUp.draft.directory
    expect(persons).toHaveLength(5)
    expect(units.map(({ name }) => name).toSorted()).toEqual(['办公室', '纪检监察室'])
  })

  it('a typed row comes back with everything in it; who has an account is not taken out', async () => {
    const browser = await door.enter()
    const wrong = await browser.post('/set-up/people', { name: '高茗', unit: '乙队', title: '科员', from: '2024-2-1' })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('value="高茗"')
    expect(wrong.body).toContain('“工号”没有填写')
    await answerAll(browser)
    const [first = ''] = personIds()
    const kept = await browser.post('/set-up/people/remove', { personId: first })
    expect(kept.body).toContain('请先移除账户')
    expect(personIds()).toContain(first)
  })
})

it('R87: one person never holds two of the administrators’ roles, and none besides', async () => {
  const browser = await door.enter()
  await acceptList(browser)
  const [one = '', two = ''] = personIds()
  const chosen = { 'systemAdmin-personId': one, 'securityAdmin-personId': two, 'auditAdmin-personId': one }
  const refused = await browser.post('/set-up/administrators', { ...chosen, 'systemAdmin-username': 'sys' })
  expect(refused.statusCode).toBe(422)
  expect(refused.body).toContain('三员须由三个人分别担任')
  expect(refused.body).toContain('value="sys"')
  const both = await browser.post('/set-up/accounts', { personId: one, roles: ['auditAdmin', 'disciplineHandler'] })
  expect(both.statusCode).toBe(422)
  const alone = await browser.post('/set-up/accounts', { personId: one, roles: 'auditAdmin' })
  expect(alone.statusCode).toBe(422)
  expect(door.setUp.draft.accounts).toEqual([])
})

it('two windows: what is older does not overwrite what is newer unasked', async () => {
  const browser = await door.enter()
  const version = String(door.setUp.draft.version)
  expect((await browser.post('/set-up/bureau', { bureau: '甲局', version })).statusCode).toBe(303)
  expect((await browser.post('/set-up/bureau', { bureau: '甲局', version })).statusCode).toBe(303)
  const other = await browser.post('/set-up/bureau', { bureau: '乙局', version })
  expect(other.statusCode).toBe(409)
  expect(other.body).toContain('value="乙局"')
  expect(door.setUp.draft.bureau).toBe('甲局')
  const shown = /name="version" value="(\d+)"/.exec(other.body)?.[1] ?? ''
  expect((await browser.post('/set-up/bureau', { bureau: '乙局', version: shown })).statusCode).toBe(303)
  expect(door.setUp.draft.bureau).toBe('乙局')
})

describe('recovery sheets', () => {
  it('R35: are tried with what was typed, and lie nowhere on the disk', async () => {
    const browser = await door.enter()
    await browser.post('/set-up/recovery/make')
    const sheet = door.setUp.sheets.sheet(1) ?? ''
    // A second press makes no second set.
    await browser.post('/set-up/recovery/make')
    expect(door.setUp.sheets.sheet(1)).toBe(sheet)
    expect((await browser.get('/set-up/recovery/1')).body).toContain(sheet)
    const typo = await browser.post('/set-up/recovery/try', { sheet: sheet.replace(/.$/, '?') })
    expect([typo.statusCode, typo.body.includes('与恢复单不符')]).toEqual([422, true])
    const tried = await browser.post('/set-up/recovery/try', { sheet: ` ${sheet.toLowerCase()} ` })
    expect(tried.statusCode).toBe(303)
    expect((await browser.get('/set-up/recovery/1')).headers.location).toBe('/set-up/recovery?gone=yes')
    const lying = readdirSync(registry.context.dataFolder, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    expect(lying.join('')).not.toContain(sheet.slice(9, 40))
    expect(door.logLines.join('')).not.toContain(sheet.slice(9, 40))
  })

  it('R35: of another set, or of a process that died, are not accepted', async () => {
    const browser = await door.enter()
    await browser.post('/set-up/recovery/make')
    const old = door.setUp.sheets.sheet(2) ?? ''
    await restarted()
    const again = await door.enter()
    expect((await again.post('/set-up/recovery/try', { sheet: old })).headers.location).toContain('gone=yes')
    expect((await again.get('/set-up/recovery?gone=yes')).body).toContain('请销毁已打印的')
    await again.post('/set-up/recovery/make')
    const foreign = await again.post('/set-up/recovery/try', { sheet: old })
    expect([foreign.statusCode, foreign.body.includes('不是刚才制作的一套')]).toEqual([422, true])
    expect(door.setUp.draft.recoveryKey).toBeNull()
  })
})

describe('the end', () => {
  it('R5, R34, R35, R87: everything is written at once, each step is an event, and the codes activate', async () => {
    const browser = await door.enter()
    expect((await browser.post('/set-up/finish')).headers.location).toBe('/set-up/bureau')
    const sheets = await answerAll(browser)
    expect(sheets).toHaveLength(3)
    expect((await registry.context.store.organisation()).persons).toEqual([])
    // Pressed twice, and from a second window.
    const both = await Promise.all([browser.post('/set-up/finish'), browser.post('/set-up/finish')])
    expect(both.map(({ headers }) => headers.location)).toEqual(['/set-up/codes', '/set-up/codes'])

    const { bureau, persons, posts, units, accounts } = await registry.context.store.organisation()
    expect(bureau).toBe('清源区综合执法局')
    expect([persons.length, posts.length, accounts.length]).toEqual([4, 4, 4])
    expect(units.filter(({ id }) => !testUnits.some((unit) => unit.id === id))).toHaveLength(2)
    const { timeLimits } = await rulesInForce(registry.context)
    expect(timeLimitsOn(timeLimits, dayOf(registry.clock.now())).receive.count).toBe(2)
    expect(timeLimits).toHaveLength(2)
    expect(readFileSync(join(registry.context.dataFolder, 'recovery.pub'), 'utf8')).toBe(door.setUp.draft.recoveryKey)

    const page = (await browser.get('/set-up/codes')).body
    const [, activationCode = ''] = /wanghao<[^]*?(\w{5}-\w{5}-\w{5}-\w{5})/.exec(page) ?? []
    expect((await beginActivation(registry.context, { username: 'wanghao', activationCode })).ok).toBe(true)
    expect((await browser.get('/set-up')).headers.location).toBe('/set-up/codes')

    expect((await browser.post('/set-up/close')).body).toContain('设置完成')
    expect(door.closed()).toBe(1)
    expect((await browser.get('/set-up/codes')).statusCode).toBe(404)
    expect(await needsSetUp(registry.context)).toBe(false)
    const noted = await events()
    expect(noted.filter((type) => type === 'accountCreated')).toHaveLength(4)
    for (const type of [
      'setUpBegun',
      'directoryImported',
      'recoverySheetsMade',
      'recoverySheetTried',
      'timeLimitsPublished',
    ])
      expect(noted).toContain(type)
    expect(noted.filter((type) => type === 'setUpStepKept')).toHaveLength(7)
    expect(noted.slice(-1)).toEqual(['setUpClosed'])
    expect(noted.filter((type) => type === 'setUpFinished')).toHaveLength(1)
  })

  it('R87: a process that dies between making and handing out leaves codes that can be renewed', async () => {
    await answerAll(await door.enter())
    const browser = await door.enter()
    expect((await browser.get('/set-up')).statusCode).toBe(404)
    await restarted()
    const next = await door.enter()
    await answerAll(next)
    await next.post('/set-up/finish')
    await restarted()
    expect(await needsSetUp(registry.context)).toBe(true)
    const last = await door.enter()
    expect((await last.get('/set-up/codes')).body).toContain('重新发放')
    await last.post('/set-up/codes/renew')
    const page = (await last.get('/set-up/codes')).body
    const [, activationCode = ''] = /lina<[^]*?(\w{5}-\w{5}-\w{5}-\w{5})/.exec(page) ?? []
    expect((await beginActivation(registry.context, { username: 'lina', activationCode })).ok).toBe(true)
  })

  it('R87: a register that somebody uses is never set up again, whatever lies in its folder', async () => {
    await answerAll(await door.enter())
    const finished = await aSetUpDoor(registry)
    const browser = await finished.enter()
    await browser.post('/set-up/finish')
    const [account] = await registry.context.store.accounts()
    if (!account) throw new Error('the set-up made no account')
    await registry.context.store.changeAccount(account.id, { status: 'active' })
    expect(await needsSetUp(registry.context)).toBe(false)
    expect(readdirSync(registry.context.dataFolder)).not.toContain('set-up.json')
    await finished.server.close()
  })
})

it('R88, R90: the mail server of notices may be set, taken back or passed over; its password lies nowhere in clear', async () => {
  const browser = await door.enter()
  await answerAll(browser)
  const form = { step: 'save', host: 'mail.example', port: '465', security: 'tls', from: 'notice@bureau.example' }
  const secrets = { user: 'notice', password: 'correct horse battery', passwordFile: '' }
  const refused = await browser.post('/set-up/mail', { ...form, ...secrets, port: 'imap' })
  expect(refused.statusCode).toBe(422)
  expect(refused.body).toContain('端口是 1 到 65535 的整数')
  expect(refused.body).toContain('notice@bureau.example')
  expect((await browser.post('/set-up/mail', { ...form, ...secrets })).statusCode).toBe(303)
  expect((await browser.get('/set-up')).body).toContain('mail.example')
  const kept = readFileSync(join(registry.context.dataFolder, 'set-up.json'), 'utf8')
  expect(kept).toContain('mail.example')
  expect(`${kept}${refused.body}${door.logLines.join('')}`).not.toContain('correct horse')
  await browser.post('/set-up/mail', { step: 'skip' })
  expect((await browser.get('/set-up')).body).toContain('暂不使用')
  await browser.post('/set-up/mail', { ...form, ...secrets })
  expect((await browser.post('/set-up/finish')).headers.location).toBe('/set-up/codes')
  const settings = await mailSettings(registry.context)
  expect(settings).toMatchObject({ host: 'mail.example', port: 465, security: 'tls', showsAddress: false })
  expect(settings && (await mailPassword(registry.context, settings))).toBe('correct horse battery')
})
