/** A thread of a check. Node runs it from its source, in a build too: a worker starts from a file. Ends with whoever started it. */
import { parentPort, workerData } from 'node:worker_threads'
import { type AuditSource, openAuditRows } from '../../store/audit-rows.ts'
import { type AuditTask, auditTask } from './audit-task.ts'

const rows = await openAuditRows(workerData as AuditSource)
parentPort?.on('message', (task: AuditTask) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port, not a window
  void auditTask(rows, task).then((report) => parentPort?.postMessage(report))
})
