/** The way to a witness: the only request that a registry ever sends, and only to an address that its operator wrote down (R90). */
import type { PostToWitness } from '../app/witness/submit-checkpoints.ts'

const PATIENCE_MS = 10_000

export const postToWitness: PostToWitness = async (url, body) => {
  const answer = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  return { status: answer.status, body: await answer.text() }
}
