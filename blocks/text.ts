/** Whatever comes from AWS or from people is data: these make it impossible for it to mention, link or lay out. */

/** Control characters, line breaks, and the invisible marks that turn, join or split text. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]+/gu

/** One readable line: nothing invisible, no lone surrogates, white space folded. */
export const toLine = (text: string): string =>
  text.toWellFormed().replace(UNSEEN, ' ').replace(/\s+/gu, ' ').trim()

/** At most `max` characters as Slack counts them (UTF-16), cut between characters and ended with an ellipsis. */
export const shorten = (text: string, max: number): string => {
  if (text.length <= max) return text
  const cut = text.slice(0, max - 1)
  const whole = /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut
  return `${whole.trimEnd()}…`
}

/** Slack's three: https://docs.slack.dev/messaging/formatting-message-text#escaping */
const escapeCharacter = (c: string): string =>
  c === '&' ? '&amp;' : c === '<' ? '&lt;' : c === '>' ? '&gt;' : c

/** Escapes for mrkdwn and for the top-level text, at most `max` characters afterwards, never cut inside an entity. */
export const escape = (text: string, max: number): string => {
  let escaped = ''
  for (const character of toLine(text)) {
    const next = escapeCharacter(character)
    if (escaped.length + next.length > max - 1) return `${escaped.trimEnd()}…`
    escaped += next
  }
  return escaped
}

/** Somebody else's words inside mrkdwn: in a code span nothing is bold, an emoji, a link or a mention. */
export const code = (text: string, max = 200): string => {
  const inner = escape(text.replaceAll('`', 'ˋ'), max)
  return inner === '' ? '—' : `\`${inner}\``
}
