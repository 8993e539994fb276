/** The custom elements of src/browser, as far as pages write them: containers around markup that works by itself. */
import type { HTMLAttributes } from 'preact'

type Container = HTMLAttributes<HTMLElement> & { readonly [data: `data-${string}`]: string | undefined }

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'lh-date-echo': Container
      'lh-packing': Container
      'lh-people': Container
      'lh-submit-once': Container
      'lh-signature': Container
      'lh-upload': Container
      'lh-check-proof': Container
      'lh-exit-page': Container
      'lh-autosave': Container
      'lh-reveal': Container
    }
  }
}
