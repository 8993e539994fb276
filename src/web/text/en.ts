/** The English catalogue, one file an area, with the keys of the Chinese one. */
import type { Text } from '../language.ts'
import { sentences } from './catalogue.ts'
import { accounts } from './en/accounts.ts'
import { api } from './en/api.ts'
import * as codes from './en/codes.ts'
import { frame } from './en/frame.ts'
import { check, errors } from './en/public.ts'

export const en: Text = {
  ...sentences(codes),
  errorSummaryTitle: frame.problems,
  frame,
  accounts,
  api,
  check,
  errors,
}
