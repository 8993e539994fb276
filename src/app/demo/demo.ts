/**
 * The demonstration: a bureau, its cases, and a year of inquiries, played through the real use cases under a clock of the
 * past. Nothing is written past the rules, so what it shows is what the product does.
 *
 * Safe to interrupt: every step has an idempotency key that derives from the demonstration, and a second start plays
 * what is missing. Once complete, starting it again changes nothing.
 */
import { addDays, addHours, day, dayOf, momentOf, type Day, type Instant } from '../../kit/calendar.ts'
import { addWorkingDays, publishedWorkingDays } from '../../domain/rules/working-days.ts'
import { effectiveFrom } from '../../domain/rules/regulation.ts'
import { timeLimitsOn } from '../../domain/rules/time-limits.ts'
import type { AppContext } from '../context.ts'
import { rulesInForce } from '../rules.ts'
import { sweep } from '../sweep.ts'
import { demoCases } from './cases.ts'
import { activateDemoAccounts, demoSignIns, DemoViewers, type DemoSignIn } from './demo-accounts.ts'
import { demoSuperior } from './demo-superior.ts'
import { DemoRecord, type Refused } from './demo-record.ts'
import { inquiriesByBureauLeaders } from './inquiries/bureau-leaders.ts'
import { inquiriesByColleagues } from './inquiries/colleagues.ts'
import type { DemoInquiry } from './inquiries/demo-inquiry.ts'
import { inquiriesByOrganisations } from './inquiries/organisations.ts'
import { inquiriesByOutsideLeaders } from './inquiries/outside-leaders.ts'
import { inquiriesByRelatives } from './inquiries/relatives-and-close-staff.ts'
import { inquiriesByStrangers } from './inquiries/strangers.ts'
import { inquiriesByUnitHeads } from './inquiries/unit-heads.ts'
import { inquiriesUpward } from './inquiries/upward.ts'
import { DEMO_BUREAU, demoPersons, demoPosts, demoUnits } from './people.ts'

export const demoInquiries: readonly DemoInquiry[] = [
  ...inquiriesByBureauLeaders,
  ...inquiriesByUnitHeads,
  ...inquiriesByColleagues,
  ...inquiriesByOutsideLeaders,
  ...inquiriesByOrganisations,
  ...inquiriesByRelatives,
  ...inquiriesByStrangers,
  ...inquiriesUpward,
]

/** The accounts were made before the first inquiry. */
const SET_UP_DAYS_AGO = 366
const SWEEP_EVERY_DAYS = 7

export type DemoResult = {
  readonly signIns: readonly DemoSignIn[]
  readonly registered: number
  /** Steps that a rule refused to everybody who might take them. */
  readonly refused: readonly Refused[]
}

export type DemoOptions = {
  readonly inquiries?: readonly DemoInquiry[]
  readonly onProgress?: (done: number, of: number) => void
  /** The register's public key, for what is sent up; without it nothing is. */
  readonly vkey?: string
}

type Step = { readonly at: Instant; readonly play: (context: AppContext) => Promise<void> }

export async function playDemo(context: AppContext, options: DemoOptions = {}): Promise<DemoResult> {
  const { inquiries = demoInquiries, onProgress = () => {}, vkey } = options
  const present = context.now()
  let current = present
  const past: AppContext = { ...context, now: () => current }

  const signIns = await demoSignIns(context)
  if (await context.store.setting('demo.finished')) return { signIns, registered: inquiries.length, refused: [] }
  const today = await firstDay(context, dayOf(present))
  await saveBureau(context)
  current = momentOf(addDays(today, -SET_UP_DAYS_AGO), '09:00')
  await activateDemoAccounts(past, signIns)

  const viewers = new DemoViewers(past, signIns)
  await demoSuperior(past, viewers)
  const records = inquiries.map((inquiry, i) => new DemoRecord(inquiry, i, viewers))
  const steps = [...records.flatMap((record) => stepsOf(record, today, vkey)), ...sweeps(today)]
    .filter(({ at }) => at <= present)
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  for (const [done, { at, play }] of steps.entries()) {
    current = at
    await play(past)
    onProgress(done + 1, steps.length)
  }
  await viewers.signOutAll()
  await context.store.saveSetting('demo.finished', dayOf(present))
  return {
    signIns,
    registered: records.filter(({ registered }) => registered).length,
    refused: records.flatMap(({ refused }) => refused ?? []),
  }
}

