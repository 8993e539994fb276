/**
 * How much memory the heap holds. V8 takes its upper bounds only from the command line, which is not ours to choose: whoever types `liuhen`
 * gives none. How fast the heap grows may be told at any time, so that is what is told here. Measured in docs/performance.md.
 */
import { PerformanceObserver, performance } from 'node:perf_hooks'
import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** The start makes much garbage once: the nursery does not grow for it, which an idle register would keep, and the rest grows freely. */
const START_MS = 5000
const MIB = 1024 * 1024
/** What the nursery may grow past once, to the double: a larger one saves no processor time worth its memory. */
const NURSERY_BYTES = 8 * MIB
/** By how much the rest may grow before it is collected. V8 itself would let it grow to the fourfold. */
const GROWING_PERCENT = 70

const QUIET_LOOK_MS = 1000
const QUIET = 0.05
/** So many sweeps are work that is worth tidying up after. */
const SWEEPS = 20
/** Tidying holds up whoever comes just then, 30 ms for 25 MiB: where much is in use, it is left out. */
const TIDIED_BYTES = 128 * MIB

/** For the life of the process. */
export function boundHeap() {
  nurseryGrows(false)
  let sweeps = 0
  let growing = false
  let started = false
  // After each sweep, because only a sweep lets the nursery grow; at rest V8 makes it smaller again.
  new PerformanceObserver((list) => {
    sweeps += list.getEntries().length
    const grow = started && nurserySize() < NURSERY_BYTES
    if (grow !== growing) nurseryGrows((growing = grow))
  }).observe({ type: 'gc' })
  setTimeout(() => {
    started = true
    setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`)
  }, START_MS).unref()

  let before = performance.eventLoopUtilization()
  setInterval(() => {
    const { utilization } = performance.eventLoopUtilization(before)
    before = performance.eventLoopUtilization()
    if (utilization > QUIET || sweeps < SWEEPS || getHeapStatistics().used_heap_size > TIDIED_BYTES) return
    sweeps = 0
    giveBack()
  }, QUIET_LOOK_MS).unref()
}

const nurseryGrows = (yes) => setFlagsFromString(`--semi-space-growth-factor=${yes ? 2 : 1}`)
const nurserySize = () => getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0

/** Gives what is free back to the system. V8 does so by itself only when memory is short. */
function giveBack() {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
