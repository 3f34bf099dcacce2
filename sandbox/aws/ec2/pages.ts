import { invalidValue } from './errors.ts'
import type { Query } from './query.ts'

export interface Page<Item> {
  items: Item[]
  NextToken?: string
}

const toToken = (offset: number): string => Buffer.from(`offset:${offset}`).toString('base64')

const parseToken = (token: string): number => {
  const found = /^offset:(\d+)$/.exec(Buffer.from(token, 'base64').toString())
  if (!found?.[1]) throw invalidValue('NextToken', token)
  return Number(found[1])
}

export const validatePage = (query: Query, atMost: number): void => {
  const maxResults = query.text('MaxResults')
  if (maxResults === undefined) return
  const asked = Number(maxResults)
  if (!Number.isInteger(asked) || asked < 1 || asked > atMost) {
    throw invalidValue('MaxResults', maxResults, `Expecting a value between 1 and ${atMost}.`)
  }
}

/** The page that `MaxResults` and `NextToken` ask for; `usual` items without `MaxResults`. */
export const readPage = <Item>(
  items: readonly Item[],
  query: Query,
  usual: number = items.length,
): Page<Item> => {
  const token = query.text('NextToken')
  const start = token === undefined ? 0 : parseToken(token)
  const size = Number(query.text('MaxResults') ?? usual)
  const end = start + size
  return { items: items.slice(start, end), ...(end < items.length && { NextToken: toToken(end) }) }
}
