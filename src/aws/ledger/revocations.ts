import { type ImageRef, imageKey, parseImageKey } from '../../domain/image.ts'
import type { Revocations } from '../../ports.ts'
import { writeAll } from './batches.ts'
import { keys } from './keys.ts'
import { queryAll } from './query.ts'
import type { Table } from './table.ts'

/** One item for each image. All have the same partition key, so one query reads them. */
export const createRevocations = (table: Table): Revocations => ({
  addRevoked: images =>
    writeAll(
      table,
      images.map(image => keys.revoked(imageKey(image))),
    ),

  async readOnceRevoked() {
    const items = await queryAll(table, {
      KeyConditionExpression: 'pk = :revoked',
      ExpressionAttributeValues: { ':revoked': keys.revoked('').pk },
    })
    return items.flatMap(({ sk }): ImageRef | readonly [] => parseImageKey(String(sk)) ?? [])
  },
})
