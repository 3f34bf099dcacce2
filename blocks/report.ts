import type { KnownBlock } from '@slack/types'
import type { Activity, ActivityCount, Doer } from '../src/domain/activity.ts'
import { FLEET_STATUSES } from '../src/domain/fleet-status.ts'
import { type Report, type ReportedActivity, weeksBefore } from '../src/domain/report.ts'
import type { DayTotals } from '../src/domain/totals.ts'
import { whyWords } from './ec2-trouble.ts'
import { context, section } from './elements.ts'
import { statusParts } from './fleet-words.ts'
import { type Message, message } from './message.ts'
import { whoWords } from './principal.ts'
import { code, shorten } from './text.ts'
import { unreadNotes } from './unread-places.ts'
import { countWords, numberWords, personWords, timeWords, utcWords } from './words.ts'

const ACTIVITY_WORDS: Readonly<Record<Activity, { emoji: string; words: string }>> = {
  built: { emoji: '🟢', words: 'built' },
  copied: { emoji: '🟢', words: 'copied' },
  failed: { emoji: '🔴', words: 'failed' },
  promoted: { emoji: '🏷️', words: 'promoted' },
  rolledBack: { emoji: '↩️', words: 'rolled back' },
  enabled: { emoji: '🟢', words: 'enabled' },
  shared: { emoji: '🔗', words: 'sharing changed' },
  retired: { emoji: '🗓️', words: 'deprecation date changed' },
  scanned: { emoji: '🛡️', words: 'scan started' },
  disabled: { emoji: '🟡', words: 'disabled' },
  deregistered: { emoji: '⚫', words: 'deregistered' },
  restored: { emoji: '♻️', words: 'restored' },
}

/** How many are named in each line; the others are counted. */
const NAMED = 4

const doerWords = (who: Doer): string => {
  if (who === undefined) return 'unknown'
  return 'person' in who ? personWords(who.person, 'name') : whoWords(who.actor)
}

const activityLine = ({ activity, count, by }: ActivityCount): string => {
  const { emoji, words } = ACTIVITY_WORDS[activity]
  const named = by.slice(0, NAMED).map(one => `${doerWords(one.who)} ${numberWords(one.count)}`)
  const rest = by.slice(NAMED)
  const others = rest.reduce((sum, one) => sum + one.count, 0)
  const more = rest.length === 0 ? [] : [`${countWords(rest.length, 'other')} ${numberWords(others)}`]
  return `${emoji} *${numberWords(count)} ${words}* · by ${[...named, ...more].join(', ')}`
}

const activityNotes = ({ unreadable, readToMs }: ReportedActivity): string[] => [
  ...(readToMs === undefined
    ? []
    : [`⚠️ Too many changes to count all: these are up to ${timeWords(readToMs)}.`]),
  ...(unreadable === 0
    ? []
    : [`⚠️ Not counted: ${numberWords(unreadable)} of the audit log’s entries cannot be read.`]),
]

/** "+12 images (4%)", "no change in images", "−3 GiB (1%)". @param words a number with its unit */
const growthWords = (now: number, before: number, what: string, words: (count: number) => string): string => {
  const grown = Math.round(now) - Math.round(before)
  if (grown === 0) return `no change in ${what}`
  const percent = before === 0 ? '' : ` (${numberWords(Math.round((Math.abs(grown) / before) * 100))}%)`
  return `${grown > 0 ? '+' : '−'}${words(Math.abs(grown))}${percent}`
}

const SINCE = [
  { weeks: 1, words: 'a week' },
  { weeks: 4, words: '4 weeks' },
  { weeks: 12, words: '12 weeks' },
]

const growthLines = (totals: readonly DayTotals[], now: DayTotals): string[] => {
  const lines = SINCE.flatMap(({ weeks, words }) => {
    const before = weeksBefore(totals, weeks)
    return before === undefined
      ? []
      : [
          `In ${words}: ${growthWords(now.images, before.images, 'images', count => countWords(count, 'image'))}, ${growthWords(now.sizeGiB, before.sizeGiB, 'size', count => `${numberWords(count)} GiB`)}`,
        ]
  })
  return lines.length > 0 ? lines : ['Growth is shown once numbers of a week ago are known.']
}

