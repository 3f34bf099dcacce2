import type { AccountRegion } from '../../domain/alias.ts'
import type { ListFilter } from '../../domain/list-filter.ts'
import { type FilterFault, parseFilter } from '../../domain/parse-filter.ts'
import type { ListVerb } from '../../domain/verb-kinds.ts'
import { askForReading, type BeingRead, type Source, type Waiting } from '../readings/ask-for-reading.ts'
import type { ReadingNeeds } from '../readings/needs.ts'
import { joinListed, type NewestListed } from './join-listed.ts'
import { placesOf } from './places.ts'
import { type ReadFittingNeeds, readFitting } from './read-fitting.ts'

export type FindListedNeeds = ReadFittingNeeds &
  ReadingNeeds & { ledger: ReadFittingNeeds['ledger'] & ReadingNeeds['ledger'] }

/** A list that can be read. */
export interface OpenList {
  kind: 'open'
  verb: ListVerb
  filter: ListFilter
  asCsv: boolean
  places: readonly AccountRegion[]
  source: Source
}

/**
 * 1 reads the filters of a list 2 decides how its places are read: each by a message of its own where there are many.
 *
 * @param message the message that is answered: it comes again once the places are read
 * @param filters as they were typed
 */
export const openList = async (
  needs: FindListedNeeds,
  message: Waiting,
  verb: ListVerb,
  filters: string,
): Promise<OpenList | { kind: 'fault'; fault: FilterFault } | BeingRead> => {
  // 1 the filters
  const parsed = parseFilter(filters, needs.config)
  if (!parsed.ok) return { kind: 'fault', fault: parsed.fault }
  const { filter, asCsv } = parsed
  // 2 the places
  const places = placesOf(needs.config, filter)
  const source = await askForReading(needs, { kind: 'listed', verb, filter }, places, message)
  return source.kind === 'waiting' ? source : { kind: 'open', verb, filter, asCsv, places, source }
}

/** The newest images of a list. @param most how many at most */
export const readNewest = async (
  needs: FindListedNeeds,
  { verb, filter, places, source }: OpenList,
  most: number,
): Promise<NewestListed> => {
  if (source.kind === 'read') return joinListed(needs, source.reading, places, most)
  const { images, notes } = await readFitting(needs, verb, filter, places)
  return { total: images.length, images: images.slice(0, most), notes }
}
