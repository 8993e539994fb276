/** How much is enough: what one account and one address may ask a minute. */

/**
 * `paper`: setting a PDF costs most. `part`: one part of an upload. `secret`: passwords and codes, where the account is the name that was
 * typed. `publicFile`: tiles, which auditors fetch by the hundred. `api`: other systems, where the account is their token.
 */
export type BrakeKind = 'read' | 'change' | 'paper' | 'part' | 'secret' | 'publicFile' | 'api'
export type Brakes = Readonly<Record<BrakeKind, { readonly perAccount: number; readonly perAddress: number }>>

/** A minute's worth. */
export const usualBrakes: Brakes = {
  read: { perAccount: 1200, perAddress: 12_000 },
  change: { perAccount: 600, perAddress: 6000 },
  paper: { perAccount: 60, perAddress: 600 },
  part: { perAccount: 1200, perAddress: 6000 },
  secret: { perAccount: 10, perAddress: 60 },
  publicFile: { perAccount: 12_000, perAddress: 12_000 },
  api: { perAccount: 600, perAddress: 1200 },
}

/** For a bureau that is larger, or whose people all come from one address. Trying secrets stays as narrow for a name. */
export const widened = (factor: number, brakes: Brakes = usualBrakes): Brakes =>
  Object.fromEntries(
    Object.entries(brakes).map(([kind, { perAccount, perAddress }]) => [
      kind,
      { perAccount: kind === 'secret' ? perAccount : perAccount * factor, perAddress: perAddress * factor },
    ]),
  ) as Brakes
