import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { findRendererFiles } from './asset-folder.ts'
import { createRenderer, type Renderer, type RendererOptions } from './renderer.ts'
import { aBlankForm, aForm } from '../../test/support/a-form.ts'
import { registrationForm } from './registration-form/registration-form.ts'

const open: Renderer[] = []
const aRenderer = (options?: RendererOptions): Renderer => {
  const renderer = createRenderer(options)
  open.push(renderer)
  return renderer
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((renderer) => renderer.close()))
})

const form = registrationForm(aForm())
const startsAsPdf = (pdf: Uint8Array): boolean => Buffer.from(pdf.subarray(0, 5)).toString('latin1') === '%PDF-'

describe('renderer', () => {
  it('R36: gives the same bytes in two processes, whatever was set before', async () => {
    const [first, second] = [aRenderer(), aRenderer()]
    await second.render(registrationForm(aBlankForm))
    expect(Buffer.from(await first.render(form)).equals(await second.render(form))).toBe(true)
  })

  it('replaces its child after the set number of documents, and leaves none behind', async () => {
    const real = findRendererFiles(import.meta.url)
    const folder = mkdtempSync(path.join(tmpdir(), 'renderer-'))
    try {
      const births = path.join(folder, 'births')
      const worker = path.join(folder, 'worker.mjs')
      writeFileSync(
        worker,
        `import { appendFileSync } from 'node:fs'
         appendFileSync(${JSON.stringify(births)}, process.pid + '\\n')
         await import(${JSON.stringify(real.workerUrl.href)})`,
      )
      const renderer = aRenderer({ ...real, workerUrl: pathToFileURL(worker), documentsPerChild: 2 })
      for (let document = 0; document < 3; document += 1) expect(startsAsPdf(await renderer.render(form))).toBe(true)
      await renderer.close()
      const children = readFileSync(births, 'utf8').trim().split('\n').map(Number)
      expect(new Set(children).size).toBe(2)
      for (const child of children) expect(() => process.kill(child, 0)).toThrow('ESRCH')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('a failing document does not disturb the next', async () => {
    const renderer = aRenderer()
    const bad = renderer.render({ ...form, data: {} })
    const good = renderer.render(form)
    await expect(bad).rejects.toMatchObject({ code: 'rendererFailed' })
    expect(startsAsPdf(await good)).toBe(true)
  })

  it('a child that dies fails only the document at hand, and the next starts another', async () => {
    const real = findRendererFiles(import.meta.url)
    const folder = mkdtempSync(path.join(tmpdir(), 'renderer-'))
    try {
      // A worker that dies of its first document and, in its second life, is the real one.
      const flag = path.join(folder, 'died')
      const worker = path.join(folder, 'worker.mjs')
      writeFileSync(
        worker,
        `import { existsSync, writeFileSync } from 'node:fs'
         if (existsSync(${JSON.stringify(flag)})) await import(${JSON.stringify(real.workerUrl.href)})
         else process.on('message', () => { writeFileSync(${JSON.stringify(flag)}, ''); process.kill(process.pid, 'SIGKILL') })`,
      )
      const renderer = aRenderer({ ...real, workerUrl: pathToFileURL(worker) })
      const [first, second] = [renderer.render(form), renderer.render(form)]
      await expect(first).rejects.toMatchObject({ code: 'rendererFailed' })
      expect(startsAsPdf(await second)).toBe(true)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('ends a document that takes too long', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'renderer-'))
    try {
      const worker = path.join(folder, 'worker.mjs')
      writeFileSync(worker, `process.on('message', () => undefined)`)
      const renderer = aRenderer({ assets: folder, workerUrl: pathToFileURL(worker), timeoutMs: 200 })
      await expect(renderer.render(form)).rejects.toMatchObject({ code: 'rendererFailed' })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('treats a warning as a failure', async () => {
    const real = findRendererFiles(import.meta.url)
    const folder = mkdtempSync(path.join(tmpdir(), 'renderer-'))
    try {
      symlinkSync(path.join(real.assets, 'fonts'), path.join(folder, 'fonts'))
      const templates = mkdtempSync(path.join(folder, 't-'))
      symlinkSync(templates, path.join(folder, 'templates'))
      writeFileSync(
        path.join(templates, 'registration-form.typ'),
        '#set document(date: datetime(year: 2026, month: 1, day: 1))\n#set text(font: "No Such Family")\n甲',
      )
      const renderer = aRenderer({ ...real, assets: folder })
      await expect(renderer.render(form)).rejects.toThrow(/unknown font family/u)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('takes nothing after it was closed', async () => {
    const renderer = aRenderer()
    await renderer.close()
    await expect(renderer.render(form)).rejects.toMatchObject({ code: 'rendererFailed' })
  })

  it('finds its files from a built folder as well', () => {
    const real = findRendererFiles(import.meta.url)
    const built = pathToFileURL(path.join(real.assets, '..', '..', 'dist', 'server', 'main.js')).href
    expect(findRendererFiles(built)).toEqual(real)
    expect(() => findRendererFiles(pathToFileURL(path.join(tmpdir(), 'main.js')).href)).toThrow('holds the templates')
  })
})
