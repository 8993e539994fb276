import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createAccount } from '../app/accounts/administration.ts'
import { openRegistry } from '../main.ts'
import { UsageError } from './command.ts'
import { securityLog } from './security-log.ts'

const data = mkdtempSync(join(tmpdir(), 'liuhen-security-log-'))

beforeAll(async () => {
  const registry = await openRegistry({ dataFolder: data })
  for (const username of ['linan', 'wanghao', 'zhaomin'])
    await createAccount(registry.context, 'setUp', {
      username,
      roles: ['enforcementOfficer'],
      person: { name: '方某', staffNumber: username, post: null },
    })
  await registry.close()
})
afterAll(() => rmSync(data, { recursive: true, force: true }))

async function printed(...args: string[]): Promise<string> {
  const written: string[] = []
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  try {
    expect(await securityLog.run(['--data', data, ...args], 'en')).toBe(0)
  } finally {
    spy.mockRestore()
  }
  return written.join('')
}

it('R87: prints the events in order, from any position on, without a name', async () => {
  const all = (await printed()).trimEnd().split('\n')
  expect(all.map((line) => (JSON.parse(line) as { account: string }).account)).toEqual(['linan', 'wanghao', 'zhaomin'])
  expect(all.join('')).not.toContain('方某')
  expect((await printed('--since', '2')).trimEnd()).toBe(all[2])
  expect(await printed('--since', '3')).toBe('')
  expect(await printed('--format', 'syslog', '--since', '2')).toMatch(
    /^<110>1 \S+ \S+ liuhen - accountCreated \[.+\]\n$/,
  )
})

it('sends each event after its length over TCP', async () => {
  let received = ''
  const server = createServer((socket) => socket.on('data', (bytes) => (received += bytes.toString())))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  await printed('--to', `tcp://127.0.0.1:${port}`)
  server.close()
  await once(server, 'close')
  const messages: string[] = []
  for (let rest = received; rest !== '';) {
    const [, length = '', text = ''] = /^(\d+) ([\s\S]*)$/.exec(rest) ?? []
    messages.push(text.slice(0, Number(length)))
    rest = text.slice(Number(length))
  }
  expect(messages.map((message) => /account="(\w+)"/.exec(message)?.[1])).toEqual(['linan', 'wanghao', 'zhaomin'])
})

it('sends a datagram an event over UDP', async () => {
  const received: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (bytes) => received.push(bytes.toString()))
  await once(socket.bind(0, '127.0.0.1'), 'listening')
  await printed('--format', 'json', '--to', `udp://127.0.0.1:${socket.address().port}`)
  await vi.waitFor(() => expect(received).toHaveLength(3))
  socket.close()
  expect(received.map((line) => (JSON.parse(line) as { position: number }).position)).toEqual([0, 1, 2])
})

it('sends to a socket of this machine', async () => {
  let received = ''
  const path = join(data, 'collector.sock')
  const server = createServer((socket) => socket.on('data', (bytes) => (received += bytes.toString())))
  await once(server.listen(path), 'listening')
  await printed('--format', 'json', '--to', `unix:${path}`)
  server.close()
  await once(server, 'close')
  const first = /^(\d+) (\{.*?\})(?=\d+ \{|$)/.exec(received)
  expect(first?.[1]).toBe(String(Buffer.byteLength(first?.[2] ?? '')))
  expect(received.match(/"account":"\w+"/g)).toEqual([
    '"account":"linan"',
    '"account":"wanghao"',
    '"account":"zhaomin"',
  ])
  await expect(securityLog.run(['--data', data, '--to', `unix:${path}`], 'en')).rejects.toThrow(/Nobody listens/)
})

it('R87: follows the trail until it is told to stop, and says each event once', { timeout: 20_000 }, async () => {
  const written: string[] = []
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  const accounts = (): string[] => written.map((line) => (JSON.parse(line) as { account: string }).account)
  try {
    const following = securityLog.run(['--data', data, '--follow', '--since', '2'], 'en')
    await vi.waitFor(() => expect(accounts()).toEqual(['zhaomin']), 5000)
    const registry = await openRegistry({ dataFolder: data })
    await createAccount(registry.context, 'setUp', {
      username: 'suwanqing',
      roles: ['enforcementOfficer'],
      person: { name: '方某', staffNumber: 'suwanqing', post: null },
    })
    await registry.close()
    await vi.waitFor(() => expect(accounts()).toEqual(['zhaomin', 'suwanqing']), 10_000)
    process.emit('SIGTERM')
    expect(await following).toBe(0)
    expect(accounts()).toEqual(['zhaomin', 'suwanqing'])
  } finally {
    spy.mockRestore()
  }
})

it('says what is wrong with an option, a folder or an address where nobody listens', async () => {
  for (const args of [
    ['--since', 'x'],
    ['--format', 'xml'],
    ['--to', 'http://127.0.0.1:1'],
  ])
    await expect(securityLog.run(['--data', data, ...args], 'en')).rejects.toThrow(UsageError)
  await expect(securityLog.run(['--data', join(data, 'none')], 'en')).rejects.toThrow(/no registry/)
  await expect(securityLog.run(['--data', data, '--to', 'tcp://127.0.0.1:1'], 'en')).rejects.toThrow(/Nobody listens/)
})
