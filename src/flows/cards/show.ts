import { renderCard } from '../../../blocks/card.ts'
import type { CardView } from '../../../blocks/card-view.ts'
import { renderExposure } from '../../../blocks/exposure.ts'
import type { Message } from '../../../blocks/message.ts'
import type { Config } from '../../domain/config.ts'
import type { ImageEvent } from '../../domain/event.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import { type Card, type ImageRecord, stateOf } from '../../domain/record.ts'
import { isAlertOutdated, withAlertShown, withoutAlert } from '../../domain/record-alerts.ts'
import { withoutCard } from '../../domain/record-cards.ts'
import { hasOldRow, withCopy, withRowsShown } from '../../domain/shared-cards.ts'
import type { ImageRecords, Log, Messenger } from '../../ports.ts'
import { changeImage, changeRecord, readImage } from '../../stored/change-image.ts'
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

/** It is unknown what a message shows if the answer to its update was lost. */
const UNKNOWN_REV = 0

/** A message that is kept up to date with the record: a card, or an alert. */
interface Standing {
  channelId: string
  ts: string
  draw: (view: CardView) => Message
  /** `shownRev` may go down: Slack may have taken this update after that of a newer record. */
  shown: (record: ImageRecord, shownRev: number) => ImageRecord
  lost: (record: ImageRecord) => ImageRecord
}

const standingOf = (record: ImageRecord): Standing[] => [
  ...record.cards
    .filter(card => card.shownRev < record.rev)
    .map(card => {
      const { channelId, ts, mention } = card
      const draw = (view: CardView) => renderCard({ ...view, ...(mention && { mention }) })
      const shown = (now: ImageRecord, shownRev: number) => withCardShown(now, { ...card, shownRev })
      return { channelId, ts, draw, shown, lost: (now: ImageRecord) => withoutCard(now, card) }
    }),
  ...(record.alerts ?? [])
    .filter(alert => isAlertOutdated(alert, record))
    .map(alert => ({
      channelId: alert.channelId,
      ts: alert.ts,
      draw: (view: CardView) => renderExposure({ ...view, alert }),
      shown: (now: ImageRecord, shownRev: number) => withAlertShown(now, { ...alert, shownRev }),
      lost: (now: ImageRecord) => withoutAlert(now, alert),
    })),
]

const withCardShown = (record: ImageRecord, shown: Card): ImageRecord => ({
  ...record,
  cards: record.cards.map(card =>
    card.channel === shown.channel && card.ts === shown.ts ? { ...card, shownRev: shown.shownRev } : card,
  ),
})

const ROUNDS = 4

/** Updates every card and alert of an image. */
export const showImage = async (needs: ShowNeeds, image: ImageRef): Promise<Shown> =>
  showRecord(needs, await readImage(needs.ledger, image))

/**
 * Updates every card and alert of an image to its record, and its rows on the cards of other images.
 *
 * @param known as it was read or written
 */
export const showRecord = async (needs: ShowNeeds, known: ImageRecord): Promise<Shown> => {
  const shown = await showCards(needs, known)
  return shown.kind === 'outdated' ? shown : { kind: 'shown', record: await showRows(needs, shown.record) }
}

/** Updates the row of an image in the records whose cards show it. A card that Slack does not accept now is marked as outdated there. */
const showRows = async (needs: ShowNeeds, known: ImageRecord): Promise<ImageRecord> => {
  const { ledger } = needs
  let record = known
  for (let round = 0; round < ROUNDS && hasOldRow(record); round++) {
    const { account, region, imageId, sharedCards = [] } = record
    const state = stateOf(record)
    if (state === undefined) break
    const owners = new Map(sharedCards.map(({ image }) => [imageKey(image), image]))
    for (const owner of owners.values()) {
      const { record: ofOwner } = await changeImage(ledger, owner, now =>
        withCopy(now, { account, region, imageId, state }),
      )
      await showCards(needs, ofOwner)
    }
    record = (await changeRecord(ledger, record, now => withRowsShown(now, state))).record
  }
  return record
}

/**
 * If two functions draw at once, the one that finds a newer record than it drew draws again, even if the other has drawn that record
 * already, so that the newest stays.
 */
const showCards = async (
  { ledger, messenger, config, log }: ShowNeeds,
  known: ImageRecord,
): Promise<Shown> => {
  let record = known
  for (let round = 0; round < ROUNDS; round++) {
    const outdated = standingOf(record)
    if (outdated.length === 0) break
    const view = viewOf(config, record, 'mention')
    const { rev } = record
    const changes: ((now: ImageRecord) => ImageRecord)[] = []
    let retryAfterSec: number | undefined
    for (const { channelId, ts, draw, shown, lost } of outdated) {
      const delivery = await messenger.update(channelId, ts, draw(view))
      if (delivery.kind === 'delivered') changes.push(now => shown(now, rev))
      else if (delivery.kind === 'busy') {
        retryAfterSec = Math.max(retryAfterSec ?? 0, delivery.retryAfterSec)
        if (delivery.inDoubt) changes.push(now => shown(now, UNKNOWN_REV))
      } else {
        log.warn('A message could not be updated and is given up.', {
          image: imageKey(record),
          channel: channelId,
          ...delivery,
        })
        changes.push(lost)
      }
    }
    if (changes.length > 0)
      record = (
        await changeRecord(ledger, record, now => changes.reduce((changed, change) => change(changed), now))
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
