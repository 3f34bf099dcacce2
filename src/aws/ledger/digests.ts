import { digestKey } from '../../domain/digest.ts'
import { digestDueAtMs } from '../../domain/digest-timing.ts'
import { chunksOf } from '../../domain/group-by.ts'
import type { Digests } from '../../ports.ts'
import { readAll, writeAll } from './batches.ts'
import { keys } from './keys.ts'
import { dueAt, queryAll, readDue } from './query.ts'
import { countedBatch, digestLine, digest as digestSchema } from './schemas/digest.ts'
import { list } from './schemas/shape.ts'
import { parseStored, readable, stored } from './stored.ts'
import { CLAIM_KEPT_SEC, saveOver, type Table } from './table.ts'

/** A line has a kilobyte at the most, an item of DynamoDB 400 of them. */
const LINES_IN_PART = 200
const DUE_AT_ONCE = 20

/**
 * One item for each digest of a channel, written only over the version that was read; its lines are items of their own, batch
 * by batch.
 */
export const createDigests = (table: Table): Digests => ({
  async readDigests(wanted) {
    const items = await readAll(table, [...new Set(wanted)].map(keys.digest))
    const digests = readable(items, item => ({
      ...parseStored(digestSchema, item, 'digest'),
      version: Number(item.version),
    }))
    return new Map(digests.map(digest => [digestKey(digest), digest]))
  },

  async saveDigest({ version, ...content }) {
    const item = {
      ...keys.digest(digestKey(content)),
      ...stored({ digest: content }),
      ...dueAt('digest', digestDueAtMs(content)),
    }
    return saveOver(table, item, version)
  },

  async readDueDigests(nowMs) {
    const items = await readDue(table, 'digest', nowMs, DUE_AT_ONCE)
    return readable(items, item => digestKey(parseStored(digestSchema, item, 'digest')))
  },

  async addDigestLines(channel, batchId, lines, nowMs) {
    const expiresAtSec = Math.floor(nowMs / 1000) + CLAIM_KEPT_SEC
    const parts = chunksOf(lines, LINES_IN_PART).map((some, part) => ({
      ...keys.digestPart(channel, batchId, part),
      ...stored({ lines: some }),
      expiresAtSec,
    }))
    await writeAll(table, parts)
  },

  async addDigestBatches(digest, batches, nowMs) {
    const [first] = batches
    if (!first) return
    const expiresAtSec = Math.floor(nowMs / 1000) + CLAIM_KEPT_SEC
    await writeAll(table, [
      { ...keys.digestBatches(digest, first.batchId), ...stored({ batches }), expiresAtSec },
    ])
  },

  async readDigestBatches(digest, pages) {
    const items = await readAll(
      table,
      pages.map(page => keys.digestBatches(digest, page)),
    )
    const byKey = new Map(
      items.map(item => [String(item.sk), parseStored(list(countedBatch), item, 'batches')]),
    )
    return pages.flatMap(page => byKey.get(keys.digestBatches(digest, page).sk) ?? [])
  },

  async readDigestLines(channel, batchId) {
    const parts = await queryAll(table, {
      KeyConditionExpression: 'pk = :part',
      ExpressionAttributeValues: { ':part': keys.digestPart(channel, batchId, 0).pk },
    })
    return parts.flatMap(item => parseStored(list(digestLine), item, 'lines'))
  },
})
