/**
 * A broken promise of the machinery: bytes that do not match their digest, a key that does not open, a disk that refuses.
 * A rule that says no is not an error but a refusal (see decision.ts). Every code stands in docs/errors.md.
 */
export type LiuhenErrorCode =
  | 'notePartsMissing'
  | 'checkpointMalformed'
  | 'proofMalformed'
  | 'policyMalformed'
  | 'witnessRequestMalformed'
  | 'keyMalformed'
  | 'leafEntryMalformed'
  | 'tileMalformed'
  | 'sealBroken'
  | 'passwordWrong'
  | 'sharesUnusable'
  | 'evidenceMissing'
  | 'evidenceBroken'
  | 'registryRolledBack'
  | 'registryBroken'
  | 'backupBroken'
  | 'migrationFailed'
  | 'dataFolderUnusable'
  | 'configurationInvalid'
  | 'mailNotSent'
  | 'diskFull'
  | 'databaseUnavailable'
  | 'rendererFailed'
  | 'glyphMissing'

export class LiuhenError extends Error {
  readonly code: LiuhenErrorCode
  /** What a page needs to say it well, such as the characters no font has. Never anything secret. */
  readonly data: Readonly<Record<string, string>>
  constructor(
    code: LiuhenErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly data?: Readonly<Record<string, string>> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.data = options.data ?? {}
    this.name = 'LiuhenError'
    this.code = code
  }
}
