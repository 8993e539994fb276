/**
 * Two recovery sheets, combined in memory for one act (architecture «The vault»): confirming a reader when nobody is left who could, and giving
 * grants again when nobody holds them. Every use is an event.
 */
import { equalBytes, toBase64 } from '../../kit/bytes.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { type AccountSecret, accountPublic } from '../../vault/account-keys.ts'
import { combineSheets } from '../../vault/recovery.ts'
import type { AppContext } from '../context.ts'
import { addRecoverySigningKey } from '../recovery-files.ts'

/**
 * The key, and the context in which what it signs is believed. A register of 0.1.0 learns the public half of the signature here, from sheets that
 * open its reading half. Throws a LiuhenError `sharesUnusable` for sheets that do not belong together, or not to this register.
 */
export async function withSheets(
  context: AppContext,
  sheets: readonly string[],
): Promise<{ readonly secret: AccountSecret; readonly context: AppContext }> {
  const secret = await combineSheets(sheets)
  const { readingKey, signingKey } = accountPublic(secret)
  if (!context.recoveryKey || !equalBytes(readingKey, context.recoveryKey))
    throw new LiuhenError('sharesUnusable', 'these recovery sheets belong to another register')
  if (context.recoverySigningKey && !equalBytes(signingKey, context.recoverySigningKey))
    throw new LiuhenError('keyMalformed', 'the second line of recovery.pub is not of these sheets')
  if (!context.recoverySigningKey) await addRecoverySigningKey(context.dataFolder, toBase64(signingKey))
  return { secret, context: { ...context, recoverySigningKey: signingKey } }
}
