/** Sentences that several operator commands say. */
import type { RolledBack } from '../app/operations/rolled-back.ts'
import { say, type Language } from './text.ts'

export function rolledBackSentence({ trail, publishedSize, foundSize }: RolledBack, language: Language): string {
  const s = say(language)
  const name = trail === 'register' ? s('登记链', 'register trail') : s('安全链', 'security trail')
  const published = publishedSize ?? s('（无法核实）', '(unreadable)')
  return s(
    `专库已被回退：${name}现有 ${foundSize} 条，不能接续已公布的 ${published} 条。只读不写，直至执行 liuhen accept-rollback [registryRolledBack]`,
    `ROLLED BACK: the ${name} has ${foundSize} entries and does not go on from the ${published} that were published. It is read and not written until liuhen accept-rollback [registryRolledBack]`,
  )
}

export const headLine = ({ size, root }: { readonly size: number; readonly root: string }): string => `${size}  ${root}`
