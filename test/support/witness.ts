/** A witness in a folder of its own, asked by injection, and registers to be witnessed. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { consistencyOf } from '../../src/app/trail-files.ts'
import { instant } from '../../src/kit/calendar.ts'
import { openWitness, type OpenedWitness } from '../../src/main.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { printWitnessRequest } from '../../src/trail/witness-request.ts'
import { aCommand } from './store-builders.ts'
import { testTrailWork, testVkeys } from './trail-work.ts'

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** A folder of its own, gone when the tests of this file are over. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-witness-'))
  folders.push(folder)
  return folder
}

export const aWitness = (dataFolder = aFolder(), at = '2026-11-20T08:00:00Z'): Promise<OpenedWitness> =>
  openWitness({
    dataFolder,
    logVkeys: [testVkeys.register, testVkeys.security],
    name: 'witness.example/superior',
    now: () => instant(at),
  })

export const submit = ({ door }: OpenedWitness, payload: string) =>
  door.inject({ method: 'POST', url: '/add-checkpoint', payload, headers: { 'content-type': 'text/plain' } })

/** A register under the test's key whose first records have these names: other names make another history. */
export async function aRegisterOf(names: readonly string[], folder = aFolder()): Promise<Store> {
  const store = await openStore({ file: join(folder, 'register.db') }, testTrailWork)
  await registerAlso(store, names)
  return store
}

/** Appends record after record, so that every size has a checkpoint. */
export async function registerAlso(store: Store, names: readonly string[]): Promise<void> {
  for (const id of names) await store.append(aCommand({ id, number: `2026-${id}` }))
}

/** What the register sends to a witness that has seen it up to `oldSize`: its newest checkpoint, or an older one. */
export async function aRequest(store: Store, oldSize: number, treeSize?: number): Promise<string> {
  const checkpoints = await store.checkpoints('register')
  const checkpoint = treeSize === undefined ? checkpoints.at(-1) : checkpoints.find(({ size }) => size === treeSize)
  if (!checkpoint) throw new Error(`there is no checkpoint of size ${treeSize}`)
  const proof = await consistencyOf(store, 'register', oldSize, checkpoint.size)
  return printWitnessRequest({ oldSize, proof, checkpointNote: checkpoint.note })
}
