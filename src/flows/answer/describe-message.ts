import { renderForeignPlace } from '../../../blocks/foreign-account.ts'
import { renderNoImage, renderNotOurs } from '../../../blocks/message-details.ts'
import { renderOneAtATime } from '../../../blocks/no-match.ts'
import type { AskOf } from '../../domain/ask.ts'
import { slashCommandOf } from '../../domain/command.ts'
import { isOurAccount } from '../../domain/config.ts'
import { foreignAccountOf } from '../../domain/foreign-account.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import type { Messenger } from '../../ports.ts'
import { sayPrivately } from '../steps/reply.ts'
import { answer } from './answer.ts'
import type { AnswerNeeds } from './needs.ts'

const RETRY_SEC = 30

/**
 * Answers "Image details" of a message's menu, privately, as `/ami status` does: 1 is the message ours 2 which image is it about
 * 3 answer.
 *
 * @throws {RetryLater} where Slack does not say now who the bot is
 */
export const describeMessage = async (
  needs: AnswerNeeds & { messenger: Pick<Messenger, 'self'> },
  { author, images, imageIds, ...ask }: AskOf<'message'>,
): Promise<void> => {
  // 1 is the message ours
  const self = await needs.messenger.self()
  if (!self.known)
    throw new RetryLater(
      self.retryAfterSec ?? RETRY_SEC,
      `Slack did not say who the bot is (${self.reason}).`,
    )
  const command = slashCommandOf(needs.config)
  const isOurs = author.userId === self.userId || (author.botId !== undefined && author.botId === self.botId)
  if (!isOurs) return sayPrivately(needs, ask, renderNotOurs(command))
  // 2 which image is it about
  const ids = images.length > 0 ? images.map(({ imageId }) => imageId) : imageIds
  const [id, ...others] = ids
  if (id === undefined) return sayPrivately(needs, ask, renderNoImage(command))
  if (others.length > 0) return sayPrivately(needs, ask, renderOneAtATime(command, 'status', ids))
  // 3 answer
  const [image] = images
  if (!image) return answer(needs, { ...ask, kind: 'command', command, text: `status ${id}` })
  return isOurAccount(needs.config, image.account)
    ? answer(needs, { ...ask, kind: 'look', look: 'status', image })
    : sayPrivately(needs, ask, renderForeignPlace(image, foreignAccountOf(needs.config, image.account)))
}
