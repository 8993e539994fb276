/** Where somebody stands, as it is written in Chinese: the unit, then the post. Directories often write the unit, or its end, into the post as well. */

/** One letter in common is no repetition: 「办公室」 and 「室内设计师」 stay as they are. */
const SHORTEST_REPETITION = 2

/** 「城东分局」 gives 「城东分局局长」 with 「局长」, 「分局局长」 and 「城东分局局长」 alike. Empty when neither is known. */
export function unitAndPost(unit: string, post: string): string {
  for (let length = Math.min(unit.length, post.length); length >= SHORTEST_REPETITION; length -= 1)
    if (unit.endsWith(post.slice(0, length))) return unit + post.slice(length)
  return unit + post
}
