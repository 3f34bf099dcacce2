import { IMAGES_ON_PAGE, renderDigestImages } from '../../../blocks/digest-images.ts'
import type { Message } from '../../../blocks/message.ts'
import { renderTooLateToAnswer } from '../../../blocks/not-taken.ts'
import { renderNote } from '../../../blocks/note.ts'
import type { AskOf } from '../../domain/ask.ts'
import { accountName } from '../../domain/config.ts'
import { newestFirst } from '../../domain/digest-line.ts'
import { GOOD_FOR_MS } from '../../domain/request-timing.ts'
import type { ImageRecords, Images, Messenger } from '../../ports.ts'
import { sayPrivately } from '../steps/reply.ts'
import { completeLines } from './complete-lines.ts'
import { readLines } from './list-digest.ts'
import type { ShowDigestNeeds } from './show-digest.ts'

export interface ListImagesNeeds extends ShowDigestNeeds {
  images: Pick<Images, 'recycleBin'>
  ledger: ShowDigestNeeds['ledger'] & ImageRecords
  messenger: Messenger
}

/** Shows one person the images of a digest: 1 read 2 sort, and take the page 3 complete what is gone 4 reply. */
export const listImages = async (needs: ListImagesNeeds, ask: AskOf<'list'>): Promise<void> => {
  const isLate = needs.clock.nowMs() - ask.askedAtMs > GOOD_FOR_MS
  const message = isLate ? renderTooLateToAnswer('list') : await pageOf(needs, ask)
  const { responseUrl, isPrivate } = ask.place
  // A page replaces the one before it; the digest itself stays.
  if (isPrivate && responseUrl) {
    const shown = await needs.messenger.respond(responseUrl, message, true)
    if (shown.kind === 'delivered') return
  }
  await sayPrivately(needs, ask, message)
}

const pageOf = async (
  needs: ListImagesNeeds,
  { digest: key, burst, from }: AskOf<'list'>,
): Promise<Message> => {
  const { ledger, config, log } = needs
  // 1 read
  const known = (await ledger.readDigests([key])).get(key)
  if (!known) return renderNote('🔍', 'The list of this digest is no longer kept.')
  const lines = await readLines(needs, { ...known, burst })
  // 2 sort, and take the page
  const page = [...lines].sort(newestFirst).slice(from, from + IMAGES_ON_PAGE)
  // 3 complete what is gone
  const completed = await completeLines(needs, page).catch(error => {
    log.warn('A page of a digest is shown without what EC2 would add.', { digest: key, why: String(error) })
    return page
  })
  return renderDigestImages({
    lines: completed,
    state: lines[0]?.state,
    source: { key, burst },
    from,
    total: lines.length,
    nameOf: account => accountName(config, account),
  })
}
