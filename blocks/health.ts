import type { LastRun } from '../src/domain/fleet.ts'
import type { Depth, LastAnnounced, QueueName } from '../src/domain/health.ts'
import { context, section } from './elements.ts'
import { type Message, message } from './message.ts'
import { code } from './text.ts'
import { durationWords } from './words.ts'

/** A part that could not be found out stands as its reason. */
export interface HealthView {
  nowMs: number
  depths: readonly (readonly [QueueName, Depth])[]
  lastAnnounced: LastAnnounced | { why: string } | undefined
  lastRun: LastRun | { why: string } | undefined
  configVersion: string
}

const depthLine = ([queue, depth]: readonly [QueueName, Depth]): string => {
  if (depth.kind === 'unknown') return `❔ ${queue}: not known (${code(depth.why, 150)})`
  const all = depth.waiting + depth.underWay + depth.delayed
  if (queue.endsWith('dead letters')) return `${all > 0 ? '🔴' : '🟢'} ${queue}: ${all}`
  const more = [
    depth.underWay > 0 &&
      `${depth.underWay} under way or given back${queue === 'requests' ? ', this question among them' : ''}`,
    depth.delayed > 0 && `${depth.delayed} delayed`,
  ].filter(Boolean)
  return `🟢 ${queue}: ${depth.waiting} waiting${more.length > 0 ? `, ${more.join(', ')}` : ''}`
}

const lastEventLine = ({ lastAnnounced, nowMs }: HealthView): string => {
  if (!lastAnnounced) return '❔ Last event: none that amiops remembers'
  if ('why' in lastAnnounced) return `❔ Last event: not known (${code(lastAnnounced.why, 150)})`
  const { image, state, atMs, afterMs } = lastAnnounced
  return `📨 Last event: ${code(state, 20)} of ${code(image)}, told ${durationWords(nowMs - atMs)} ago, ${durationWords(afterMs)} after AWS's own time`
}

/** The schedule runs every five minutes: after three that did not come, something is wrong. */
const LATE_MS = 16 * 60_000

const runLine = ({ lastRun, nowMs }: HealthView): string => {
  if (!lastRun) return '❔ Last reconciliation: none that amiops remembers'
  if ('why' in lastRun) return `❔ Last reconciliation: not known (${code(lastRun.why, 150)})`
  const { startedAtMs, tookMs, images, places, of, failed } = lastRun
  const ageMs = nowMs - startedAtMs
  const emoji = failed > 0 || ageMs > LATE_MS ? '🔴' : '🟢'
  const trouble = failed > 0 ? `; EC2 could not be looked through in ${failed}` : ''
  return `${emoji} Last reconciliation: ${durationWords(ageMs)} ago, took ${durationWords(tookMs)}, ${images} images, ${places} of ${of} account-regions to their end${trouble}`
}

/** How amiops itself is. */
export const renderHealth = (view: HealthView): Message => {
  const lines = [
    ...view.depths.map(depthLine),
    lastEventLine(view),
    runLine(view),
    `⚙️ Config: ${code(view.configVersion)}`,
  ]
  const note =
    'SQS counts approximately. CloudWatch raises an alarm when a message has waited for five minutes.'
  return message(`How amiops is. ${lines.join('. ')}. ${note}`, [
    section(`*How amiops is*\n${lines.join('\n')}`),
    context(note),
  ])
}
