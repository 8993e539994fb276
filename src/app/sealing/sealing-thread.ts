/** The thread that seals. Node runs it from its source, in a build too: a worker starts from a file. */
import { parentPort } from 'node:worker_threads'
import { sealNewDossier } from '../../vault/new-dossier.ts'
import type { Sealed, ToSeal } from './sealer.ts'

parentPort?.on('message', (together: ToSeal) => {
  const answers = together.map(({ id, dossier }) => ({ id, sealed: sealNewDossier(dossier) }))
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port, not a window
  parentPort?.postMessage(answers satisfies Sealed)
})
