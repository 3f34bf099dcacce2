import { renderCard } from '../../../blocks/card.ts'
import type { Config } from '../../domain/config.ts'
import type { ImageEvent } from '../../domain/event.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import type { Card, ImageRecord } from '../../domain/record.ts'
import { withoutCard } from '../../domain/record-cards.ts'
import type { ImageRecords, Log, Messenger } from '../../ports.ts'
import { changeRecord, readImage } from '../../stored/change-image.ts'
import { viewOf } from './view.ts'

export interface ShowNeeds {
  ledger: ImageRecords
  messenger: Pick<Messenger, 'update'>
  config: Config
  log: Log
}

/** The record as it now is; `outdated` where Slack was busy: the cards are refreshed later. */
export type Shown = { record: ImageRecord } & (
  | { kind: 'shown' }
  | { kind: 'outdated'; retryAfterSec: number }
)

/** It is unknown what a card shows if the answer to its update was lost. */
const UNKNOWN_REV = 0

/** `shownRev` may go down: Slack may have taken this update after that of a newer record. */
const withCardShown = (record: ImageRecord, shown: Card): ImageRecord => ({
  ...record,
  cards: record.cards.map(card =>
    card.channel === shown.channel && card.ts === shown.ts ? { ...card, shownRev: shown.shownRev } : card,
  ),
})

const ROUNDS = 4

/** Updates every card of an image. */
export const showImage = async (needs: ShowNeeds, image: ImageRef): Promise<Shown> =>
  showRecord(needs, await readImage(needs.ledger, image))

/**
 * Updates every card of an image to its record. Of two functions that draw at once, the one that finds a newer record than it
 * drew draws again, even if the other has drawn that record already: so the newest stays.
 *
 * @param known as it was read or written
 */
export const showRecord = async (
  { ledger, messenger, config, log }: ShowNeeds,
  known: ImageRecord,
): Promise<Shown> => {
  let record = known
  for (let round = 0; round < ROUNDS; round++) {
    const outdated = record.cards.filter(card => card.shownRev < record.rev)
    if (outdated.length === 0) break
    const view = viewOf(config, record, 'mention')
    const { rev } = record
    const done: Card[] = []
    const lost: Card[] = []
    let retryAfterSec: number | undefined
    for (const card of outdated) {
      const { mention } = card
      const drawn = renderCard({ ...view, ...(mention && { mention }) })
      const delivery = await messenger.update(card.channelId, card.ts, drawn)
      if (delivery.kind === 'delivered') done.push({ ...card, shownRev: rev })
      else if (delivery.kind === 'busy') {
        retryAfterSec = Math.max(retryAfterSec ?? 0, delivery.retryAfterSec)
        if (delivery.inDoubt) done.push({ ...card, shownRev: UNKNOWN_REV })
      } else {
        log.warn('A card could not be updated and is given up.', {
          image: imageKey(record),
          channel: card.channel,
          ...delivery,
        })
        lost.push(card)
      }
    }
    if (done.length + lost.length > 0)
      record = (
        await changeRecord(ledger, record, now => lost.reduce(withoutCard, done.reduce(withCardShown, now)))
      ).record
    if (retryAfterSec !== undefined) return { kind: 'outdated', retryAfterSec, record }
  }
  return { kind: 'shown', record }
}

/** Updates every card of an image, and the private one that was clicked. @returns the record as it now is */
export const showEverywhere = async (
  needs: ShowNeeds & AnswerPrivatelyNeeds,
  known: ImageRecord,
): Promise<ImageRecord> => {
  const { record } = await showRecord(needs, known)
  await answerPrivately(needs, record)
  return record
}

interface AnswerPrivatelyNeeds {
  messenger: Pick<Messenger, 'respond'>
  config: Config
  log: Log
}

/**
 * Shows the end of a request on the private card where it was asked for. Slack allows five uses of such an address within 30
 * minutes, so a failure is only logged.
 */
export const answerPrivately = async (
  { messenger, config, log }: AnswerPrivatelyNeeds,
  record: ImageRecord,
  event?: ImageEvent,
): Promise<void> => {
  const { request } = record
  if (!request?.place.isPrivate || !request.place.responseUrl) return
  if (event && record.lastEvent?.eventId !== event.id) return
  const card = renderCard(viewOf(config, record, 'mention'))
  const delivery = await messenger.respond(request.place.responseUrl, card, true)
  if (delivery.kind !== 'delivered')
    log.warn('A private card could not be updated.', { ...delivery, imageId: record.imageId })
}
