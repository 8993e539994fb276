/**
 * The child process that sets papers with Typst (see docs/decisions/0002-typst-in-a-child-process.md).
 *
 * Plain JavaScript on purpose: the same file runs beside the sources and beside the built server. It is forked with the
 * assets folder as its only argument, takes one job after another from its parent, and ends when the parent does.
 */
import { createRequire } from 'node:module'
import path from 'node:path'

// The package is CommonJS with a native part; `require` loads it the same way under every Node we run on.
const { NodeCompiler } = createRequire(import.meta.url)('@myriaddreamin/typst-ts-node-compiler')

/** The compiler remembers what it set; forgetting every few documents keeps the process small. */
const DOCUMENTS_BETWEEN_EVICTIONS = 4

const assets = process.argv[2]
const templates = path.join(assets, 'templates')
const compiler = NodeCompiler.create({
  workspace: templates,
  // A folder, not blobs: fonts are then mapped from disk instead of being held in memory.
  fontArgs: [{ fontPaths: [path.join(assets, 'fonts')] }],
})
let documents = 0

process.on('message', (job) => process.send({ id: job.id, ...answer(job) }))
process.on('disconnect', () => process.exit(0))

function answer(job) {
  try {
    return { pdf: typeset(job) }
  } catch (cause) {
    return { problems: problemsOf(cause) }
  } finally {
    compiler.resetShadow()
    documents += 1
    if (documents % DOCUMENTS_BETWEEN_EVICTIONS === 0) compiler.evictCache(0)
  }
}

function typeset({ template, data, attachments }) {
  const files = attachments.map(({ bytes, ...file }, index) => {
    const name = `attachment-${index}`
    compiler.mapShadow(path.join(templates, name), Buffer.from(bytes))
    return { ...file, path: `/${name}` }
  })
  const result = compiler.compile({
    mainFilePath: path.join(templates, `${template}.typ`),
    inputs: { data: JSON.stringify({ ...data, attachments: files }) },
    resetRead: true,
  })
  // A warning (an unknown family, a layout that does not settle) would print something other than what was designed.
  const problems = problemsOf(result)
  if (result.result === null || problems.length > 0) throw new Error(problems.join('; '))
  return compiler.pdf(result.result, { pdfStandard: 'a-3b' })
}

/** What went wrong, as lines. An export error tells it only in its message, as text written for debuggers. */
function problemsOf(source) {
  if (source instanceof Error) return [source.message]
  const diagnostics = [source.takeError(), source.takeWarnings()].flatMap((found) => found?.shortDiagnostics ?? [])
  return diagnostics.map((each) => String(each.message ?? JSON.stringify(each)))
}
