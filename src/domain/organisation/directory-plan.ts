/**
 * What a list of people would change in the bureau. Posts are dated intervals and history stays as it was (R5): somebody who moves gets a new
 * post and the old one ends the day before; nobody is deleted, and who is not in the list is not touched.
 */
import { addDays, type Day } from '../../kit/calendar.ts'
import type { DirectoryProblem, DirectoryRow } from './directory-list.ts'
import { unitKindWords } from './directory-list.ts'
import type { Organisation, Person, PersonId, Post, Unit, UnitId } from './types.ts'

export type Directory = Pick<Organisation, 'units' | 'persons' | 'posts'>

/** What becomes of a row, for the preview. `kept`: the post stands already; with another first day than the row says, `keptFrom`. */
export type RowOutcome = 'newPerson' | 'newPost' | 'ended' | 'past' | 'kept' | 'keptFrom'

export type DirectoryPlan = {
  /** Rows to be written: new ones, and posts that now end. */
  readonly units: readonly Unit[]
  readonly persons: readonly Person[]
  readonly posts: readonly Post[]
  readonly outcomes: readonly { readonly row: DirectoryRow; readonly outcome: RowOutcome }[]
  readonly renamed: readonly { readonly staffNumber: string; readonly before: string; readonly after: string }[]
  /** Posts that end because the list gives their holders others. */
  readonly endedByMove: number
  /** People of the bureau to whose notices the list gives another address. */
  readonly newMails: number
  /** Persons of the bureau of whom the list says nothing. */
  readonly untouched: number
  readonly problems: readonly DirectoryProblem[]
}

/** Nothing is to be written while there are problems. `newId` draws an id for what is new. */
export function planDirectory(bureau: Directory, rows: readonly DirectoryRow[], newId: () => string): DirectoryPlan {
  const problems: DirectoryProblem[] = []
  const units = unitsFor(bureau, rows, newId, problems)
  const byNumber = Map.groupBy(rows, ({ staffNumber }) => staffNumber)
  const persons: Person[] = []
  const posts: Post[] = []
  const outcomes: { row: DirectoryRow; outcome: RowOutcome }[] = []
  const renamed: { staffNumber: string; before: string; after: string }[] = []
  let [endedByMove, newMails] = [0, 0]
  for (const [staffNumber, own] of byNumber) {
    problems.push(...contradictions(own))
    const known = bureau.persons.find((person) => person.staffNumber === staffNumber)
    const name = own[0]?.name ?? ''
    const id = known?.id ?? (newId() as PersonId)
    if (known && known.name !== name) renamed.push({ staffNumber, before: known.name, after: name })
    const mail = own.findLast((row) => row.mail !== '')?.mail ?? known?.mail ?? ''
    if (!known || known.name !== name || (known.mail ?? '') !== mail) persons.push({ id, name, staffNumber, mail })
    if (known && (known.mail ?? '') !== mail) newMails += 1
    const held = bureau.posts.filter(({ personId }) => personId === id)
    const work = { id, held, unitId: (unit: string) => units.ids.get(unit) as UnitId, newId, isNew: !known }
    const change = changeOfPosts(work, own)
    problems.push(...change.problems)
    posts.push(...change.posts)
    outcomes.push(...change.outcomes)
    endedByMove += change.endedByMove
  }
  return {
    units: units.added,
    persons,
    posts,
    outcomes: outcomes.toSorted((a, b) => a.row.row - b.row.row),
    renamed,
    endedByMove,
    newMails,
    untouched: bureau.persons.filter(({ staffNumber }) => !byNumber.has(staffNumber)).length,
    problems: problems.toSorted((a, b) => a.row - b.row),
  }
}

