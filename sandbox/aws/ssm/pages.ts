import * as v from 'valibot'
import { SsmError } from './errors.ts'

/** The fields of a call that answers page by page. */
export const pageFields = (atMost: number) => ({
  MaxResults: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(atMost))),
  NextToken: v.optional(v.string()),
})

/** Of a page, where the caller does not say how many. */
const USUAL = 10

const readStart = (token: string | undefined): number => {
  const start = Number(token === undefined ? 0 : Buffer.from(token, 'base64url').toString())
  if (Number.isInteger(start) && start >= 0) return start
  throw new SsmError('InvalidNextToken', 'The specified token is not valid.')
}

/** The page that was asked for, and the token of the next one. */
export const readPage = <Item>(
  items: readonly Item[],
  { MaxResults = USUAL, NextToken }: { MaxResults?: number | undefined; NextToken?: string | undefined },
): { page: Item[]; next: { NextToken?: string } } => {
  const start = readStart(NextToken)
  const end = start + MaxResults
  return {
    page: items.slice(start, end),
    next: end < items.length ? { NextToken: Buffer.from(String(end)).toString('base64url') } : {},
  }
}
