/**
 * The server build: src/cli/main.ts and all it imports into dist/server/main.js. Packages stay outside, in node_modules.
 *
 * Files that the server reads at run time (fonts, paper templates, worker programs) stay where they are: a module's
 * `import.meta.url` and `import.meta.dirname` go on meaning the place of its source.
 */
import { dirname, relative, resolve } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

const SOURCES = `${resolve(import.meta.dirname, 'src')}/`

/** Every chunk lies in dist/server, two folders below the project. */
function sourcePlaces(): Plugin {
  const fromChunk = (path: string): string =>
    `new URL(${JSON.stringify(`../../${relative(import.meta.dirname, path)}`)}, import.meta.url)`
  return {
    name: 'liuhen:source-places',
    transform(code, id) {
      if (!id.startsWith(SOURCES) || !code.includes('import.meta')) return null
      return code.replaceAll(/import\.meta\.(url|dirname|filename)/g, (_, what: string) =>
        what === 'url'
          ? `${fromChunk(id)}.href`
          : `decodeURIComponent(${fromChunk(what === 'dirname' ? dirname(id) : id)}.pathname)`,
      )
    },
  }
}

export default defineConfig({
  plugins: [sourcePlaces()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    ssr: 'src/cli/main.ts',
    outDir: 'dist/server',
    target: 'node24',
    copyPublicDir: false,
    rolldownOptions: { output: { entryFileNames: 'main.js', chunkFileNames: '[name]-[hash].js' } },
  },
})
