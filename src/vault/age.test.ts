import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ageDecrypt, ageEncrypt, identitiesIn, isAgeRecipient, newAgePair, recipientFingerprint } from './age.ts'

async function* chunks(bytes: Uint8Array, length = 50_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.slice(at, at + length)
}
async function whole(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const kept: Uint8Array[] = []
  for await (const part of parts) kept.push(part)
  return Buffer.concat(kept)
}
const plain = Buffer.from('密封移送'.repeat(20_000))

it('R44: takes X25519 recipients only, and only with the right checksum', async () => {
  const { recipient } = await newAgePair()
  expect(await isAgeRecipient(recipient)).toBe(true)
  const changed = (at: number): string => {
    const other = recipient[at] === 'q' ? 'p' : 'q'
    return `${recipient.slice(0, at)}${other}${recipient.slice(at + 1)}`
  }
  for (let at = 4; at < recipient.length; at += 1) expect(await isAgeRecipient(changed(at)), String(at)).toBe(false)
  for (const text of ['', 'age1', recipient.toUpperCase(), ` ${recipient}`, `${recipient}\n`, recipient.slice(0, -1)])
    expect(await isAgeRecipient(text), text).toBe(false)
  // The point zero: nothing can be shared with it.
  expect(await isAgeRecipient('age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqs3290gq')).toBe(false)
})

it('R44: the fingerprint is what sha256sum gives for the text', () => {
  const recipient = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'
  const digest = execFileSync('sha256sum', { input: recipient }).toString().slice(0, 32).toUpperCase()
  expect(recipientFingerprint(recipient).replaceAll('-', '')).toBe(digest)
})

it('R44: each recipient opens it alone, nobody else does, and a changed or cut file does not open', async () => {
  const [first, second, other] = [await newAgePair(), await newAgePair(), await newAgePair()]
  const sealed = await whole(ageEncrypt([first.recipient, second.recipient], chunks(plain)))
  for (const { identity } of [first, second])
    expect(await whole(ageDecrypt([other.identity, identity], chunks(sealed)))).toEqual(plain)
  const broken = expect.objectContaining({ code: 'sealBroken' })
  await expect(whole(ageDecrypt([other.identity], chunks(sealed)))).rejects.toEqual(broken)
  const changed = Buffer.from(sealed)
  changed[sealed.length - 20_000] = (changed[sealed.length - 20_000] ?? 0) ^ 1
  for (const bytes of [changed, sealed.subarray(0, -1), sealed.subarray(0, -40_000)])
    await expect(whole(ageDecrypt([first.identity], chunks(bytes)))).rejects.toEqual(broken)
})

it('R44: the standard age tool opens what we write, with a key that age-keygen made', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-age-'))
  try {
    const [key, file] = [join(folder, 'key.txt'), join(folder, 'package.age')]
    execFileSync('age-keygen', ['-o', key], { stdio: 'ignore' })
    const recipient = execFileSync('age-keygen', ['-y', key]).toString().trim()
    expect(await isAgeRecipient(recipient)).toBe(true)
    writeFileSync(file, await whole(ageEncrypt([recipient], chunks(plain))))
    expect(execFileSync('age', ['--decrypt', '--identity', key, file])).toEqual(plain)
    const identities = identitiesIn(readFileSync(key, 'utf8'))
    expect(identities).toHaveLength(1)
    expect(await whole(ageDecrypt(identities, chunks(readFileSync(file))))).toEqual(plain)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

it('says that a key cannot be read, and encrypts to nobody never', async () => {
  const malformed = expect.objectContaining({ code: 'keyMalformed' })
  for (const recipients of [[], ['age1nonsense']])
    await expect(whole(ageEncrypt(recipients, chunks(plain)))).rejects.toEqual(malformed)
  await expect(whole(ageDecrypt(['AGE-SECRET-KEY-1NONSENSE'], chunks(plain)))).rejects.toEqual(malformed)
})
