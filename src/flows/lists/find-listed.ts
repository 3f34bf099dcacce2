import type { ListNote } from '../../../blocks/image-list.ts'
import type { Config } from '../../domain/config.ts'

import {
  fitsFilter,
  type ListedImage,
  type ListFilter,
  newestFirst,
  staleOf,
} from '../../domain/list-filter.ts'
import { type FilterFault, parseFilter } from '../../domain/parse-filter.ts'
import type { ListVerb } from '../../domain/verb-kinds.ts'
import type { Clock, FleetScans, ImageRecords, Images, Log, Names, Places } from '../../ports.ts'
import { readGone } from './read-gone.ts'
import { readListed } from './read-listed.ts'

export interface FindListedNeeds {
  images: Pick<Images, 'recycleBin'>
  ledger: FleetScans & Places & ImageRecords & Names
  config: Config
  clock: Clock
  log: Log
}

/** What a list holds, and what is not known of it. */
interface Found {
  images: ListedImage[]
  notes: ListNote[]
}

/**
 * All images of a list: 1 read the filters 2 read what the last scan saw, or what is gone 3 keep what fits, the newest first.
 */
export const findListed = async (
  needs: FindListedNeeds,
  verb: ListVerb,
  filters: string,
): Promise<({ ok: true; asCsv: boolean } & Found) | { ok: false; fault: FilterFault }> => {
  const { config, clock } = needs
  // 1 read the filters
  const parsed = parseFilter(filters, config)
  if (!parsed.ok) return { ok: false, fault: parsed.fault }
  const { filter, asCsv } = parsed
  // 2 read
  const { images, notes } = await readImages(needs, verb, filter)
  // 3 keep what fits, the newest first
  const nowMs = clock.nowMs()
  const fits = images.map(image => ({ image, fit: fitsFilter(image, filter, nowMs) }))
  const undecided = fits.filter(({ fit }) => fit === 'unknown').length
  const fitting = fits.flatMap(({ image, fit }) => (fit === 'yes' ? [image] : [])).sort(newestFirst)
  if (undecided > 0) notes.push({ kind: 'undecided', images: undecided })
  return { ok: true, asCsv, images: fitting, notes }
}

const readImages = async (needs: FindListedNeeds, verb: ListVerb, filter: ListFilter): Promise<Found> => {
  const { config, clock } = needs
  const listed = await readListed(needs, filter)
  if (verb === 'stale')
    return { ...listed, images: staleOf(listed.images, config.stale.afterDays, clock.nowMs()) }
  if (verb === 'list' && !filter.states.includes('deregistered')) return listed
  const gone = await readGone(needs, filter, new Set(listed.images.map(({ image }) => image.imageId)))
  const live = verb === 'list' ? listed.images : []
  return { images: [...live, ...gone.images], notes: [...listed.notes, ...gone.notes] }
}
