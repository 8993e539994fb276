/** The browser part as Vite built it, read from its manifest. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Assets } from './deps.ts'

const manifestSchema = z.record(
  z.string(),
  z.object({ file: z.string(), isEntry: z.boolean().optional(), css: z.array(z.string()).optional() }),
)

/** Nothing to serve when nothing was built: pages work without, plainly. */
export async function builtAssets(folder: string): Promise<Assets> {
  let text: string
  try {
    text = await readFile(join(folder, '.vite', 'manifest.json'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { folder: null, styles: [], scripts: [] }
    throw error
  }
  const entries = Object.values(manifestSchema.parse(JSON.parse(text))).filter(({ isEntry }) => isEntry)
  const files = entries.flatMap(({ file, css = [] }) => [file, ...css])
  const paths = (ending: string): string[] =>
    [...new Set(files.filter((file) => file.endsWith(ending)))].map((file) => `/assets/${file}`)
  return { folder, styles: paths('.css'), scripts: paths('.js') }
}
