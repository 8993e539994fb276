/** The Chinese catalogue, one file an area. */
import { sentences } from './catalogue.ts'
import { accounts } from './zh-CN/accounts.ts'
import { api } from './zh-CN/api.ts'
import * as codes from './zh-CN/codes.ts'
import { frame } from './zh-CN/frame.ts'
import { check, errors } from './zh-CN/public.ts'

export const zhCN = {
  ...sentences(codes),
  errorSummaryTitle: frame.problems,
  frame,
  accounts,
  api,
  check,
  errors,
}
