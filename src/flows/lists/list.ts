import { renderFilterFault } from '../../../blocks/filter-fault.ts'
import { IMAGES_ON_PAGE, type ImageList, type ListNote, renderImageList } from '../../../blocks/image-list.ts'
import type { Message } from '../../../blocks/message.ts'
import type { AskOf } from '../../domain/ask.ts'
import { accountName, type Config } from '../../domain/config.ts'
import {
  fitsFilter,
  type ListedImage,
  type ListFilter,
  newestFirst,
  staleOf,
} from '../../domain/list-filter.ts'
import { parseFilter } from '../../domain/parse-filter.ts'
import type { ListVerb } from '../../domain/verbs.ts'
import type { Clock, Images, Ledger, Log, Messenger, References } from '../../ports.ts'
import { completeGone, readGone } from './read-gone.ts'
import { readListed } from './read-listed.ts'
import { readUses } from './read-uses.ts'
import { sendCsv } from './send-csv.ts'

export interface ListNeeds {
  images: Pick<Images, 'recycleBin'>
  uses: References
  ledger: Ledger
  messenger: Messenger
  config: Config
  clock: Clock
  log: Log
}

export interface ListAsk {
  verb: ListVerb
  filters: string
  /** Of the slash command. */
  name: string
  /** From 1. */
  page: number
  ask: AskOf<'command'>
}

/** What a list holds, and what is not known of it. */
interface Found {
  images: ListedImage[]
  notes: ListNote[]
}

/**
 * A page of images, or all of them as a file: 1 read the filters 2 read what the last scan saw, or what is gone 3 keep what fits,
 * the newest first 4 complete the page 5 draw it. EC2 is asked for nothing but the Recycle Bin and, of stale images on the
 * page, their uses.
 */
export const list = async (
  needs: ListNeeds,
  { verb, filters, name, page, ask }: ListAsk,
): Promise<Message> => {
  const { config, clock } = needs
  // 1 read the filters
  const parsed = parseFilter(filters, config)
  if (!parsed.ok) return renderFilterFault(name, verb, filters, parsed.fault)
  const { filter, asCsv } = parsed
  // 2 read
  const { images, notes } = await readImages(needs, verb, filter)
  // 3 keep what fits, the newest first
  const nowMs = clock.nowMs()
  const fits = images.map(image => ({ image, fit: fitsFilter(image, filter, nowMs) }))
  const undecided = fits.filter(({ fit }) => fit === 'unknown').length
  const fitting = fits.flatMap(({ image, fit }) => (fit === 'yes' ? [image] : [])).sort(newestFirst)
  if (undecided > 0) notes.push({ kind: 'undecided', images: undecided })
  const view = { verb, name, filters, nameOf: (account: string) => accountName(config, account) }
  if (asCsv && fitting.length > 0) return sendCsv(needs, ask, { ...view, images: fitting, notes, nowMs })
  // 4 complete the page
  const pages = Math.max(1, Math.ceil(fitting.length / IMAGES_ON_PAGE))
  const at = Math.min(Math.max(1, page), pages)
  const shown = fitting.slice((at - 1) * IMAGES_ON_PAGE, at * IMAGES_ON_PAGE)
  const rows = verb === 'stale' ? await readUses(needs, shown) : await completeGone(needs, shown)
  // 5 draw it
  const drawn: ImageList = { ...view, rows, total: fitting.length, page: at, pages, notes }
  return renderImageList(verb === 'stale' ? { ...drawn, staleAfterDays: config.stale.afterDays } : drawn)
}

const readImages = async (needs: ListNeeds, verb: ListVerb, filter: ListFilter): Promise<Found> => {
  const { config, clock } = needs
  const listed = await readListed(needs, filter)
  if (verb === 'stale')
    return { ...listed, images: staleOf(listed.images, config.stale.afterDays, clock.nowMs()) }
  if (verb === 'list' && !filter.states.includes('deregistered')) return listed
  const gone = await readGone(needs, filter, new Set(listed.images.map(({ image }) => image.imageId)))
  const live = verb === 'list' ? listed.images : []
  return { images: [...live, ...gone.images], notes: [...listed.notes, ...gone.notes] }
}
