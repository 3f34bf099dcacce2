import type { Message } from '../../../blocks/message.ts'
import type { Clock, RequestClaims } from '../../ports.ts'
import { type Asked, type ReplyNeeds, reply } from './reply.ts'

interface Needs extends ReplyNeeds {
  ledger: Pick<RequestClaims, 'saveRefusal'>
  clock: Clock
}

/**
 * Refuses what was asked and says why: 1 saves the refusal 2 answers. If the message is delivered again, it stays refused, in the same
 * words.
 *
 * @param key of the click, form or order that is refused
 */
export const refuse = async (needs: Needs, key: string, asked: Asked, message: Message): Promise<void> => {
  await needs.ledger.saveRefusal(key, message, needs.clock.nowMs())
  await reply(needs, asked, message)
}
