/** Where somebody stands, as it is written in Chinese: the unit, then the post. Directories often write the unit into the post as well. */

/** 「城东分局」 and 「局长」 give 「城东分局局长」, and so do 「城东分局」 and 「城东分局局长」. Empty when neither is known. */
export const unitAndPost = (unit: string, post: string): string => (post.startsWith(unit) ? post : `${unit}${post}`)
