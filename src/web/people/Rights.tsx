/** What each of the three administrators may do, and what none of them may: taken from the rules themselves (R87). */
import { areas, commandGrants, mayOpen, roleFor } from '../../domain/access/permissions.ts'
import { administratorRoles } from '../../domain/organisation/types.ts'
import { useChrome, useLabels } from '../chrome.ts'
import { SummaryList } from '../components/SummaryList.tsx'
import type { Language } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { Title } from '../pages/heading.tsx'
import { peopleText } from './text.ts'

const commands = Object.keys(commandGrants) as (keyof typeof commandGrants)[]

export function Rights() {
  const { language, viewer } = useChrome()
  const { rights } = peopleText(language)
  const labels = useLabels()
  const listed = (words: readonly string[]): string => words.join(language === 'en' ? '; ' : '、')
  // One's own first.
  const roles = administratorRoles.toSorted(
    (a, b) => Number(viewer?.roles.includes(b)) - Number(viewer?.roles.includes(a)),
  )
  return (
    <>
      <Title text={rights.title} lead={rights.lead} />
      {roles.map((role) => {
        const open = areas.filter((area) => mayOpen([role], area))
        const done = commands.filter((command) => roleFor([role], command) !== null)
        return (
          <section class="lh-group" aria-labelledby={`rights-${role}`} key={role}>
            <h2 class="lh-group__title" id={`rights-${role}`}>
              {labels.role[role]}
            </h2>
            <SummaryList
              rows={[
                { key: rights.does, value: rights.duty[role] },
                { key: rights.may, value: listed(open.map((area) => rights.areas[area])) },
                {
                  key: rights.mayNot,
                  value: listed(areas.filter((area) => !open.includes(area)).map((area) => rights.areas[area])),
                },
                { key: rights.onRecords, value: done.length === 0 ? rights.nothing : String(done.length) },
              ]}
            />
          </section>
        )
      })}
      <p class="lh-hint">{rights.noted}</p>
    </>
  )
}

export const rightsPage = (language: Language): PageProps => ({
  title: peopleText(language).rights.title,
  children: <Rights />,
})
