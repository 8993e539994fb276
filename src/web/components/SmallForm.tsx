/** A form of one quiet button, for what changes something at one press. */
import { useChrome } from '../chrome.ts'

export type SmallFormProps = {
  readonly action: string
  readonly text: string
  readonly name?: string
  readonly value?: string
  /** The language of the button's own words, when it is not the page's. */
  readonly lang?: string
  /** What a screen reader says in place of a text that repeats in every row. */
  readonly label?: string
  readonly tone?: 'quiet' | 'secondary'
}

export function SmallForm({ action, text, name, value, lang, label, tone = 'quiet' }: SmallFormProps) {
  const { csrf } = useChrome()
  return (
    <form class="lh-small-form" method="post" action={action}>
      <input type="hidden" name="csrf" value={csrf} />
      <button
        class={tone === 'quiet' ? 'lh-quiet-button' : 'lh-button lh-button--secondary lh-button--small'}
        name={name}
        value={value}
        lang={lang}
        aria-label={label}
      >
        {text}
      </button>
    </form>
  )
}
