import { renderFilterFault } from '../../../blocks/filter-fault.ts'
import { IMAGES_ON_PAGE, type ImageList, renderImageList } from '../../../blocks/image-list.ts'
import type { Message } from '../../../blocks/message.ts'
import type { AskOf } from '../../domain/ask.ts'
import { accountName, type Config } from '../../domain/config.ts'
import { imageKey } from '../../domain/image.ts'
import type { ListVerb } from '../../domain/verb-kinds.ts'
import type { Clock, Images, Ledger, Log, Messenger, References } from '../../ports.ts'
import { findListed } from './find-listed.ts'
import { completeGone } from './read-gone.ts'
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

/**
 * A page of images, or all of them as a file: 1 find them 2 complete the page 3 draw it. EC2 is asked for nothing but the Recycle Bin
 * and, of stale images on the page, their uses.
 */
export const list = async (
  needs: ListNeeds,
  { verb, filters, name, page, ask }: ListAsk,
): Promise<Message> => {
  const { config, clock } = needs
  // 1 find them
  const found = await findListed(needs, verb, filters)
  if (!found.ok) return renderFilterFault(name, verb, filters, found.fault)
  const { images: fitting, notes, asCsv } = found
  const nowMs = clock.nowMs()
  const view = { verb, name, filters, nowMs, nameOf: (account: string) => accountName(config, account) }
  if (asCsv && fitting.length > 0) return sendCsv(needs, ask, { ...view, images: fitting, notes })
  // 2 complete the page
  const pages = Math.max(1, Math.ceil(fitting.length / IMAGES_ON_PAGE))
  const at = Math.min(Math.max(1, page), pages)
  const shown = fitting.slice((at - 1) * IMAGES_ON_PAGE, at * IMAGES_ON_PAGE)
  const completed = verb === 'stale' ? await readUses(needs, shown) : await completeGone(needs, shown)
  const records = await needs.ledger.readImages(shown.map(({ image }) => image))
  const rows = completed.map(row => {
    const revoked = records.get(imageKey(row.image))?.revoked
    return revoked ? { ...row, revoked } : row
  })
  // 3 draw it
  const drawn: ImageList = { ...view, rows, total: fitting.length, page: at, pages, notes }
  return renderImageList(verb === 'stale' ? { ...drawn, staleAfterDays: config.stale.afterDays } : drawn)
}
