import { aliasPlaceKey } from '../../domain/alias.ts'
import type { SeenAliases } from '../../ports.ts'
import { readAll } from './batches.ts'
import { keys } from './keys.ts'
import { seenAlias as seenAliasSchema } from './schemas/assignment.ts'
import { parseStored, readable, stored } from './stored.ts'
import { saveOver, type Table } from './table.ts'

/**
 * One item for each alias in an account and region, beside its assignments: a scan reads a hundred with one call. It does not expire:
 * there are only as many as the config names.
 */
export const createSeenAliases = (table: Table): SeenAliases => ({
  async readSeenAliases(places) {
    const items = await readAll(
      table,
      places.map(place => keys.seenAlias(aliasPlaceKey(place))),
    )
    const seen = readable(items, item => ({
      ...parseStored(seenAliasSchema, item, 'seen'),
      version: Number(item.version),
    }))
    return new Map(seen.map(one => [aliasPlaceKey(one), one]))
  },

  saveSeenAlias: ({ version, ...content }) =>
    saveOver(table, { ...keys.seenAlias(aliasPlaceKey(content)), ...stored({ seen: content }) }, version),
})
