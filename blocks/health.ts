import type { ConfigTrouble } from '../src/domain/config-in-use.ts'
import type { Depth, LastAnnounced, QueueName } from '../src/domain/health.ts'
import type { LastRun } from '../src/domain/scan-summary.ts'
import { context, section } from './elements.ts'
import { type GoldenHealthView, goldenLines, goldenProblems } from './golden-health.ts'
import { type Message, message } from './message.ts'
import { type PlaceHealthView, placeProblems } from './place-health.ts'
import { code, escapeText } from './text.ts'
import { channelWords, durationWords, STATE_WORDS } from './words.ts'

/** A part that could not be read is shown as the reason. */
export interface HealthView {
  nowMs: number
  depths: readonly (readonly [QueueName, Depth])[]
  lastAnnounced: (LastAnnounced & { name?: string }) | { why: string } | undefined
  lastRun: LastRun | { why: string } | undefined
  places?: PlaceHealthView
  configVersion: string
  configTrouble?: ConfigTrouble
  /** Where dead letters are announced, as the config names it. */
  noticeChannel: string
  /** Of the command alone. */
  golden?: GoldenHealthView
}

/** What is wrong, and what to do. */
interface Problem {
  what: string
  todo: string
}

/** The schedule runs every five minutes: after three missing runs something is wrong. */
const LATE_MS = 16 * 60_000

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

const allIn = (depth: Extract<Depth, { kind: 'known' }>): number =>
  depth.waiting + depth.underWay + depth.delayed

const isDeadLetters = (queue: QueueName): boolean => queue.endsWith('dead letters')

const queueProblems = ({ depths, noticeChannel }: HealthView): Problem[] =>
  depths.flatMap(([queue, depth]): Problem[] => {
    if (depth.kind === 'unknown')
      return [
        {
          what: `The queue of ${queue} couldn’t be read (${code(depth.why, 150)}).`,
          todo: 'check the function’s permission for SQS and the queue’s address in its environment.',
        },
      ]
    const count = allIn(depth)
    if (!isDeadLetters(queue) || count === 0) return []
    return [
      {
        what: `${plural(count, queue.startsWith('events') ? 'event' : 'request')} could not be ${queue.startsWith('events') ? 'delivered' : 'processed'}.`,
        todo: `see the cause in ${channelWords(noticeChannel)}, fix it, then run ${code('npm run redrive')}.`,
      },
    ]
  })

const runProblems = ({ lastRun, nowMs }: HealthView): Problem[] => {
  if (!lastRun) return []
  if ('why' in lastRun)
    return [
      {
        what: `The last reconciliation couldn’t be read (${code(lastRun.why, 150)}).`,
        todo: 'check DynamoDB and the function’s log.',
      },
    ]
  const ageMs = nowMs - lastRun.startedAtMs
  return [
    ...(ageMs > LATE_MS
      ? [
          {
            what: `The last reconciliation was ${durationWords(ageMs)} ago; it runs every 5 min.`,
            todo: 'check the log of the function `schedule`.',
          },
        ]
      : []),
  ]
}

/** How many faults are shown; `npm run doctor` lists all of them. */
const SHOWN_FAULTS = 3

const configProblems = ({ configTrouble, configVersion, nowMs }: HealthView): Problem[] => {
  if (!configTrouble) return []
  const { name, faults, sinceMs } = configTrouble
  const shown = faults.slice(0, SHOWN_FAULTS).map(fault => `• ${code(fault, 300)}`)
  const rest = faults.length > SHOWN_FAULTS ? [`• … and ${faults.length - SHOWN_FAULTS} more`] : []
  return [
    {
      what: `The config in ${code(name, 150)} couldn’t be used ${durationWords(nowMs - sinceMs)} ago; the last good one, ${code(configVersion)}, stays in use.`,
      todo: ['correct it and upload it again. It is read within a minute.', ...shown, ...rest].join('\n'),
    },
  ]
}

/** A message has room for fifty blocks. */
const SHOWN_PROBLEMS = 20

