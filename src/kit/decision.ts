/**
 * What a rule answers: it accepts, with what follows from it, or it refuses, with a code.
 *
 * A refusal is a value, never a throw: refusing is the ordinary work of a rule.
 */
export type Decision<Accepted, Refusal> =
  | { readonly ok: true; readonly value: Accepted }
  | { readonly ok: false; readonly refusal: Refusal }

export const accept = <Accepted>(value: Accepted): { readonly ok: true; readonly value: Accepted } => ({
  ok: true,
  value,
})

export const refuse = <Refusal>(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal,
})
