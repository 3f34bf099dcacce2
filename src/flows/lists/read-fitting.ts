import type { ListNote } from '../../../blocks/image-list.ts'
import type { AccountRegion } from '../../domain/alias.ts'
import type { Config } from '../../domain/config.ts'
import {
  fitsFilter,
  type ListedImage,
  type ListFilter,
  newestFirst,
  staleOf,
} from '../../domain/list-filter.ts'
import type { ListVerb } from '../../domain/verb-kinds.ts'
import type { Clock, FleetScans, ImageRecords, Images, Log, Names, Places, Revocations } from '../../ports.ts'
import { readRevoked } from '../steps/read-revoked.ts'
import { readGone } from './read-gone.ts'
import { readPlaces } from './read-listed.ts'

export interface ReadFittingNeeds {
  images: Pick<Images, 'recycleBin'>
  ledger: FleetScans & Places & ImageRecords & Names & Revocations
  config: Config
  clock: Clock
  log: Log
}

/** The images of a list in some places, and what could not be read. */
export interface Fitting {
  images: ListedImage[]
  notes: ListNote[]
}

/** 1 read what the last scans saw there, or what is gone 2 keep what fits, the newest first. */
export const readFitting = async (
  needs: ReadFittingNeeds,
  verb: ListVerb,
  filter: ListFilter,
  places: readonly AccountRegion[],
): Promise<Fitting> => {
  // 1 read
  const { images, notes } = await readImages(needs, verb, filter, places)
  // 2 keep what fits
  const nowMs = needs.clock.nowMs()
  const fits = images.map(image => ({ image, fit: fitsFilter(image, filter, nowMs) }))
  const undecided = fits.filter(({ fit }) => fit === 'unknown').length
  const fitting = fits.flatMap(({ image, fit }) => (fit === 'yes' ? [image] : [])).sort(newestFirst)
  if (undecided > 0) notes.push({ kind: 'undecided', images: undecided })
  return { images: fitting, notes }
}

const readImages = async (
  needs: ReadFittingNeeds,
  verb: ListVerb,
  filter: ListFilter,
  places: readonly AccountRegion[],
): Promise<Fitting> => {
  const { config, clock } = needs
  const listed = await readPlaces(needs, places)
  if (verb === 'stale')
    return {
      ...listed,
      images: staleOf(listed.images, config.stale.afterDays, clock.nowMs(), await readRevoked(needs)),
    }
  if (verb === 'list' && !filter.states.includes('deregistered')) return listed
  const live = new Set(listed.images.map(({ image }) => image.imageId))
  const gone = await readGone(needs, places, filter, live)
  const there = verb === 'list' ? listed.images : []
  return { images: [...there, ...gone.images], notes: [...listed.notes, ...gone.notes] }
}
