import { imageKey } from '../../domain/image.ts'
import type { CleanupWarnings } from '../../ports.ts'
import { readAll, writeAll } from './batches.ts'
import { keys } from './keys.ts'
import { cleanupWarning } from './schemas/cleanup.ts'
import { parseStored, readable, stored } from './stored.ts'
import type { Table } from './table.ts'

const KEPT_SEC = 60 * 24 * 60 * 60

/** One item for each image. */
export const createCleanupWarnings = (table: Table): CleanupWarnings => ({
  saveWarned: (images, atMs) =>
    writeAll(
      table,
      images.map(image => ({
        ...keys.cleanupWarning(imageKey(image)),
        ...stored({ warning: { image: imageKey(image), atMs } }),
        expiresAtSec: Math.floor(atMs / 1000) + KEPT_SEC,
      })),
    ),

  async readWarned(images) {
    const items = await readAll(
      table,
      images.map(image => keys.cleanupWarning(imageKey(image))),
    )
    const warnings = readable(items, item => parseStored(cleanupWarning, item, 'warning'))
    return new Map(warnings.map(({ image, atMs }) => [image, atMs]))
  },
})
