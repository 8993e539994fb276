/** The English catalogue, one file an area, with the keys of the Chinese one. */
import type { Text } from '../language.ts'
import { sentences } from './catalogue.ts'
import * as codes from './en/codes.ts'
import { frame } from './en/frame.ts'

export const en: Text = {
  ...sentences(codes),
  errorSummaryTitle: frame.problems,
  frame,
}
