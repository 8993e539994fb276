/**
 * Generated bad requests, at full length: `npm run fuzz -- [--runs 100000] [--seed N] [--engine sqlite|postgres]`. Prints the seed; the
 * same seed asks the same again. The short form is a part of `npm test`.
 */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string' },
    engine: { type: 'string', default: 'sqlite' },
  },
})
const { status } = spawnSync('npx', ['vitest', 'run', 'test/fuzz', '-t', `on ${values.engine}`], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: {
    ...process.env,
    LIUHEN_FUZZ_RUNS: values.runs,
    ...(values.seed && { LIUHEN_FUZZ_SEED: values.seed }),
    NODE_OPTIONS: '--expose-gc',
  },
})
process.exit(status ?? 1)
