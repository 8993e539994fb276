/** Usernames as they are kept and looked up: full-width letters, capitals and blanks that a keyboard slips in do not matter. */
export const normalUsername = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase()

/** Two to thirty-two lower-case letters, digits, dots and hyphens, beginning with a letter. */
export const isUsername = (text: string): boolean => /^[a-z][a-z0-9.-]{1,31}$/.test(text)
