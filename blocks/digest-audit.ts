import type { Digest } from '../src/domain/digest.ts'
import { headlineWords, impactParts, kindEmoji } from './digest-words.ts'
import { section } from './elements.ts'
import { type Message, message } from './message.ts'
import { channelWords } from './words.ts'

/**
 * One line for the audit channel once a burst has ended: how many changes of which kind, by whom, and the link to the digest. Mentions
 * nobody.
 */
export const renderDigestAudit = (digest: Digest): Message => {
  const { people, impact, channel } = digest
  const inSlack = Object.keys(people.counts).length > 0
  const line = [
    `${inSlack ? '👤' : '🌍 Outside Slack'} · ${kindEmoji(digest)}${headlineWords(digest)}`,
    ...(impact ? impactParts(impact) : []),
    `digest in ${channelWords(channel)}`,
  ].join(' · ')
  return message(line, [section(line)])
}
