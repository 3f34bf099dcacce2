import { renderCard } from '../../../blocks/card.ts'
import { accountName, type Config } from '../../domain/config.ts'
import type { ImageEvent } from '../../domain/event.ts'
import type { ImageRecord } from '../../domain/record.ts'
import type { Log, Messenger } from '../../ports.ts'

interface Needs {
  messenger: Pick<Messenger, 'respond'>
  config: Config
  log: Log
}

/** A request from a private card ends there too. Slack gives such an address five uses in thirty minutes: a nicety, so a
 * failure is logged and no more. */
export const answerPrivately = async (
  { messenger, config, log }: Needs,
  record: ImageRecord,
  event?: ImageEvent,
): Promise<void> => {
  const { request } = record
  if (!request?.place.isPrivate || !request.place.responseUrl) return
  if (event && record.lastEvent?.eventId !== event.id) return
  const card = renderCard({ record, accountName: accountName(config, record.account), style: 'mention' })
  const delivery = await messenger.respond(request.place.responseUrl, card, true)
  if (delivery.kind !== 'delivered')
    log.warn('A private card could not be updated.', { ...delivery, imageId: record.imageId })
}
