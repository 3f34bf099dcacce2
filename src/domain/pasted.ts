/**
 * The name of an AMI is plain ASCII, so none of these replacements changes a name.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html
 */
const REPLACED: readonly [what: RegExp, by: string][] = [
  // What Slack makes of a person or a user group: its id stays.
  [/<(?:@|!subteam\^)([A-Z0-9]{2,40})(?:\|[^>]*)?>/g, '$1'],
  // Slack escapes these three: https://docs.slack.dev/messaging/formatting-message-text#escaping
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
  [/&amp;/g, '&'],
  // Slack's composer and phones make quotes and dashes typographic.
  [/[“”„‟«»″]/g, '"'],
  [/[‘’‚‛‹›′]/g, "'"],
  [/[—―]/g, '--'],
  [/[\p{Pd}−]/gu, '-'],
  // A code span, and the brackets that Slack puts around a link and its label.
  [/[`´<>|]/g, ' '],
]

/** Format characters, combining marks and fillers: invisible characters that come with pasted text. */
const UNSEEN = /[\p{Cf}\p{Mn}\u115f\u1160\u3164\uffa0]/gu

/** The text that a person meant, without what an editor, a phone or a paste has changed in it. */
export const plainText = (text: string): string =>
  REPLACED.reduce((plain, [what, by]) => plain.replace(what, by), text)
    .normalize('NFKC')
    .replace(UNSEEN, '')
    .replace(/\p{Cc}/gu, ' ')

export interface Word {
  text: string
  /** Quoted words belong together, and are a name. */
  isQuoted: boolean
}

/** The words of a plain text; a quoted part is one word. */
export const wordsOf = (plain: string): Word[] =>
  [...plain.matchAll(/"([^"]*)"|'([^']*)'(?![^\s,;])|(\S+)/g)].map(([, double, single, bare]) => ({
    text: (double ?? single ?? bare ?? '').trim(),
    isQuoted: bare === undefined,
  }))

/** Eight digits for the oldest images, seventeen for all others; a dash of its own is not part of a longer name. A phone or a
 * person may have made two dashes of one. */
const IMAGE_ID = /(?<![0-9a-z-]_*)ami-+([0-9a-f]{17}|[0-9a-f]{8})(?!_*[0-9a-z-])/gi

const IS_IMAGE_ID = /^ami-(?:[0-9a-f]{17}|[0-9a-f]{8})$/

export const isImageId = (text: string): boolean => IS_IMAGE_ID.test(text)

/** The pattern of the ids that begin with this part of an id; undefined for anything else. */
export const idPatternOf = (text: string): string | undefined => {
  const [, digits] = /^(?:ami-)?([0-9a-f]{1,17})$/i.exec(text) ?? []
  const isPart = digits !== undefined && (/^ami-/i.test(text) || digits.length >= 8)
  return isPart ? `ami-${digits.toLowerCase()}*` : undefined
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export interface WordWithIds {
  ids: string[]
  /** The text around them: parts of an ARN, of a link to the console, of a key. */
  parts: string[]
}

/** The image ids in a word: alone, in an ARN, in a link to the console, between any signs. */
export const idsIn = ({ text, isQuoted }: Word): WordWithIds => {
  // A quoted text of several words is a name, whatever it holds.
  if (isQuoted && /\s/.test(text)) return { ids: [], parts: [] }
  const whole = decoded(text)
  const ids = [...whole.matchAll(IMAGE_ID)].map(([, digits = '']) => `ami-${digits.toLowerCase()}`)
  return { ids, parts: whole.replace(IMAGE_ID, ' ').split(/[^0-9A-Za-z-]+/) }
}
