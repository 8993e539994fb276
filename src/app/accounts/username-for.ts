/** A username to offer for a name: its pinyin, with a number when somebody has it already. Empty when the name gives none. */
import { isUsername } from './username.ts'

export async function usernameFor(name: string, taken: ReadonlySet<string>): Promise<string> {
  const { pinyin } = await import('pinyin-pro')
  const syllables = pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true })
  const base = syllables
    .join('')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')
    .slice(0, 28)
  if (!isUsername(base)) return ''
  for (let n = 1; ; n += 1) {
    const username = n === 1 ? base : `${base}${n}`
    if (!taken.has(username)) return username
  }
}
