/** What an account's pages remember, as somebody finds it who has its secret and the whole database. */
import type { AppContext } from '../../src/app/context.ts'
import { type Entry, type Head, tagsOfPage } from '../../src/app/lists/head.ts'
import { fromUtf8 } from '../../src/kit/bytes.ts'
import type { AccountSecret } from '../../src/vault/account-keys.ts'
import { listTag, openListPart } from '../../src/vault/list-seals.ts'

export async function headOfLists({ store }: AppContext, secret: AccountSecret): Promise<Head | null> {
  const [row] = await store.listPages([listTag(secret, 'head', 0)])
  return row ? (JSON.parse(fromUtf8(openListPart(secret, 'head', 0, row.sealed))) as Head) : null
}

/** The grants that were found; none where there is no head. */
export async function remembered(context: AppContext, secret: AccountSecret): Promise<Entry[]> {
  const entries: Entry[] = []
  for (const { serial } of (await headOfLists(context, secret))?.pages ?? []) {
    const [row] = await context.store.listPages(tagsOfPage({ secret }, serial).slice(0, 1))
    if (row) entries.push(...(JSON.parse(fromUtf8(openListPart(secret, 'entries', serial, row.sealed))) as Entry[]))
  }
  return entries
}
