/**
 * Sets papers as PDF/A-3b in a child process (docs/decisions/0002-typst-in-a-child-process.md).
 *
 * One document at a time; the child starts with the first and is replaced after some hundreds, because the compiler keeps
 * a little memory of each. A child that dies fails only the document at hand. Same paper, same bytes (R36).
 */
import { fork, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { LiuhenError } from '../kit/liuhen-error.ts'
import { findRendererFiles, type RendererFiles } from './asset-folder.ts'
import type { Paper } from './paper.ts'
import { failureOf } from './render-failure.ts'

export type RendererOptions = Partial<RendererFiles> & {
  /** After so many documents the child is replaced. */
  readonly documentsPerChild?: number
  /** A document that takes longer fails with `rendererFailed`, and its child is ended. */
  readonly timeoutMs?: number
}

export type Renderer = {
  /**
   * The paper as PDF bytes. Rejects with `glyphMissing` (its data names the characters) when no font has a character,
   * and with `rendererFailed` when the template, the child or the time limit fails.
   */
  render(paper: Paper): Promise<Uint8Array>
  /** Waits for the document at hand and ends the child; documents still waiting are set first. */
  close(): Promise<void>
}

type Answer = { readonly id: number; readonly pdf?: Uint8Array; readonly problems?: readonly string[] }

/** No process is started before the first document. */
export function createRenderer(options: RendererOptions = {}): Renderer {
  const { documentsPerChild = 300, timeoutMs = 60_000 } = options
  const found = options.assets && options.workerUrl ? undefined : findRendererFiles(import.meta.url)
  const files = { ...found, ...options } as RendererFiles
  let child: ChildProcess | undefined
  let documents = 0
  let closed = false
  let tail: Promise<unknown> = Promise.resolve()

  async function typeset(paper: Paper): Promise<Uint8Array> {
    if (child === undefined || !child.connected || documents >= documentsPerChild) {
      if (child !== undefined) await stop(child)
      child = start(files)
      documents = 0
    }
    documents += 1
    const answer = await ask(child, documents, paper, timeoutMs)
    if (answer.pdf === undefined) throw failureOf(answer.problems ?? [])
    return answer.pdf
  }

  return {
    async render(paper) {
      if (closed) throw new LiuhenError('rendererFailed', 'the renderer was closed')
      const turn = tail.then(() => typeset(paper))
      tail = turn.catch(() => undefined)
      return await turn
    },
    async close() {
      closed = true
      await tail
      if (child !== undefined) await stop(child)
      child = undefined
    },
  }
}

function start({ assets, workerUrl }: RendererFiles): ChildProcess {
  const child = fork(workerUrl, [assets], {
    // The child learns nothing of our environment: no database address, no secret.
    env: {
      FONTCONFIG_FILE: path.join(assets, 'fonts', 'no-system-fonts.conf'),
      ...(process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }),
    },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  // A failing start shows as `exit` or `error` to whoever asks; without this listener it would end our own process.
  child.on('error', () => undefined)
  keepAlive(child, false)
  return child
}

/** An idle child must not keep the server from ending; one at work must. */
function keepAlive(child: ChildProcess, wanted: boolean): void {
  if (wanted) {
    child.ref()
    child.channel?.ref()
  } else {
    child.unref()
    child.channel?.unref()
  }
}

function ask(child: ChildProcess, id: number, paper: Paper, timeoutMs: number): Promise<Answer> {
  keepAlive(child, true)
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const fail = (message: string, cause?: unknown): void =>
    reject(new LiuhenError('rendererFailed', message, cause === undefined ? {} : { cause }))
  const onMessage = (answer: unknown): void => {
    if ((answer as Answer).id === id) resolve(answer as Answer)
  }
  const onExit = (code: number | null, signal: string | null): void =>
    fail(`the process that sets papers ended (${signal ?? `code ${code}`})`)
  const onError = (cause: unknown): void => fail('the process that sets papers could not be reached', cause)
  const timer = setTimeout(() => {
    child.kill('SIGKILL')
    fail(`setting a paper took more than ${timeoutMs} ms`)
  }, timeoutMs)
  child.on('message', onMessage).on('exit', onExit).on('error', onError)
  child.send({ id, ...paper }, (error) => {
    if (error) onError(error)
  })
  return promise.finally(() => {
    clearTimeout(timer)
    child.off('message', onMessage).off('exit', onExit).off('error', onError)
    keepAlive(child, false)
  })
}

function stop(child: ChildProcess): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve()
  keepAlive(child, true)
  child.once('exit', () => resolve())
  if (child.connected) child.disconnect()
  else child.kill('SIGKILL')
  return promise
}
