import { imageKey } from '../../domain/image.ts'
import type { Keeps } from '../../ports.ts'
import { writeAll } from './batches.ts'
import { keys } from './keys.ts'
import { queryAll } from './query.ts'
import { keep as keepSchema } from './schemas/cleanup.ts'
import { parseStored, readable, stored } from './stored.ts'
import type { Table } from './table.ts'

/** One item for each image, all under one key, so that lists read them with one query. */
export const createKeeps = (table: Table): Keeps => ({
  saveKeep: keep =>
    writeAll(table, [
      {
        ...keys.keep(imageKey(keep.image)),
        ...stored({ keep }),
        expiresAtSec: Math.floor(Math.max(keep.untilMs, keep.atMs) / 1000),
      },
    ]),

  async readKeeps(nowMs) {
    const items = await queryAll(table, {
      KeyConditionExpression: 'pk = :keeps',
      ExpressionAttributeValues: { ':keeps': keys.keep('').pk },
    })
    return readable(items, item => parseStored(keepSchema, item, 'keep')).filter(
      ({ untilMs }) => untilMs > nowMs,
    )
  },
})
