import type { CardMention } from '../src/domain/record.ts'
import { escapeText } from './text.ts'

/** Whom a rule mentions, in Slack's own syntax. The config's check allows only these forms. */
export const mentionWords = (mention: readonly string[]): string[] =>
  mention.map(who =>
    who === 'here' || who === 'channel'
      ? `<!${who}>`
      : who.startsWith('S')
        ? `<!subteam^${who}>`
        : `<@${who}>`,
  )

/** "@on-call · rule: production failures": the first line of a message that mentions somebody; without a known rule, only the people. */
export const mentionLine = ({ who, rule }: CardMention): string =>
  [mentionWords(who).join(' '), ...(rule === '' ? [] : [`rule: ${escapeText(rule, 300)}`])].join(' · ')
