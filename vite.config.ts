/** The browser part: one script and one style for every page, one more script for the page that checks proofs. Old engines set the target. */
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/assets/',
  publicDir: false,
  build: {
    target: 'chrome86',
    cssTarget: 'chrome86',
    outDir: 'dist/assets',
    assetsDir: '.',
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { main: 'src/browser/main.ts', style: 'src/web/style/index.css' } },
  },
})
