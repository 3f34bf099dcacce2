import { whyWords } from './ec2-trouble.ts'
import { escapeText } from './text.ts'
import { countWords } from './words.ts'

/** An account and region that could not be read: it is missing from the counts. */
export interface UnreadPlace {
  what: 'instances' | 'images'
  /** The account's alias or id, and the region. */
  where: string
  /** The error's code. */
  why: string
}

/** An account with as many of its regions as could not be read for the same reason. */
interface UnreadAccount {
  name: string
  regions: string[]
}

const NAMED = 20

/** "staging us-east-1", "staging (5 regions)" */
const accountWords = ({ name, regions }: UnreadAccount): string =>
  escapeText(regions.length === 1 ? `${name} ${regions[0]}` : `${name} (${regions.length} regions)`, 100)

const byReason = (unread: readonly UnreadPlace[]): Map<string, UnreadAccount[]> => {
  const reasons = new Map<string, Map<string, UnreadAccount>>()
  for (const { where, why } of unread) {
    const end = where.lastIndexOf(' ')
    const name = where.slice(0, end)
    const accounts = reasons.get(why) ?? new Map<string, UnreadAccount>()
    const account = accounts.get(name) ?? { name, regions: [] }
    account.regions.push(where.slice(end + 1))
    reasons.set(why, accounts.set(name, account))
  }
  return new Map([...reasons].map(([why, accounts]) => [why, [...accounts.values()]]))
}

/** "staging us-east-1, lab (5 regions): no answer in time; test us-east-1: throttled; and 12 more accounts and regions" */
const listWords = (unread: readonly UnreadPlace[]): string => {
  let room = NAMED
  let left = unread.length
  const reasons: string[] = []
  for (const [why, accounts] of byReason(unread)) {
    const named = accounts.slice(0, room)
    if (named.length === 0) break
    room -= named.length
    left -= named.reduce((sum, { regions }) => sum + regions.length, 0)
    reasons.push(`${named.map(accountWords).join(', ')}: ${whyWords(why)}`)
  }
  const more =
    left === 0 ? [] : [`and ${countWords(left, 'more account and region', 'more accounts and regions')}`]
  return [...reasons, ...more].join('; ')
}

const unreadWords = (unread: readonly UnreadPlace[], what: UnreadPlace['what']): string[] => {
  const some = unread.filter(one => one.what === what)
  if (some.length === 0) return []
  return [
    what === 'instances'
      ? `⚠️ Not counted: instances of ${listWords(some)}.`
      : `⚠️ Not compared with: images of ${listWords(some)}. Newer builds may be there.`,
  ]
}

/** What is missing from an answer, and why. */
export const unreadNotes = (unread: readonly UnreadPlace[]): string[] => [
  ...unreadWords(unread, 'instances'),
  ...unreadWords(unread, 'images'),
]
