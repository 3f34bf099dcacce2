import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Names } from '../../ports.ts'
import { HISTORY_KEPT_SEC, keys, type Table, writeAll } from './table.ts'

/** As many images of one name as anybody would look through. */
const SAME_NAME = 20

/** The names of images that EC2 no longer knows: people know names, and ids only afterwards. */
export const createNames = (table: Table): Names => ({
  async saveGone(images) {
    const items = images.map(({ image, name, atMs }) => ({
      ...keys.gone(image, name, atMs),
      imageId: image.imageId,
      expiresAtSec: Math.floor(atMs / 1000) + HISTORY_KEPT_SEC,
    }))
    await writeAll(table, items)
  },

  async readGone(place, name) {
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :name',
        ExpressionAttributeValues: { ':name': keys.gone({ ...place, imageId: '' }, name, 0).pk },
        ScanIndexForward: false,
        Limit: SAME_NAME,
      }),
    )
    const ids = [...new Set(Items.map(item => String(item.imageId)))]
    return ids.map(imageId => ({ account: place.account, region: place.region, imageId }))
  },
})
