/** A state in a word. The word says it; the colour only helps. */
export type TagTone = 'blue' | 'grey' | 'green' | 'amber' | 'red'
export type TagProps = { readonly text: string; readonly tone: TagTone }

export const Tag = ({ text, tone }: TagProps) => <strong class={`lh-tag lh-tag--${tone}`}>{text}</strong>
