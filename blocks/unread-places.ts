import { whyWords } from './ec2-trouble.ts'
import { escapeText } from './text.ts'

/** An account and region that could not be read: it is missing from the counts. */
export interface UnreadPlace {
  what: 'instances' | 'images'
  /** The account's alias or id, and the region. */
  where: string
  /** The error's code. */
  why: string
}

const NAMED = 20

const unreadWords = (unread: readonly UnreadPlace[], what: UnreadPlace['what']): string[] => {
  const some = unread.filter(one => one.what === what)
  if (some.length === 0) return []
  const listed = some
    .slice(0, NAMED)
    .map(({ where, why }) => `${escapeText(where, 100)}: ${whyWords(why)}`)
    .join('; ')
  const more = some.length > NAMED ? `; and ${some.length - NAMED} more` : ''
  return [
    what === 'instances'
      ? `⚠️ Not counted: instances of ${listed}${more}.`
      : `⚠️ Not compared with: images of ${listed}${more}. Newer builds may be there.`,
  ]
}

/** What is missing from an answer, and why. */
export const unreadNotes = (unread: readonly UnreadPlace[]): string[] => [
  ...unreadWords(unread, 'instances'),
  ...unreadWords(unread, 'images'),
]
