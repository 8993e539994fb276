/** Every form is a POST with the session's token; answers to it redirect. */
import type { ComponentChildren } from 'preact'

export type FormProps = {
  readonly action: string
  readonly csrf: string
  readonly hidden?: Readonly<Record<string, string>> | undefined
  readonly id?: string | undefined
  readonly multipart?: boolean | undefined
  readonly children: ComponentChildren
}

/** `lh-submit-once` keeps a second press from sending it twice; the idempotency key does the same for the server. */
export const Form = ({ action, csrf, hidden = {}, id, multipart, children }: FormProps) => (
  <lh-submit-once>
    <form
      class="lh-form"
      id={id}
      method="post"
      action={action}
      enctype={multipart ? 'multipart/form-data' : undefined}
      noValidate
    >
      <input type="hidden" name="csrf" value={csrf} />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  </lh-submit-once>
)
