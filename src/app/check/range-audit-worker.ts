/** A thread that audits one stretch. Node runs it from its source, in a build too: a worker starts from a file. */
import { parentPort, workerData } from 'node:worker_threads'
import { openAuditRows } from '../../store/sqlite-audit-rows.ts'
import { auditStretch, type Stretch } from './range-audit.ts'

const { file, stretch } = workerData as { readonly file: string; readonly stretch: Stretch }
const rows = openAuditRows(file)
const report = auditStretch(rows, stretch)
rows.close()
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port, not a window
parentPort?.postMessage(report)
