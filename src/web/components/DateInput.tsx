/** A question answered with a day. */
import { type Day, isDay } from '../../kit/calendar.ts'
import { useChrome, useText } from '../chrome.ts'
import { dayText } from '../format.ts'
import { describedBy, type FieldProps, Labelled } from './field.tsx'

export type DateInputProps = FieldProps & { readonly value: string }

/**
 * A day as people write it: 2026-3-7, 2026/3/7 or 2026年3月7日. Not the browser's date control, which speaks the browser's language. The
 * element says below in words which day was understood; the server says it for a day that is already whole.
 */
export function DateInput(props: DateInputProps) {
  const { language } = useChrome()
  const { frame } = useText()
  const echo = `${props.name}-echo`
  return (
    <Labelled {...props}>
      <lh-date-echo data-prefix={frame.dateEcho} data-language={language}>
        <input
          class="lh-input lh-input--medium"
          id={props.name}
          name={props.name}
          type="text"
          value={props.value}
          autocomplete="off"
          aria-describedby={[describedBy(props.name, props), echo].filter(Boolean).join(' ')}
          aria-invalid={props.error ? true : undefined}
        />
        <span class="lh-date-echo" id={echo} data-echo="" aria-live="polite">
          {isDay(props.value) ? `${frame.dateEcho} ${dayText(language, props.value as Day)}` : ''}
        </span>
      </lh-date-echo>
    </Labelled>
  )
}
