/** A paper ready to be set: which template, its data as plain JSON, and the files that travel inside the PDF. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export type Attachment = {
  /** A short file name in ASCII: readers show it, and some cannot show others. */
  readonly name: string
  readonly mediaType: string
  readonly description: string
  readonly bytes: Uint8Array
}

export type Paper = {
  readonly template: 'registration-form' | 'viewing-permit' | 'written-procedure' | 'recovery-sheet'
  /** Already sanitised (see sanitize.ts) and formatted; the template adds neither dates nor words of its own. */
  readonly data: { readonly [key: string]: Json }
  readonly attachments: readonly Attachment[]
}
