import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { suggestionDueAtMs } from '../../domain/suggestion.ts'
import type { Suggestions } from '../../ports.ts'
import { keys } from './keys.ts'
import { dueAt, readDue } from './query.ts'
import { suggestion as suggestionSchema } from './schemas/suggestion.ts'
import { parseStored, stored } from './stored.ts'
import { CLAIM_KEPT_SEC, saveOver, type Table } from './table.ts'

const DUE_AT_ONCE = 1_000

/** One item for each suggestion, written only over the version that was read; in the index while the schedule has to see to it. */
export const createSuggestions = (table: Table): Suggestions => ({
  async readSuggestion(id) {
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.name, Key: keys.suggestion(id), ConsistentRead: true }),
    )
    return Item && { ...parseStored(suggestionSchema, Item, 'suggestion'), version: Number(Item.version) }
  },

  saveSuggestion: ({ version, ...content }) =>
    saveOver(
      table,
      {
        ...keys.suggestion(content.id),
        ...stored({ suggestion: content }),
        expiresAtSec: Math.floor(content.untilMs / 1000) + CLAIM_KEPT_SEC,
        ...dueAt('suggestion', suggestionDueAtMs({ ...content, version })),
      },
      version,
    ),

  async readDueSuggestions(nowMs) {
    const items = await readDue(table, 'suggestion', nowMs, DUE_AT_ONCE)
    return items.map(({ pk }) => String(pk).replace(/^SUGGESTION#/, ''))
  },
})
