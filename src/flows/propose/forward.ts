import { renderForwarded, renderForwardedToNobody, renderHelpWanted } from '../../../blocks/forward.ts'
import type { AskOf } from '../../domain/ask.ts'
import { rolesFor } from '../../domain/authorise.ts'
import { slashCommandOf } from '../../domain/command.ts'
import { accountName, rolesNamed } from '../../domain/config.ts'
import { imageKey } from '../../domain/image.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import type { Delivery } from '../../ports.ts'
import { readImage } from '../../stored/change-image.ts'
import type { PerformNeeds } from '../needs.ts'
import { postOnce } from '../steps/post-once.ts'
import { postWithFallback } from '../steps/post-with-fallback.ts'
import { reply } from '../steps/reply.ts'

/**
 * Passes a request on to people with permission, for a person without it: in the thread of the image's card, where they find the buttons,
 * or in the fallback channel if the image has no card. Once for each person, image and action, until the image changes.
 */
export const forward = async (needs: PerformNeeds, ask: AskOf<'forward'>): Promise<void> => {
  const { ledger, config } = needs
  const { action, image, person } = ask
  const roles = rolesNamed(config, rolesFor(config, action))
  const record = await readImage(ledger, image)
  const message = renderHelpWanted(ask, record, {
    accountName: accountName(config, image.account),
    command: slashCommandOf(config),
    roles,
  })
  const key = `forward/${person.userId}/${action}/${imageKey(image)}/${record.lastEvent?.eventId ?? 'first'}`
  // The person and those who may share that channel.
  const card = record.cards.find(({ channelId }) => channelId === ask.place.channelId) ?? record.cards[0]
  let delivery: Delivery = { kind: 'gone' }
  if (card) {
    const thread = { ts: card.ts, broadcast: false }
    delivery = await postOnce(needs, { key, channel: card.channelId, message, thread })
  }
  if (delivery.kind === 'gone' || delivery.kind === 'unusable') {
    const about = { action, image: imageKey(image), person: person.userId }
    const { fallback } = config.channels
    const posted = await postWithFallback(needs, fallback, about, channel =>
      postOnce(needs, { key, channel, message }),
    )
    delivery = posted.delivery
  }
  throwIfBusy(delivery, 'those who may are asked')
  if (delivery.kind !== 'delivered') return reply(needs, ask, renderForwardedToNobody(action, record, roles))
  const permalink = await needs.messenger.permalink(delivery.channelId, delivery.ts)
  await reply(needs, ask, renderForwarded(action, record, roles, permalink))
}
