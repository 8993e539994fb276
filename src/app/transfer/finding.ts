/** The first thing that is wrong with a transfer package. Codes and values; the sentences are the command line's. */
import type { BagFault } from '../../documents/bag/bag.ts'
import type { Failure } from '../../trail/verdict.ts'

export type PackageFinding =
  /** No identity fits, or bytes were changed or are missing. */
  | { readonly rule: 'fileDecrypts' }
  | BagFault
  | { readonly rule: 'fileIsReadable'; readonly path: string }
  | { readonly rule: 'eventIsInTrail'; readonly sequence: number; readonly failure: Failure }
  | { readonly rule: 'entryIsOfEvent'; readonly sequence: number }
  /** Null: which of them cannot be told. */
  | { readonly rule: 'sealOpens'; readonly sequence: number | null }
  | { readonly rule: 'textIsWhatWasSealed'; readonly sequence: number }
  | { readonly rule: 'eventIsSigned'; readonly sequence: number }
  | { readonly rule: 'recordIsOfEvents' }
  | { readonly rule: 'originalIsThere'; readonly file: string }

export class PackageBroken extends Error {
  readonly finding: PackageFinding
  constructor(finding: PackageFinding) {
    super(finding.rule)
    this.finding = finding
  }
}
