import type { LeftImage } from '../src/domain/cleanup.ts'
import type { Withdrawal } from '../src/domain/withdrawal.ts'
import { verbOf } from './action-words.ts'
import { namesWords, reasonsOf } from './cleanup-words.ts'
import { mentionWords } from './mention.ts'
import type { Message } from './message.ts'
import { contextPart, messageOf, sectionPart } from './part.ts'
import { code, escapeText } from './text.ts'
import { countWords } from './words.ts'

export interface StillNeeded extends Pick<Withdrawal, 'family' | 'action' | 'afterDays'> {
  mention: readonly string[]
  left: readonly LeftImage[]
  /** Of the slash command. */
  name: string
  /** Why it is in this channel and not its own; escaped already. */
  notice?: string
}

const REASONS = 5

/** To the owners: retired images that a rule wants disabled or deregistered, and that something still uses. */
export const renderStillNeeded = (view: StillNeeded): Message => {
  const { family, action, afterDays, mention, left, name, notice } = view
  const calls = mentionWords(mention).join(' ')
  const [are, them] = left.length === 1 ? ['is', 'it'] : ['are', 'them']
  const head = `⏳ ${calls === '' ? '' : `${calls} `}*${countWords(left.length, 'retired image')} of ${escapeText(family, 80)} ${are} still needed*`
  const reasons = reasonsOf(left)
    .slice(0, REASONS)
    .map(([why, some]) => `• ${escapeText(why, 200)}: ${escapeText(namesWords(some), 300)}`)
  return messageOf(
    [
      sectionPart(head),
      sectionPart(
        `The family’s rule wants to ${verbOf(action)} ${them} ${countWords(afterDays, 'day')} after the deprecation date. Nothing is suggested for ${them} while something uses ${them}, or while that is not known.`,
      ),
      sectionPart(reasons.join('\n')),
      ...(notice === undefined ? [] : [contextPart(`⚠️ ${notice}`)]),
      contextPart(
        `Replace what uses ${them}, or keep ${them}: ${code(`${name} keep <image> until <date>`)}. ${code(`${name} ${verbOf(action)} <image>`)} does it all the same. amiops looks again every few hours.`,
      ),
    ],
    { event_type: 'amiops_warning', event_payload: {} },
  )
}
