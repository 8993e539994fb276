/**
 * Takes out of a text what a reader cannot see but a page would obey: control characters, marks that reverse the
 * direction of writing, and characters without width. Somebody could otherwise make a paper read differently from the
 * record it prints. Every visible character stays as it was written.
 */

// Written as code points, since the characters themselves would be invisible here.
const INVISIBLE = new RegExp(
  '[' +
    [
      '\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f', // controls, but for the line feed
      '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180e\\u3164\\uffa0', // soft hyphen, joiners and fillers
      '\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff', // zero width, bidi marks, embeddings, overrides, isolates
      '\\ufff0-\\uffff\\u{e0000}-\\u{e007f}', // interlinear marks, non-characters, tags
      '\\p{Surrogate}', // halves of a character
    ].join('') +
    ']',
  'gu',
)

/** The text as it may be printed: lines end in `\n`, a tab is a blank, nothing invisible is left. */
export const sanitize = (text: string): string =>
  text
    .replaceAll(/\r\n?|[\u0085\u2028\u2029\v\f]/gu, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(INVISIBLE, '')

/** The same for a text that stands on one line, such as a name: line ends become blanks, and the ends are bare. */
export const sanitizeLine = (text: string): string => sanitize(text).replaceAll('\n', ' ').trim()
