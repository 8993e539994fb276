import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { newAccountSecret, readingPair } from '../../vault/account-keys.ts'
import { openGrantWith } from '../../vault/grants.ts'
import type { SealedDossier } from '../../vault/new-dossier.ts'
import { openEvent } from '../../vault/sealed-event.ts'
import { createSealer, type Sealer, type SealerOptions } from './sealer.ts'

const holder = readingPair(newAccountSecret())
const stranger = readingPair(newAccountSecret())
const dossier = (content: string) => ({
  recipients: [{ readingKey: holder.publicKey, withIdentity: true }],
  event: { content, identity: 'who recorded' },
})

function aSealer(options: SealerOptions): Sealer {
  const sealer = createSealer(options)
  onTestFinished(() => sealer.close())
  return sealer
}

/** A sealer whose thread is at work. */
async function aBusySealer(): Promise<Sealer> {
  const sealer = aSealer({ busy: 1, spellMs: 10, quietSpells: 1000 })
  await sealer.seal(dossier(''))
  await expect.poll(sealer.hasThread, { timeout: 20_000 }).toBe(true)
  return sealer
}

function expectSealed({ keys, slots, sealedEvent }: SealedDossier, content: string): void {
  expect(openEvent(sealedEvent, keys)).toEqual({ content, identity: 'who recorded' })
  const opened = slots.map((slot) => openGrantWith(slot, holder)).filter((grant) => grant !== null)
  expect(opened.map((grant) => Buffer.from(grant.content))).toEqual([Buffer.from(keys.content)])
  expect(slots).toHaveLength(16)
  expect(slots.every((slot) => openGrantWith(slot, stranger) === null)).toBe(true)
}

describe('the sealer', () => {
  it('R42: seals here while little is registered, and begins no thread', async () => {
    const sealer = aSealer({ busy: 5, spellMs: 10 })
    expectSealed(await sealer.seal(dossier('here')), 'here')
    await sleep(50)
    expect(sealer.hasThread()).toBe(false)
  })

  it('R42: seals in a thread of its own when much is registered, each for itself', async () => {
    const sealer = await aBusySealer()
    const texts = Array.from({ length: 40 }, (_, i) => `case ${i}`)
    const sealed = await Promise.all(texts.map((text) => sealer.seal(dossier(text))))
    sealed.forEach((each, i) => expectSealed(each, texts[i] as string))
    expect(new Set(sealed.map(({ keys }) => Buffer.from(keys.content).toString('hex'))).size).toBe(texts.length)
  })

  it('R42: a thread that dies leaves nobody waiting', async () => {
    const sealer = await aBusySealer()
    const broken = { ...dossier('broken'), recipients: [{ readingKey: randomBytes(5), withIdentity: true }] }
    const around = Array.from({ length: 20 }, (_, i) => sealer.seal(i === 7 ? broken : dossier(`case ${i}`)))
    const settled = await Promise.allSettled(around)
    settled.forEach((each, i) => {
      if (i === 7) expect(each.status).toBe('rejected')
      else if (each.status === 'fulfilled') expectSealed(each.value, `case ${i}`)
      else throw each.reason
    })
    expectSealed(await sealer.seal(dossier('afterwards')), 'afterwards')
  })

  it('the thread ends when nothing is registered any more, and what was handed to it is answered', async () => {
    const sealer = aSealer({ busy: 1, spellMs: 10, quietSpells: 100 })
    await sealer.seal(dossier(''))
    await expect.poll(sealer.hasThread, { timeout: 20_000 }).toBe(true)
    expectSealed(await sealer.seal(dossier('last')), 'last')
    await expect.poll(sealer.hasThread, { timeout: 20_000 }).toBe(false)
    expectSealed(await sealer.seal(dossier('again')), 'again')
  })

  it('closing answers who still waits', async () => {
    const sealer = await aBusySealer()
    const waiting = sealer.seal(dossier('waiting'))
    await sealer.close()
    expectSealed(await waiting, 'waiting')
  })
})
