import type { DeadLetter, DeadLetterQueue } from '../src/domain/health.ts'
import { context, section } from './elements.ts'
import { type Message, message } from './message.ts'
import { escapeText } from './text.ts'

export interface DeadLetters {
  queue: DeadLetterQueue
  count: number
  /** One of them; absent where none could be read. */
  first?: DeadLetter
}

const NEXT = 'Fix the cause, then run `npm run redrive`. Dead letters are kept for two weeks.'

const lineOf = ({ queue, count, first }: DeadLetters): string => {
  const what = queue.startsWith('events') ? 'event' : 'request'
  const many = `${count} ${what}${count === 1 ? '' : 's'} could not be processed`
  const one = count === 1 ? '' : 'for example '
  return first
    ? `${many} (${one}${escapeText(first.about, 200)}: ${escapeText(first.why, 300)}).`
    : `${many}.`
}

/** The notice that dead letters wait. */
export const renderDeadLetters = (deadLetters: readonly DeadLetters[]): Message => {
  const lines = deadLetters.map(lineOf)
  return message(`📪 ${lines.join(' ')} ${NEXT}`, [
    section(`📪 *Dead letters*\n${lines.join('\n')}`),
    context(NEXT),
  ])
}