const totalsLines = (totals: readonly DayTotals[]): string[] => {
  const now = totals.at(-1)
  if (!now) return ['Not known yet: the next scan counts them.']
  const { images, sizeGiB, dollars, unscanned } = now
  return [
    `${countWords(images, 'image')} · ${numberWords(Math.round(sizeGiB))} GiB · up to ~$${numberWords(Math.round(dollars))}/month (estimate)`,
    ...(unscanned === 0
      ? growthLines(totals, now)
      : [
          `⚠️ Not scanned yet, so not counted: ${numberWords(unscanned)} of the accounts and regions. Growth is shown once all are.`,
        ]),
  ]
}

interface Part {
  title: string
  lines: readonly string[]
  notes: readonly string[]
}

const partsOf = ({ activity, fleet, totals }: Report): Part[] => {
  const unread = (what: string, why: string): Part => ({
    title: what,
    lines: [`Couldn’t be read: ${whyWords(why)}.`],
    notes: [],
  })
  const changes = 'Changes, last 7 days'
  const freshness = 'Instances by the status of their image'
  const size = 'Images and cost'
  return [
    activity.known
      ? {
          title: changes,
          lines: activity.value.counts.length === 0 ? ['None.'] : activity.value.counts.map(activityLine),
          notes: activityNotes(activity.value),
        }
      : unread(changes, activity.why),
    fleet.known
      ? {
          title: freshness,
          lines: FLEET_STATUSES.some(status => fleet.value.counts[status] > 0)
            ? [statusParts(fleet.value.counts).join(' · ')]
            : ['No instances found.'],
          notes: unreadNotes(fleet.value.unread),
        }
      : unread(freshness, fleet.why),
    totals.known ? { title: size, lines: totalsLines(totals.value), notes: [] } : unread(size, totals.why),
  ]
}

const pictureParts = (picture: 'sent' | { refused: string } | undefined): Part[] => {
  if (picture === undefined) return []
  const words =
    picture === 'sent'
      ? 'The report was sent to you by direct message, with a picture of the last 12 weeks.'
      : `Slack did not take the picture of the report (${code(picture.refused, 60)}).`
  return [{ title: 'Picture', lines: [words], notes: [] }]
}

/** What is said beside the report itself. */
export interface ReportNotes {
  /** The outcome of the direct message with the picture; absent in that message itself. */
  picture?: 'sent' | { refused: string }
  /** Why it is in another channel than its own. */
  notice?: string
}

/** What happened, how fresh the fleet is, how it grew: all of it in words. */
export const renderReport = (report: Report, { picture, notice }: ReportNotes = {}): Message => {
  const parts = [...partsOf(report), ...pictureParts(picture)]
  const text = parts.map(
    ({ title, lines, notes }) =>
      `${title}: ${[...lines, ...notes]
        .map(line => line.replace(/\.$/, ''))
        .join('; ')
        .replaceAll('*', '')}`,
  )
  const whose =
    report.families === undefined
      ? ''
      : ` of ${shorten(report.families.map(one => code(one, 80)).join(', '), 500)}`
  const days = `${utcWords(report.fromMs).slice(0, 10)} to ${utcWords(report.toMs).slice(0, 10)}`
  const blocks = parts.flatMap(({ title, lines, notes }): KnownBlock[] => [
    section(shorten(`*${title}*\n${lines.join('\n')}`, 3000)),
    ...notes.map(note => context(shorten(note, 3000))),
  ])
  const warning = notice === undefined ? [] : [`⚠️ ${notice}`]
  return message([`Image report${whose}, ${days}`, ...text, ...warning].join('. '), [
    section(`📊 *Image report*${whose} · ${days}`),
    ...blocks,
    ...warning.map(words => context(words)),
  ])
}
