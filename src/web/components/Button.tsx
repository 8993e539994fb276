/** What sends a form, and links that look alike. */
import type { ComponentChildren } from 'preact'

export type ButtonProps = {
  readonly text: string
  readonly kind?: 'primary' | 'secondary' | 'warning' | 'link' | undefined
  readonly name?: string | undefined
  readonly value?: string | undefined
  /** The id of a form elsewhere on the page. */
  readonly form?: string | undefined
  readonly formAction?: string | undefined
}

export const Button = ({ text, kind = 'primary', name, value, form, formAction }: ButtonProps) => (
  <button class={`lh-button lh-button--${kind}`} name={name} value={value} form={form} formAction={formAction}>
    {text}
  </button>
)

/** A link that looks like a button: for going somewhere, never for changing something. */
export const ButtonLink = ({
  text,
  href,
  kind = 'primary',
  download,
}: {
  readonly text: string
  readonly href: string
  readonly kind?: 'primary' | 'secondary' | 'link'
  readonly download?: boolean
}) => (
  <a class={`lh-button lh-button--${kind}`} href={href} download={download}>
    {text}
  </a>
)

export const ButtonRow = ({ children }: { readonly children: ComponentChildren }) => (
  <div class="lh-button-row">{children}</div>
)
