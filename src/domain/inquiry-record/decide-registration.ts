/** Registering an inquiry (art. 5.1, R18–R21, R30): accepted whatever it says and however late, as long as it says something. */
import { dayOf, daysBetween } from '../../kit/calendar.ts'
import { accept, refuse, type Decision } from '../../kit/decision.ts'
import { rolesUnfilledBy, routedRoles, routeFor } from '../access/route.ts'
import { referenceTo, wasLeadingCadre } from '../organisation/organisation.ts'
import type { Organisation } from '../organisation/types.ts'
import { timeLimitsOn } from '../rules/time-limits.ts'
import type { Refusal, RegisterInquiry, Rules } from './commands.ts'
import type { InquiryContent, PersonReference } from './content.ts'
import type { InquiryRegistered } from './events.ts'
import { contentProblems, isLate, signingProblems } from './journey-checks.ts'
import { namedIn } from './named.ts'
import { situationOf } from './situation.ts'
import { receiving } from './steps.ts'

/** Registration time is server time: the command's `at`. The inquiry time is the officer's (R21). */
export function registerInquiry(command: RegisterInquiry, rules: Rules): Decision<InquiryRegistered, Refusal> {
  const { at, by, signature } = command
  const problems = [
    ...contentProblems(command.content, rules.organisation, at),
    ...signingProblems(command.declaredTruthful, signature),
  ]
  if (problems.length > 0) return refuse({ code: 'contentNotAcceptable', problems })

  const today = dayOf(at)
  const content = settled(command.content, rules.organisation)
  const { inquiredAt } = content
  const limits = timeLimitsOn(rules.timeLimits, today)
  const named = namedIn(content, rules.organisation)
  const matter = { organisation: rules.organisation, named, day: today }
  // R44: whoever asks to bypass the bureau leaves no role in it to anybody.
  const unfilledRoles = content.directToSuperior ? routedRoles : rolesUnfilledBy(by.personId, matter)
  return accept({
    type: 'inquiryRegistered',
    kind: 'inquiryRecord',
    at,
    by: { kind: 'recorder' },
    registerNumber: command.registerNumber,
    content,
    registeredAt: at,
    lateRegistered: isLate(inquiredAt, today, limits, rules.workingDays),
    delayDays: Math.max(0, daysBetween(inquiredAt.to ?? inquiredAt.from, today)),
    signature,
    named,
    unfilledRoles,
    next: receiving(routeFor({ ...matter, unfilledRoles }), at, limits, rules),
  })
}

/**
 * What the directory knows better than the form: name, unit and post of internal persons on the day of the inquiry (R5), and
 * whether the inquirer was a leading cadre that day (R6). An empty situation gets the text generated from the fields.
 */
function settled(content: InquiryContent, organisation: Organisation): InquiryContent {
  const onDay = content.inquiredAt.from
  const shown = (person: PersonReference): PersonReference =>
    (person.kind === 'internal' && referenceTo(person.personId, organisation, onDay)) || person
  const { inquirer, principal, beneficiary } = content
  const full: InquiryContent = {
    ...content,
    inquirer: {
      ...inquirer,
      person: shown(inquirer.person),
      leadingCadreByPosts:
        inquirer.person.kind === 'internal' ? wasLeadingCadre(organisation, inquirer.person.personId, onDay) : null,
    },
    principal: principal && { ...principal, person: shown(principal.person) },
    beneficiary: beneficiary && shown(beneficiary),
    implicated: content.implicated.map((entry) => ({ ...entry, person: shown(entry.person) })),
  }
  return full.situation.trim() === '' ? { ...full, situation: situationOf(full) } : full
}