/** The day that the inquiries count back from: that of the first start. */
async function firstDay(context: AppContext, today: Day): Promise<Day> {
  const kept = await context.store.setting('demo.startedOn')
  if (kept) return day(kept)
  await context.store.saveSetting('demo.startedOn', today)
  return today
}

async function saveBureau({ store }: AppContext): Promise<void> {
  await store.saveBureau(DEMO_BUREAU)
  await store.saveUnits(demoUnits)
  await store.savePersons(demoPersons)
  await store.savePosts(demoPosts)
  await store.saveCases(demoCases)
}

/** What happens to a record, and when: within the time limits, at the hours of an office. */
function stepsOf(record: DemoRecord, today: Day, vkey: string | undefined): Step[] {
  const { inquiry } = record
  const inquiredOn = addDays(today, -inquiry.daysAgo)
  const registeredAt = addHours(momentOf(inquiredOn, inquiry.time), inquiry.registeredAfterHours)
  const after = (workingDays: number, time: string): Instant =>
    momentOf(addWorkingDays(dayOf(registeredAt), workingDays, publishedWorkingDays), time)
  const { course } = inquiry
  const steps: Step[] = [{ at: registeredAt, play: (context) => record.register(context, inquiredOn) }]
  const add = (at: Instant, play: Step['play']): number => steps.push({ at, play })

  const { sentUp } = inquiry
  if (sentUp && vkey) add(after(1, '14:10'), (context) => record.sendUp(context, sentUp.reason, vkey))
  if (inquiry.correction) add(after(2, '17:20'), (context) => record.correct(context))
  if (inquiry.withdrawal) add(after(3, '12:05'), (context) => record.askToWithdraw(context))
  if (course.reached !== 'registered') add(after(1, '09:30'), (context) => record.receive(context))
  if (inquiry.assignedTo) add(after(3, '08:50'), (context) => record.assign(context))
  const { permit } = inquiry
  if (permit) {
    const askedOn = addDays(today, -permit.askedDaysAgo)
    add(momentOf(askedOn, '10:15'), (context) => record.askForPermit(context, permit))
    if (permit.answer) add(momentOf(askedOn, '15:30'), (context) => record.answerPermit(context, permit))
  }
  if ('question' in course) {
    add(after(2, '15:00'), (context) => record.requestSupplement(context, course.question))
    const { answer } = course
    if (answer) add(after(4, '11:00'), (context) => record.supplement(context, answer))
  }
  if ('class' in course) add(after(4, '10:20'), (context) => record.assess(context, course))
  if ('opinion' in course) add(after(8, '16:10'), (context) => record.signOpinion(context, course.opinion))
  if ('closing' in course) add(after(10, '09:50'), (context) => record.close(context, course.closing))
  if (inquiry.named) {
    add(after(9, '15:05'), (context) => record.look(context))
    add(after(14, '09:15'), (context) => record.name(context))
  }
  if ('plan' in course) add(after(10, '10:40'), (context) => record.verify(context, course.plan))
  return steps
}

function sweeps(today: Day): Step[] {
  const play = async (context: AppContext): Promise<void> => {
    const { timeLimits, workingDays } = await rulesInForce(context)
    await sweep(context, timeLimitsOn(timeLimits, effectiveFrom), workingDays)
  }
  return Array.from({ length: Math.floor(SET_UP_DAYS_AGO / SWEEP_EVERY_DAYS) }, (_, week) => ({
    at: momentOf(addDays(today, -week * SWEEP_EVERY_DAYS), '07:00'),
    play,
  }))
}
