import { defineConfig } from 'vitest/config'

// Unit tests sit beside the file they test; vectors, stories and the architecture stand in test/.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ['test/support/global-setup.ts'],
    env: { TZ: 'Asia/Shanghai' },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
})
