/**
 * The register for the check, as fast as the database hands it out: columns of a whole page joined into one value, since a page of rows costs
 * twice what its bytes do. Over a connection of its own, which any thread may open.
 *
 * Nothing here judges. Where a value holds the sign that joins its column, the column has more parts than the page has rows, and whoever
 * takes it apart sees it.
 */
import type { SlotDossier } from './trail-work.ts'

/** Where a thread finds the registry by itself. */
export type AuditSource = { readonly file: string } | { readonly url: string; readonly schema: string }

/** Of each row a part, in the order of the trail; the part of a value that is not there is empty. */
export type AuditPage = {
  /** Latin-1, joined by `|`: each byte is one letter. */
  readonly entries: string
  /** The hash that is kept of each, 32 bytes long, one after another. */
  readonly leafHashes: Buffer
  /** Joined by `,`; facts by line feeds. */
  readonly dossierIds: string
  readonly sequences: string
  readonly dates: string
  readonly facts: string
  /** One after another, with their lengths joined by `,`. */
  readonly sealed: Buffer
  readonly sealedLengths: string
}

export type AuditTile = { readonly hashes: Buffer; readonly root: Buffer }

/** The slots of some numbers, as above. Numbers may be left out. */
export type SlotPage = {
  readonly slotIds: string
  readonly dossierIds: string
  readonly slots: Buffer
  readonly slotLengths: string
  /** 32 bytes each. */
  readonly digests: Buffer
  readonly dossiers: readonly SlotDossier[]
}

export type DossierFold = readonly [
  id: string,
  openedOn: string,
  lastEventOn: string,
  sequence: number,
  dueOn: string | null,
  owner: string,
]

export type AuditRows = {
  /** From `from` to before `to`. Null when there are not as many entries with an event each, or a kept hash has another length. */
  entries(from: number, to: number): Promise<AuditPage | null>
  /** A full tile of level 0 with the root that is kept of it. */
  tile(index: number): Promise<AuditTile | null>
  /** With the numbers from `first` to `last`. Null when a digest is missing or has another length. */
  slots(first: number, last: number): Promise<SlotPage | null>
  /** By id, after this one. */
  dossiers(after: string, limit: number): Promise<DossierFold[]>
  /** How many events there are, and how long the register is, at one moment. */
  counts(): Promise<{ readonly events: number; readonly size: number }>
  close(): Promise<void>
}

/** The driver of PostgreSQL is loaded by those who have one. */
export async function openAuditRows(source: AuditSource): Promise<AuditRows> {
  if ('file' in source) return (await import('./sqlite-audit-rows.ts')).openSqliteAuditRows(source.file)
  return (await import('./postgres-audit-rows.ts')).openPostgresAuditRows(source.url, source.schema)
}
