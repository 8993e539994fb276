/** Reads finished papers in tests, through poppler's tools: what a stranger's reader finds, not what we meant. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export const havePoppler = ['pdftotext', 'pdftoppm', 'pdfdetach', 'pdfinfo'].every(
  (tool) => spawnSync(tool, ['-v'], { stdio: 'ignore' }).error === undefined,
)
if (!havePoppler) console.warn('\n*** poppler-utils is missing: NO TEST LOOKS AT THE PRINTED PAPERS ***\n')

/** What a tool prints. Poppler warns on stderr about a harmless entry of tagged PDFs, so that is left out. */
const run = (tool: string, ...args: readonly string[]): string =>
  execFileSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

function withPdf<Result>(pdf: Uint8Array, read: (file: string, folder: string) => Result): Result {
  const folder = mkdtempSync(path.join(tmpdir(), 'paper-'))
  try {
    const file = path.join(folder, 'paper.pdf')
    writeFileSync(file, pdf)
    return read(file, folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export const textOf = (pdf: Uint8Array): string => withPdf(pdf, (file) => run('pdftotext', '-layout', file, '-'))

/** The text in reading order without any white space, for comparing with what went in. */
export const lettersOf = (pdf: Uint8Array): string => textOf(pdf).replaceAll(/\s/gu, '')

/** The same, one text a page. */
export const lettersByPage = (pdf: Uint8Array): readonly string[] =>
  textOf(pdf)
    .split('\f')
    .map((page) => page.replaceAll(/\s/gu, ''))

export const infoOf = (pdf: Uint8Array): string => withPdf(pdf, (file) => run('pdfinfo', file))

export const metadataOf = (pdf: Uint8Array): string => withPdf(pdf, (file) => run('pdfinfo', '-meta', file))

export const pagesOf = (pdf: Uint8Array): number => Number(/^Pages:\s+(\d+)/mu.exec(infoOf(pdf))?.[1])

export const attachmentOf = (pdf: Uint8Array): { readonly list: string; readonly bytes: Uint8Array } =>
  withPdf(pdf, (file, folder) => {
    const list = run('pdfdetach', '-list', file)
    run('pdfdetach', '-save', '1', '-o', path.join(folder, 'attachment'), file)
    return { list, bytes: readFileSync(path.join(folder, 'attachment')) }
  })

export type PageImage = { readonly width: number; readonly height: number; readonly grey: Uint8Array }

/** One page in grey at 254 dpi: exactly ten dots a millimetre. */
export const pageImage = (pdf: Uint8Array, page = 1): PageImage =>
  withPdf(pdf, (file, folder) => {
    const target = path.join(folder, 'page')
    run('pdftoppm', '-r', '254', '-gray', '-singlefile', '-f', String(page), file, target)
    const bytes = readFileSync(`${target}.pgm`)
    const header = /^P5\s+(\d+)\s+(\d+)\s+255\s/u.exec(bytes.subarray(0, 40).toString('latin1'))
    if (!header) throw new Error('not a grey image')
    return { width: Number(header[1]), height: Number(header[2]), grey: bytes.subarray(header[0].length) }
  })
