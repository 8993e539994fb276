/** Usernames as they are kept and looked up: full-width letters, capitals and blanks that a keyboard slips in do not matter. */
export const normalUsername = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase()

export const isUsername = (text: string): boolean => /^[\p{Ll}\p{Lo}\p{Nd}][\p{Ll}\p{Lo}\p{Nd}._-]{1,31}$/u.test(text)
