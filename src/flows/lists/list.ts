import { renderFilterFault } from '../../../blocks/filter-fault.ts'
import { IMAGES_ON_PAGE, type ImageList, renderImageList } from '../../../blocks/image-list.ts'
import type { Message } from '../../../blocks/message.ts'
import { renderReading } from '../../../blocks/reading.ts'
import type { AskOf } from '../../domain/ask.ts'
import { accountName } from '../../domain/config.ts'
import { imageKey } from '../../domain/image.ts'
import type { ListVerb } from '../../domain/verb-kinds.ts'
import type { Ledger, Messenger, References } from '../../ports.ts'
import { type FindListedNeeds, openList, readNewest } from './find-listed.ts'
import { completeGone } from './read-gone.ts'
import { readUses } from './read-uses.ts'
import { sendCsv } from './send-csv.ts'

export interface ListNeeds extends FindListedNeeds {
  uses: References
  ledger: Ledger
  messenger: Messenger
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

/**
 * A page of images, or all of them as a file: 1 how they are read 2 find them 3 complete the page 4 draw it. EC2 is asked for nothing but
 * the Recycle Bin and, of stale images on the page, their uses.
 */
export const list = async (
  needs: ListNeeds,
  { verb, filters, name, page, ask }: ListAsk,
): Promise<Message> => {
  const { config, clock } = needs
  // 1 how they are read
  const opened = await openList(needs, ask, verb, filters)
  if (opened.kind === 'fault') return renderFilterFault(name, verb, filters, opened.fault)
  if (opened.kind === 'waiting') return renderReading(opened.places)
  const nowMs = clock.nowMs()
  const view = { verb, name, filters, nowMs, nameOf: (account: string) => accountName(config, account) }
  const file = opened.asCsv ? await sendCsv(needs, ask, view, opened) : undefined
  if (file) return file
  // 2 find them
  const wanted = Math.max(1, page) * IMAGES_ON_PAGE
  const { total, images, notes } = await readNewest(needs, opened, wanted)
  const pages = Math.max(1, Math.ceil(total / IMAGES_ON_PAGE))
  const at = Math.min(Math.max(1, page), pages)
  const shown = images.slice((at - 1) * IMAGES_ON_PAGE, at * IMAGES_ON_PAGE)
  // 3 complete the page
  const completed = verb === 'stale' ? await readUses(needs, shown) : await completeGone(needs, shown)
  const records = await needs.ledger.readImages(shown.map(({ image }) => image))
  const rows = completed.map(row => {
    const revoked = records.get(imageKey(row.image))?.revoked
    return revoked ? { ...row, revoked } : row
  })
  // 4 draw it
  const drawn: ImageList = { ...view, rows, total, page: at, pages, notes }
  return renderImageList(verb === 'stale' ? { ...drawn, staleAfterDays: config.stale.afterDays } : drawn)
}
