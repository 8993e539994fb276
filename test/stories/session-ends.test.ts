/**
 * What happens to an officer's words when something ends under his hands: the session, the first of two windows, the answer to a click, the
 * room on the disk (R18, R19). Through the door, as a browser sees it.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { changeDraft, draftsOf, startDraft } from '../../src/app/drafts.ts'
import { openableRecords } from '../../src/app/inquiries/listing.ts'
import { registerDraft } from '../../src/app/inquiries/registering.ts'
import type { TestBrowser } from '../support/browser.ts'
import { accepted, anOfficer, aRegistry } from '../support/registry.ts'
import { type ServedRegistry, aServedRegistry } from '../support/served-registry.ts'
import { aSmallDisk } from '../support/small-disk.ts'
import { typedToday } from '../support/story.ts'

const people = [anOfficer('songyilin', '宋怡林'), anOfficer('hefei', '何飞')]
const words = '他说：“就当<没看见>&放一马”'

let registry: ServedRegistry
beforeAll(async () => {
  registry = await aServedRegistry({ people })
})
afterAll(() => registry.close())

const unescaped = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

/** The hidden fields of a page, as the browser would send them; the token is the browser's own matter. */
function hiddenFields(html: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [input] of html.matchAll(/<input(?: [\w-]+(?:="[^"]*")?)*/g)) {
    if (!input.includes(' type="hidden"')) continue
    const name = /name="([^"]*)"/.exec(input)?.[1]
    if (name && name !== 'csrf') fields[name] = unescaped(/value="([^"]*)"/.exec(input)?.[1] ?? '')
  }
  return fields
}

const actionOf = (html: string): string =>
  unescaped(/<form[^>]*action="(\/drafts\/[^"]*)"/.exec(html)?.[1] ?? 'no form leads to a draft')

async function begun(browser: TestBrowser): Promise<{ url: string; draftVersion: string }> {
  const url = String((await browser.post('/records/new')).headers.location).replace('/case', '/said')
  const { draftVersion = '' } = hiddenFields((await browser.get(url)).body)
  return { url, draftVersion }
}

const endSession = (): void => registry.clock.advance({ minutes: 31 })

const secretsOf = (username: string) => ({
  username,
  password: registry.account(username).password,
  code: registry.nextCode(username),
})

const savedWords = async (username = 'songyilin'): Promise<(string | undefined)[]> =>
  (await draftsOf(registry.context, await registry.viewer(username))).map(({ draft }) => draft.fields.exactWords)

describe('a session that ends in the middle of a page', () => {
  it('R18: what was typed comes back after signing in, and is saved when it is sent again', async () => {
    const browser = await registry.signIn('songyilin')
    const { url, draftVersion } = await begun(browser)
    endSession()
    const late = await browser.post(url, { draftVersion, exactWords: words, redLineFactFinding: 'yes' })
    expect(late.statusCode).toBe(401)
    const carried = hiddenFields(late.body)
    expect(carried.resumePath).toBe(url)

    // A mistyped password on the way loses nothing either.
    const mistyped = await browser.post('/sign-in', {
      ...carried,
      ...secretsOf('songyilin'),
      password: 'Autumn-rain 1',
    })
    expect(mistyped.statusCode).toBe(401)
    const back = await browser.post('/sign-in', { ...hiddenFields(mistyped.body), ...secretsOf('songyilin') })
    expect(back.statusCode).toBe(200)
    expect(unescaped(back.body)).toContain(words)
    expect(await savedWords()).not.toContain(words)

    // `savedWords` has signed in elsewhere: the browser signs in once more.
    const again = await registry.signIn('songyilin')
    const saved = await again.post(actionOf(back.body), hiddenFields(back.body))
    expect(saved.statusCode, saved.body).toBe(303)
    expect(await savedWords()).toContain(words)
  })

  it('R18, R42: somebody else who signs in there gets none of it', async () => {
    const browser = await registry.signIn('songyilin')
    const { url, draftVersion } = await begun(browser)
    endSession()
    const late = await browser.post(url, { draftVersion, exactWords: words })
    const carried = hiddenFields(late.body)
    expect(carried.resumeBody).toContain(words)
    const other = await browser.post('/sign-in', { ...carried, ...secretsOf('hefei') })
    expect(other.statusCode).toBe(303)
    expect(other.headers.location).toBe('/home')
    expect(other.body).not.toContain('没看见')
  })

  it('R18: saving in the background answers 401 with a code, and the same again after signing in saves', async () => {
    const browser = await registry.signIn('hefei')
    const { url, draftVersion } = await begun(browser)
    const autosave = async (sender: TestBrowser) =>
      sender.post(`${url}/autosave`, { draftVersion, exactWords: words }, { accept: 'application/json' })
    endSession()
    const late = await autosave(browser)
    expect([late.statusCode, late.json()]).toEqual([401, { code: 'signInNeeded' }])
    const renewed = await registry.signIn('hefei')
    const saved = await autosave(renewed)
    expect([saved.statusCode, saved.json()]).toEqual([200, { draftVersion: Number(draftVersion) + 1 }])
    expect(await savedWords('hefei')).toContain(words)
  })

  it('R18: a window that was open before signing in again in another one gives back what was typed in it', async () => {
    const browser = await registry.signIn('songyilin')
    const { url, draftVersion } = await begun(browser)
    const oldToken = await browser.token()
    const otherWindow = await registry.signIn('songyilin')
    const late = await otherWindow.post(url, { draftVersion, exactWords: `${words}！`, csrf: oldToken })
    expect(late.statusCode).toBe(409)
    expect(unescaped(late.body)).toContain(`${words}！`)
    expect(await savedWords()).not.toContain(`${words}！`)
    const here = await registry.signIn('songyilin')
    expect((await here.post(actionOf(late.body), hiddenFields(late.body))).statusCode).toBe(303)
    expect(await savedWords()).toContain(`${words}！`)
    // A form that was made for somebody else is refused, and nothing of it is shown.
    const foreign = await (
      await registry.signIn('hefei')
    ).post(url, { draftVersion, exactWords: words, csrf: oldToken })
    expect(foreign.statusCode).toBe(403)
    expect(foreign.body).not.toContain('没看见')
  })
})

