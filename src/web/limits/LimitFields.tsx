/** One number for each time limit that a bureau may set: at set-up and for the system administrator (R34). */
import { useChrome } from '../chrome.ts'
import { TextInput } from '../components/TextInput.tsx'
import type { FormErrors } from '../pages/heading.tsx'
import { setUpText } from '../set-up/text.ts'
import { limitNames } from '../set-up/view.ts'

export type LimitFieldsProps = { readonly typed: Readonly<Record<string, string>>; readonly found: FormErrors }

export function LimitFields({ typed, found }: LimitFieldsProps) {
  const { limits } = setUpText(useChrome().language)
  return (
    <>
      {limitNames.map((name) => (
        <TextInput
          key={name}
          name={name}
          label={limits.names[name]}
          hint={limits.hint}
          value={typed[name] ?? ''}
          inputMode="numeric"
          width="short"
          error={found.at(name)}
        />
      ))}
    </>
  )
}
