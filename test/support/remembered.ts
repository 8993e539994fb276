/** What an account's pages remember, as somebody finds it who has its secret and the whole database. */
import type { AppContext } from '../../src/app/context.ts'
import { type Head, storedHead } from '../../src/app/lists/head.ts'
import type { Entry } from '../../src/app/lists/lists.ts'
import { type IndexNote, type PageNote, shelvesOf, tagsOfPage } from '../../src/app/lists/shelves.ts'
import { fromUtf8 } from '../../src/kit/bytes.ts'
import type { AccountSecret } from '../../src/vault/account-keys.ts'
import { openListPart } from '../../src/vault/list-seals.ts'

export const headOfLists = async (context: AppContext, secret: AccountSecret): Promise<Head | null> =>
  (await storedHead(context, { secret })).head

/** As they stand on their shelves; none where there is no head. */
export async function shelvesOfLists(
  context: AppContext,
  secret: AccountSecret,
): Promise<{ readonly serial: number; readonly pages: readonly PageNote[]; readonly index: IndexNote | null }[]> {
  const head = await headOfLists(context, secret)
  return head ? shelvesOf(context, secret, head) : []
}

export const pagesOfLists = async (context: AppContext, secret: AccountSecret): Promise<PageNote[]> =>
  (await shelvesOfLists(context, secret)).flatMap(({ pages }) => pages)

/** The grants that were found; none where there is no head. */
export async function remembered(context: AppContext, secret: AccountSecret): Promise<Entry[]> {
  const entries: Entry[] = []
  for (const { serial } of await pagesOfLists(context, secret)) {
    const [row] = await context.store.listPages(tagsOfPage(secret, serial).slice(0, 1))
    if (row) entries.push(...(JSON.parse(fromUtf8(openListPart(secret, 'entries', serial, row.sealed))) as Entry[]))
  }
  return entries
}
