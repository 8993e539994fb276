/** What stands around every page: who looks at it, in which language, with which assets. Given by the door, read by any component. */
import { type ComponentChildren, createContext, h, type VNode } from 'preact'
import { useContext } from 'preact/hooks'
import type { Role } from '../domain/organisation/types.ts'
import { invariant } from '../kit/invariant.ts'
import { type Language, type Text, labelsFor, textFor } from './language.ts'
import type { ValueLabels } from './text/labels.ts'

export type Chrome = {
  readonly language: Language
  readonly largeText: boolean
  /** Null for a visitor who is not signed in. */
  readonly viewer: { readonly name: string; readonly unit: string; readonly roles: readonly Role[] } | null
  readonly taskCount: number
  readonly csrf: string
  /** The path of this page, to mark where one is. */
  readonly path: string
  /** Who looks and when, repeated faintly over pages with content (R37); null where there is none. */
  readonly watermark: string | null
  /** Never about the content of a matter (R88). */
  readonly flash: { readonly kind: 'success' | 'notice'; readonly text: string } | null
  readonly assets: { readonly styles: readonly string[]; readonly scripts: readonly string[] }
}

const ChromeContext = createContext<Chrome | null>(null)

type Provided = { readonly chrome: Chrome; readonly children: ComponentChildren }

/** Gives the frame to all components below it. */
export const ChromeProvider = ({ chrome, children }: Provided): VNode<object> =>
  h(ChromeContext.Provider, { value: chrome, children }) as VNode<object>

/** The frame of the page that is being rendered. Components are rendered inside `renderPage` or under the provider. */
export function useChrome(): Chrome {
  const chrome = useContext(ChromeContext)
  invariant(chrome, 'a component is rendered under ChromeProvider')
  return chrome
}

export const useText = (): Text => textFor(useChrome().language)
export const useLabels = (): ValueLabels => labelsFor(useChrome().language)
