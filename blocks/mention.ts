import type { CardMention } from '../src/domain/record.ts'
import { escapeText } from './text.ts'

/** Whom a rule calls, in Slack's own syntax. The config's check has let only these forms through. */
export const mentionWords = (mention: readonly string[]): string[] =>
  mention.map(who =>
    who === 'here' || who === 'channel'
      ? `<!${who}>`
      : who.startsWith('S')
        ? `<!subteam^${who}>`
        : `<@${who}>`,
  )

/** "@on-call · rule: production failures": the first line of what calls somebody; of a rule that is not known, whom it calls. */
export const mentionLine = ({ who, rule }: CardMention): string =>
  [mentionWords(who).join(' '), ...(rule === '' ? [] : [`rule: ${escapeText(rule, 300)}`])].join(' · ')
