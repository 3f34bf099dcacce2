/** Everything from AWS and from people is data: these functions keep it from mentioning, linking or formatting anything. */

/** Control and format characters (bidi overrides, zero-width marks, tags), line breaks, private use, and fillers that
 * look like nothing. */
const UNSEEN = /(?:[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]|\u034f|\u115f|\u1160|\u3164|\uffa0)+/gu

/** Nothing longer is shown, so the rest of a hostile megabyte is not even read. */
const MAX_READ = 20_000

/** One readable line: nothing invisible, no lone surrogates, white space folded. */
export const toLine = (text: string): string =>
  text.slice(0, MAX_READ).toWellFormed().replace(UNSEEN, ' ').replace(/\s+/gu, ' ').trim()

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
export const escapeText = (text: string, max: number): string => {
  const pieces = [...toLine(text)].map(escapeCharacter)
  const whole = pieces.join('')
  if (whole.length <= max) return whole
  let kept = ''
  for (const piece of pieces) {
    if (kept.length + piece.length > max - 1) break
    kept += piece
  }
  return `${kept.trimEnd()}…`
}

/** Somebody else's words inside mrkdwn: in a code span nothing is bold, an emoji, a link or a mention. */
export const code = (text: string, max = 200): string => {
  const inner = escapeText(text.replaceAll('`', 'ˋ'), max)
  return inner === '' ? '—' : `\`${inner}\``
}

/** Text from outside within a line of ours, in quotation marks that it can't close, so that it can't fake the rest of the line. */
export const quoted = (text: string, max: number): string =>
  `“${escapeText(text.replace(/[“”"`]/g, "'"), max)}”`

/** Plain text again, without the marks of code spans: for texts that are saved, and escaped when they are shown. */
export const unescapeText = (mrkdwn: string): string =>
  mrkdwn.replaceAll('`', '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