const queueLine = ([queue, depth]: readonly [QueueName, Depth]): string => {
  if (depth.kind === 'unknown') return `${queue}: not known`
  if (isDeadLetters(queue)) return `${queue}: ${allIn(depth)}`
  // The message with this question is one of them.
  const own = queue === 'requests' && depth.underWay > 0 ? ' (including this one)' : ''
  const parts = [
    `${depth.waiting} queued`,
    `${depth.underWay} in progress${own}`,
    depth.delayed > 0 ? `${depth.delayed} delayed` : undefined,
  ]
  return `${queue}: ${parts.filter(part => part !== undefined).join(', ')}`
}

const lastEventLine = ({ lastAnnounced, nowMs }: HealthView): string => {
  if (!lastAnnounced) return '*Last event* none recorded yet'
  if ('why' in lastAnnounced) return `*Last event* not known (${code(lastAnnounced.why, 150)})`
  const { image, name, state, atMs, afterMs } = lastAnnounced
  const { emoji, word } = STATE_WORDS[state as keyof typeof STATE_WORDS] ?? STATE_WORDS.unknown
  const called = name ?? image.split('/').at(-1) ?? image
  return `*Last event* ${emoji} ${word}: ${escapeText(called, 140)}, ${durationWords(nowMs - atMs)} ago, delivered ${durationWords(afterMs)} after AWS sent it`
}

const runLine = ({ lastRun, nowMs }: HealthView): string => {
  if (!lastRun) return '*Last reconciliation* none yet; it runs every 5 min'
  if ('why' in lastRun) return '*Last reconciliation* not known'
  const { startedAtMs, tookMs, images, places, of, underWay } = lastRun
  const parts = [
    `${durationWords(nowMs - startedAtMs)} ago`,
    `${places}/${of} regions scanned`,
    ...(underWay > 0 ? [`${underWay} under way`] : []),
    plural(images, 'image'),
    `took ${durationWords(tookMs)}`,
  ]
  return `*Last reconciliation* ${parts.join(', ')}`
}

const problemsOf = (view: HealthView): Problem[] => [
  ...configProblems(view),
  ...queueProblems(view),
  ...runProblems(view),
  ...(view.places ? placeProblems(view.places) : []),
  ...(view.golden ? goldenProblems(view.golden) : []),
]

/** So many accounts and regions of each kind are named on a Home. */
const NAMED_ON_HOME = 2

/** The result in a line for each problem, without what to do. */
export const healthLines = (view: HealthView): string[] => {
  const problems = problemsOf({
    ...view,
    ...(view.places && { places: { ...view.places, shown: NAMED_ON_HOME } }),
  })
  return problems.length === 0
    ? ['✅ Healthy']
    : problems.slice(0, SHOWN_PROBLEMS).map(({ what }) => `⚠️ ${what}`)
}

const moreProblems = (problems: readonly Problem[]): string[] => {
  const more = problems.length - SHOWN_PROBLEMS
  return more > 0 ? [`⚠️ *${plural(more, 'more problem')}* not shown. Fix these first.`] : []
}

/** For a screen reader: each part ends as a sentence, and no formatting. */
const inWords = (parts: readonly string[]): string =>
  parts
    .map(part => part.replaceAll('\n', ' ').replaceAll('*', ''))
    .map(part => (/[.!?]$/.test(part) ? part : `${part}.`))
    .join(' ')

/** The result first: healthy, or what is wrong and what to do; then the numbers. */
export const renderHealth = (view: HealthView): Message => {
  const problems = problemsOf(view)
  const verdicts =
    problems.length === 0
      ? ['✅ *Healthy*']
      : [
          ...problems.slice(0, SHOWN_PROBLEMS).map(({ what, todo }) => `⚠️ *${what}*\nDo this: ${todo}`),
          ...moreProblems(problems),
        ]
  const lines = [
    `*Queues* ${view.depths.map(queueLine).join(' · ')}`,
    lastEventLine(view),
    runLine(view),
    ...(view.golden ? goldenLines(view.golden) : []),
    `*Config* ${code(view.configVersion)}`,
  ]
  const note = 'Service health. Queue counts are approximate; the alarm fires after 5 min.'
  return message(inWords([...verdicts, ...lines, note]), [
    ...verdicts.map(verdict => section(verdict)),
    section(lines.join('\n')),
    context(note),
  ])
}