/** A unit is known by its name while it lasts. A new one begins with the first post in it. */
function unitsFor(
  bureau: Directory,
  rows: readonly DirectoryRow[],
  newId: () => string,
  problems: DirectoryProblem[],
): { added: Unit[]; ids: ReadonlyMap<string, UnitId> } {
  const lasting = new Map(bureau.units.filter(({ to }) => to === null).map((unit) => [unit.name, unit]))
  const added: Unit[] = []
  const ids = new Map([...lasting].map(([name, { id }]) => [name, id]))
  for (const [name, own] of Map.groupBy(rows, ({ unit }) => unit)) {
    const known = lasting.get(name)
    const kind = known?.kind ?? own.find(({ unitKind }) => unitKind !== null)?.unitKind ?? null
    if (kind === null) {
      problems.push({ row: own[0]?.row ?? 1, column: 'unitKind', value: '', code: 'unitKindMissing', with: name })
      continue
    }
    for (const { row, unitKind } of own)
      if (unitKind !== null && unitKind !== kind)
        problems.push({
          row,
          column: 'unitKind',
          value: unitKindWords[unitKind],
          code: 'unitKindDiffers',
          with: unitKindWords[kind],
        })
    if (known) continue
    const from = own.reduce((first, row) => (row.from < first ? row.from : first), own[0]?.from as Day)
    const unit: Unit = { id: newId() as UnitId, name, kind, from, to: null }
    added.push(unit)
    ids.set(name, unit.id)
  }
  return { added, ids }
}

function contradictions(own: readonly DirectoryRow[]): DirectoryProblem[] {
  const found: DirectoryProblem[] = []
  const seen = new Map<string, number>()
  const [first] = own
  for (const row of own) {
    if (first && row.name !== first.name)
      found.push({
        row: row.row,
        column: 'staffNumber',
        value: row.staffNumber,
        code: 'staffNumberOfAnother',
        with: first.name,
      })
    const key = JSON.stringify([row.unit, row.title, row.from])
    const before = seen.get(key)
    if (before !== undefined)
      found.push({ row: row.row, column: 'title', value: row.title, code: 'rowDoubled', with: String(before) })
    seen.set(key, row.row)
  }
  return found
}

type PersonsWork = {
  readonly id: PersonId
  readonly held: readonly Post[]
  readonly unitId: (unit: string) => UnitId
  readonly newId: () => string
  readonly isNew: boolean
}

type PersonsChange = {
  readonly posts: readonly Post[]
  readonly outcomes: readonly { readonly row: DirectoryRow; readonly outcome: RowOutcome }[]
  readonly endedByMove: number
  readonly problems: readonly DirectoryProblem[]
}

function changeOfPosts(work: PersonsWork, own: readonly DirectoryRow[]): PersonsChange {
  const { held, isNew } = work
  const posts: Post[] = []
  const problems: DirectoryProblem[] = []
  const outcomes: { row: DirectoryRow; outcome: RowOutcome }[] = []
  const spokenOf = new Set<string>()
  for (const row of own) {
    const same = held.find((post) => isSamePost(post, row, work) && !spokenOf.has(post.id))
    if (same) spokenOf.add(same.id)
    if (same?.to === null && row.to !== null) {
      posts.push({ ...same, to: row.to })
      outcomes.push({ row, outcome: 'ended' })
    } else if (same) outcomes.push({ row, outcome: same.from === row.from ? 'kept' : 'keptFrom' })
    else {
      posts.push(newPost(work, row))
      outcomes.push({ row, outcome: isNew ? 'newPerson' : row.to === null ? 'newPost' : 'past' })
    }
  }
  // A list with a post that goes on tells which posts go on; the others end when the first new one begins.
  const begins = posts.filter(({ to }) => to === null).map(({ from }) => from)
  const move = begins.reduce<Day | null>((first, from) => (first === null || from < first ? from : first), null)
  const left = move === null ? [] : held.filter(({ id, to }) => to === null && !spokenOf.has(id))
  for (const post of left) {
    const row = own.find(({ from, to }) => to === null && from === move)
    if (move !== null && addDays(move, -1) >= post.from) posts.push({ ...post, to: addDays(move, -1) })
    else if (row)
      problems.push({ row: row.row, column: 'from', value: row.from, code: 'beginsBeforeCurrentPost', with: post.from })
  }
  return { posts, outcomes, endedByMove: left.length, problems }
}

/** Lasting into what the row names, or the very interval. */
const isSamePost = (post: Post, row: DirectoryRow, { unitId }: PersonsWork): boolean =>
  post.unitId === unitId(row.unit) &&
  post.title === row.title &&
  post.leadingCadre === row.leadingCadre &&
  post.unitHead === row.unitHead &&
  (post.to === null ? row.to === null || row.to >= post.from : post.from === row.from && post.to === row.to)

const newPost = ({ id, unitId, newId }: PersonsWork, row: DirectoryRow): Post => ({
  id: newId(),
  personId: id,
  unitId: unitId(row.unit),
  title: row.title,
  leadingCadre: row.leadingCadre,
  unitHead: row.unitHead,
  from: row.from,
  to: row.to,
})
