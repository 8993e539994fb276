/** Files with their digests, to be compared with what their owner holds. */
import type { ComponentChildren } from 'preact'
import { useText } from '../chrome.ts'
import { sizeText } from '../format.ts'
import { SmallForm } from './SmallForm.tsx'

export type EvidenceFile = {
  readonly id: string
  readonly name: string
  readonly size: number
  readonly sha256: string
  readonly sm3: string
  /** Where a POST removes it; absent where nothing may be removed. */
  readonly removeAction?: string | undefined
  /** More about the item, such as its extraction sheet. */
  readonly more?: ComponentChildren
}

export function EvidenceFiles({ items }: { readonly items: readonly EvidenceFile[] }) {
  const { upload } = useText().frame
  return (
    <ul class="lh-files">
      {items.map((item) => (
        <li class="lh-files__item" key={item.id}>
          <div class="lh-files__head">
            <span class="lh-files__name">{item.name}</span>
            <span class="lh-muted">{sizeText(item.size)}</span>
            {item.removeAction && (
              <SmallForm action={item.removeAction} text={upload.remove} label={upload.removeItem(item.name)} />
            )}
          </div>
          <Digests sha256={item.sha256} sm3={item.sm3} />
          {item.more}
        </li>
      ))}
    </ul>
  )
}

export const Digests = ({ sha256, sm3 }: { readonly sha256: string; readonly sm3: string }) => (
  <dl class="lh-digests">
    <dt>SHA-256</dt>
    <dd class="lh-code">{sha256}</dd>
    <dt>SM3</dt>
    <dd class="lh-code">{sm3}</dd>
  </dl>
)
