/** The thread that seals. Node runs it from its source, in a build too: a worker starts from a file. */
import { parentPort } from 'node:worker_threads'
import { sealNewDossier } from '../../vault/new-dossier.ts'
import type { Sealed, ToSeal } from './sealer.ts'

parentPort?.on('message', (together: ToSeal) => {
  // Each as soon as it is sealed: the first need not wait for the last.
  for (const { id, dossier } of together) {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port, not a window
    parentPort?.postMessage({ id, sealed: sealNewDossier(dossier) } satisfies Sealed)
  }
})
