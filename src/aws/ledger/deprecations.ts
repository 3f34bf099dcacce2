import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { type Deprecation, deprecationDueAtMs, emptyDeprecation } from '../../domain/deprecation.ts'
import { imageKey } from '../../domain/image.ts'
import type { Deprecations } from '../../ports.ts'
import { keys } from './keys.ts'
import { dueAt, readDue } from './query.ts'
import { deprecation as deprecationSchema } from './schemas/deprecation.ts'
import { parseStored, readable, stored } from './stored.ts'
import { HISTORY_KEPT_SEC, saveOver, type Table } from './table.ts'

const deprecationOf = (item: Record<string, unknown>): Deprecation => ({
  ...parseStored(deprecationSchema, item, 'deprecation'),
  version: Number(item.version),
})

/** One item for each image that has, or had, a deprecation date; in the index while something is to be done. */
export const createDeprecations = (table: Table): Deprecations => ({
  async readDeprecation(image) {
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.name, Key: keys.deprecation(imageKey(image)), ConsistentRead: true }),
    )
    return Item ? deprecationOf(Item) : emptyDeprecation(image)
  },

  saveDeprecation: ({ version, ...content }) =>
    saveOver(
      table,
      {
        ...keys.deprecation(imageKey(content)),
        ...stored({ deprecation: content }),
        expiresAtSec:
          Math.floor(Math.max(content.changedAtMs, content.deprecatedAtMs ?? 0) / 1000) + HISTORY_KEPT_SEC,
        ...dueAt('deprecation', deprecationDueAtMs({ ...content, version })),
      },
      version,
    ),

  async readDueDeprecations(nowMs, limit) {
    return readable(await readDue(table, 'deprecation', nowMs, limit), deprecationOf)
  },
})