/** Everything but the signature is there; answers the sign page. */
async function readyToSign(at: ServedRegistry, username: string) {
  const viewer = await at.viewer(username)
  const draft = accepted(await startDraft(at.context, viewer))
  accepted(await changeDraft(at.context, viewer, draft.id, draft.version, { fields: typedToday(at) }))
  const browser = await at.signIn(username)
  const url = `/drafts/${draft.id}/sign`
  const { draftVersion = '', idempotencyKey = '' } = hiddenFields((await browser.get(url)).body)
  const form = { draftVersion, idempotencyKey, declared: 'yes', signatureKind: 'typed' }
  return { browser, url, form, draft }
}

const recordsOf = async (at: ServedRegistry, username: string): Promise<string[]> =>
  (await openableRecords(at.context, await at.viewer(username))).map(({ record }) => record.registerNumber)

describe('a click that comes twice', () => {
  it('R18, R19: the sign page sent twice, at once and once more later, registers one record', async () => {
    const { browser, url, form } = await readyToSign(registry, 'hefei')
    const both = await Promise.all([browser.post(url, form), browser.post(url, form)])
    const later = await browser.post(url, form)
    const answers = [...both, later].map(({ statusCode, headers }) => [statusCode, headers.location])
    expect(new Set(answers.map(String)).size).toBe(1)
    expect(answers[0]?.[0]).toBe(303)
    expect(await recordsOf(registry, 'hefei')).toHaveLength(1)
  })

  it('R18: the second click answers the number also when the first is done between its two looks at the disk', async () => {
    let meanwhile: (() => Promise<unknown>) | null = null
    const slow = await aRegistry({
      people,
      wrapStore: (store) => {
        const interrupted = async (): Promise<void> => {
          const run = meanwhile
          meanwhile = null
          await run?.()
        }
        return {
          ...store,
          drafts: async (tags) => interrupted().then(() => store.drafts(tags)),
        }
      },
    })
    try {
      const viewer = await slow.viewer('songyilin')
      const draft = accepted(await startDraft(slow.context, viewer))
      const saved = await changeDraft(slow.context, viewer, draft.id, draft.version, { fields: typedToday(slow) })
      const signing = { declaredTruthful: true, signature: { kind: 'typed' } as const }
      const input = { draftId: draft.id, version: accepted(saved).version, ...signing }
      const click = () => registerDraft(slow.context, viewer, input, 'one click')
      let first: unknown
      meanwhile = async () => {
        first = accepted(await click())
      }
      expect(accepted(await click())).toEqual(first)
      expect(await openableRecords(slow.context, viewer)).toHaveLength(1)
    } finally {
      await slow.close()
    }
  })
})

const disk = aSmallDisk(24)
afterAll(() => disk?.remove())

describe.runIf(disk)('a disk that is full', () => {
  let crowded: ServedRegistry
  beforeAll(async () => {
    crowded = await aServedRegistry({ people, inFolder: disk?.folder ?? '' })
  })
  afterEach(() => disk?.relieve())
  afterAll(() => crowded.close())

  it('R18, R35: says so, keeps what it has acknowledged, and takes the same form once there is room', async () => {
    const { browser, url: sign, form, draft } = await readyToSign(crowded, 'songyilin')
    const url = sign.replace('/sign', '/said')
    let { draftVersion = '' } = form as { draftVersion?: string }
    let acknowledged = '能不能少罚一点'
    let answer
    disk?.fill()
    for (let i = 0; i < 1000; i += 1) {
      const exactWords = `${'话'.repeat(5000)}${i}`
      answer = await browser.post(`${url}/autosave`, { draftVersion, exactWords }, { accept: 'application/json' })
      if (answer.statusCode !== 200) break
      draftVersion = String(answer.json<{ draftVersion: number }>().draftVersion)
      acknowledged = exactWords
    }
    expect([answer?.statusCode, answer?.json()]).toEqual([507, { code: 'diskFull' }])
    const page = await browser.post(url, { draftVersion, exactWords: words })
    expect(page.statusCode).toBe(507)
    expect(page.body).toContain('服务器磁盘空间不足，内容没有保存')
    const signed = await browser.post(sign, { ...form, draftVersion })
    expect(signed.statusCode).toBe(507)
    // Reading goes on, also for somebody whose session is to be marked as seen.
    crowded.clock.advance({ minutes: 2 })
    const shown = await browser.get(url)
    expect(shown.statusCode).toBe(200)
    expect(shown.body).toContain(acknowledged)
    expect((await browser.get('/records')).statusCode).toBe(200)

    disk?.relieve()
    expect((await browser.post(url, { draftVersion, exactWords: words })).statusCode).toBe(303)
    const version = hiddenFields((await browser.get(sign)).body).draftVersion ?? ''
    const once = await browser.post(sign, { ...form, draftVersion: version })
    expect(once.statusCode, once.body).toBe(303)
    const viewer = await crowded.viewer('songyilin')
    const records = await openableRecords(crowded.context, viewer)
    expect(records.map(({ record }) => record.content.exactWords)).toEqual([words])
    expect((await draftsOf(crowded.context, viewer)).map(({ id }) => id)).not.toContain(draft.id)
    expect(await crowded.context.store.readModelDifferences()).toEqual([])
  })
})
