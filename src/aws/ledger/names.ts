import { paginateQuery } from '@aws-sdk/lib-dynamodb'
import { isMatch } from '../../domain/glob.ts'
import type { GoneImage, Names } from '../../ports.ts'
import { writeAll } from './batches.ts'
import { keys } from './keys.ts'
import { HISTORY_KEPT_SEC, type Table } from './table.ts'

/** Nobody looks through more. */
const MOST = 200
/** Pages of a megabyte, some 6,000 names each, that are read for one question. */
const PAGES = 10

/** The names of images that EC2 no longer knows: people remember names, not ids. */
export const createNames = (table: Table): Names => ({
  async saveGone(images) {
    const items = images.map(({ image, name, atMs }) => ({
      ...keys.gone(image, name, atMs),
      imageId: image.imageId,
      expiresAtSec: Math.floor(atMs / 1000) + HISTORY_KEPT_SEC,
    }))
    await writeAll(table, items)
  },

  async readAllGone(place) {
    const pages = paginateQuery(
      { client: table.client },
      {
        TableName: table.name,
        KeyConditionExpression: 'pk = :place',
        ExpressionAttributeValues: { ':place': keys.gone({ ...place, imageId: '' }, '', 0).pk },
      },
    )
    const found: GoneImage[] = []
    let page = 0
    for await (const { Items = [] } of pages) {
      for (const { sk, imageId } of Items) {
        const [name = '', at = ''] = String(sk).split('#')
        found.push({ imageId: String(imageId), name, atMs: Number(at) })
      }
      if (++page >= PAGES) break
    }
    return found
  },

  async readGone({ account, region }, pattern) {
    const isGlob = /[*?]/.test(pattern)
    // No name of an AMI holds `#`, so the whole name ends there.
    const start = isGlob ? pattern.replace(/[*?].*$/s, '') : `${pattern}#`
    const isId = /^ami-/i.test(pattern) && isGlob
    const from = isId ? '' : start
    const pages = paginateQuery(
      { client: table.client },
      {
        TableName: table.name,
        KeyConditionExpression: from === '' ? 'pk = :place' : 'pk = :place AND begins_with(sk, :from)',
        ExpressionAttributeValues: {
          ':place': keys.gone({ account, region, imageId: '' }, '', 0).pk,
          ...(from !== '' && { ':from': from }),
        },
      },
    )
    const found: { imageId: string; at: string }[] = []
    let page = 0
    for await (const { Items = [] } of pages) {
      for (const { sk, imageId } of Items) {
        const [name = '', at = ''] = String(sk).split('#')
        const fits = isMatch(pattern, name) || (isId && isMatch(pattern, String(imageId)))
        if (fits) found.push({ imageId: String(imageId), at })
      }
      if (++page >= PAGES) break
    }
    const newest = found.sort((a, b) => (a.at < b.at ? 1 : -1)).map(({ imageId }) => imageId)
    return [...new Set(newest)].slice(0, MOST).map(imageId => ({ account, region, imageId }))
  },
})
