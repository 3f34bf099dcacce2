/** What a filter is for, and an example. Help, README and the messages about bad input are generated from this table. */
export const FILTERS = {
  state: { example: 'state:disabled', gives: 'available, disabled, failed, deregistered or pending' },
  account: { example: 'account:production', gives: 'an account id or alias' },
  region: { example: 'region:us-east-1', gives: 'a region' },
  family: { example: 'family:payments-base', gives: 'a family; `*` and `?` stand for any characters' },
  owner: {
    example: 'owner:platform',
    gives: 'the owner by a tag (`fleet.ownerTags`), or the user group that owns the family',
  },
  tag: { example: 'tag:Team=payments', gives: 'a tag and its value; `tag:Team=*` has any' },
  'older-than': { example: 'older-than:30d', gives: 'an age in days (d), weeks (w), hours (h) or years (y)' },
  as: { example: 'as:csv', gives: 'the whole list as a file, in a direct message' },
} as const

export type FilterKey = keyof typeof FILTERS
export const FILTER_KEYS = Object.keys(FILTERS) as FilterKey[]
export const isFilterKey = (key: string): key is FilterKey => Object.hasOwn(FILTERS, key)
