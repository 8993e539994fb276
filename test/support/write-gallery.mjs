// Writes every page of the gallery as static HTML, to be looked at: node test/support/write-gallery.mjs <folder>
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createServer } from 'vite'

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('Name the folder to write to.')
const root = join(import.meta.dirname, '..', '..')
const server = await createServer({
  root,
  configFile: false,
  server: { middlewareMode: true, watch: null },
  appType: 'custom',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
})
const { gallery } = await server.ssrLoadModule('/test/support/gallery.tsx')
await mkdir(folder, { recursive: true })
const style = join(root, 'src/web/style')
const index = await readFile(join(style, 'index.css'), 'utf8')
const parts = [...index.matchAll(/@import '\.\/(.+)'/g)].map(([, file]) => readFile(join(style, file), 'utf8'))
await writeFile(join(folder, 'style.css'), (await Promise.all(parts)).join('\n'))
for (const language of ['zh-CN', 'en'])
  for (const { name, html } of gallery(language, { styles: ['style.css'], scripts: [] }))
    await writeFile(join(folder, `${name}.${language}.html`), html)
await server.close()
