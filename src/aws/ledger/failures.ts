import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { type Family, familyKey } from '../../domain/failures.ts'
import { groupBy } from '../../domain/group-by.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Failures } from '../../ports.ts'
import { readAll } from './batches.ts'
import { keys } from './keys.ts'
import { CLAIM_KEPT_SEC, type Table } from './table.ts'

const WRITTEN_AT_ONCE = 8
/** Older failures of a family are not looked at. */
const NEWEST = 20

/** One item for each family, with the ids of its failed images: a batch of good images reads all families with few calls. */
export const createFailures = (table: Table): Failures => ({
  async saveFailed(failed) {
    const families = [...groupBy(failed, ({ family }) => familyKey(family)).values()]
    await inParallel(families, WRITTEN_AT_ONCE, async list => {
      const [first] = list
      if (!first) return
      const lastMs = Math.max(...list.map(({ atMs }) => atMs))
      await table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: keys.failed(familyKey(first.family)),
          UpdateExpression: 'ADD images :failed SET expiresAtSec = :expires',
          ExpressionAttributeValues: {
            ':failed': new Set(
              list.map(({ image, atMs }) => `${String(atMs).padStart(15, '0')}#${image.imageId}`),
            ),
            ':expires': Math.floor(lastMs / 1000) + CLAIM_KEPT_SEC,
          },
        }),
      )
    })
  },

  async readFailed(families) {
    const byKey = new Map<unknown, Family>(
      families.map(family => [keys.failed(familyKey(family)).pk, family]),
    )
    const items = await readAll(
      table,
      families.map(family => keys.failed(familyKey(family))),
    )
    return items.flatMap(({ pk, images }) => {
      const family = byKey.get(pk)
      if (!family || !(images instanceof Set)) return []
      const { account, region } = family
      const newest = [...images].map(String).sort().reverse().slice(0, NEWEST)
      return newest.map(one => ({
        family,
        image: { account, region, imageId: one.slice(one.indexOf('#') + 1) },
      }))
    })
  },
})
