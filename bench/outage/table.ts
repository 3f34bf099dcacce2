import { type OutageResult, runOutage } from './experiment.ts'
import { OUTAGES, type OutageKind } from './kinds.ts'

const MINUTES = 60
const WITHIN_MINUTES = 10

const HEADS = [
  'dependency',
  'failure',
  'minutes',
  'sent',
  'announced',
  'lost',
  'duplicated',
  'dead letters',
  'last one, minutes after recovery',
  'invocations for each message',
  'calls of on-call',
  'asked by people',
  'left in silence',
  'as it must be',
]

const isAsItMustBe = (result: OutageResult): boolean =>
  result.announced === result.sent &&
  result.duplicated === 0 &&
  result.deadLettered === 0 &&
  (result.lastAfterMinutes ?? Number.POSITIVE_INFINITY) <= WITHIN_MINUTES &&
  result.calls === 1 &&
  result.silent === 0

const cellsOf = ({ dependency, failure }: OutageKind, result: OutageResult): string[] => [
  dependency,
  failure,
  ...[
    result.minutes,
    result.sent,
    result.announced,
    result.lost,
    result.duplicated,
    result.deadLettered,
    result.lastAfterMinutes ?? '-',
    result.invocationsPerMessage.toFixed(1),
    result.calls,
    result.asked,
    result.silent,
  ].map(String),
  isAsItMustBe(result) ? 'yes' : '**no**',
]

/** Every kind of outage for an hour, one after another, as a Markdown table. */
export const measureOutages = async (): Promise<string> => {
  const lines = [HEADS, HEADS.map(() => '---')]
  for (const kind of OUTAGES) {
    console.error(`measuring ${kind.dependency}: ${kind.failure} …`)
    lines.push(cellsOf(kind, await runOutage(kind, MINUTES)))
    console.error(`| ${lines.at(-1)?.join(' | ')} |`)
  }
  return lines.map(line => `| ${line.join(' | ')} |`).join('\n')
}
