/** What a password costs to try: about a tenth of a second and 64 MiB in service, next to nothing in tests. */
import { type PasswordCost, passwordCost } from '../../vault/account-keys.ts'
import type { PasswordCostName } from '../context.ts'

const costs: Readonly<Record<PasswordCostName, PasswordCost>> = {
  interactive: passwordCost,
  test: { passes: 1, memoryMiB: 1 },
}

export const costOf = (name: PasswordCostName): PasswordCost => costs[name]
