/** The Chinese catalogue, one file an area. */
import { sentences } from './catalogue.ts'
import * as codes from './zh-CN/codes.ts'
import { frame } from './zh-CN/frame.ts'

export const zhCN = {
  ...sentences(codes),
  errorSummaryTitle: frame.problems,
  frame,
}
