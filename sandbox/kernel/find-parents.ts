import { isOneTrace, isOutside, isSpan, type MomentLine, startOf } from './moment.ts'

/** Clocks tell whole milliseconds: a call at the very edge of a function's run is still the function's. */
const EDGE_MS = 1

/** A function's run, not a call that it makes. */
const isRun = ({ service, invocation }: MomentLine) => service === 'lambda' && invocation !== undefined

const isQueueWorker = ({ title }: MomentLine) => / got \d+ messages? of /.test(title)

const isWithin = (parent: MomentLine, child: MomentLine) =>
  startOf(child) >= startOf(parent) - EDGE_MS && child.atMs <= parent.atMs + EDGE_MS

/** Slack gives up after three seconds, and the function that it called goes on. */
const startsWithin = (parent: MomentLine, child: MomentLine) =>
  startOf(child) >= startOf(parent) - EDGE_MS && startOf(child) <= parent.atMs + EDGE_MS

const shareKey = (a: MomentLine, b: MomentLine, isMeant: (key: string) => boolean = () => true) =>
  a.about.some(key => isMeant(key) && b.about.includes(key))

/** Whether one entry can be the cause of another: a function of its calls, a person's action of the function that answers it. */
const mayCause = (parent: MomentLine, child: MomentLine): boolean => {
  if (parent.id === child.id) return false
  if (parent.service === 'slack')
    return child.service === 'lambda' && !isQueueWorker(child) && startsWithin(parent, child)
  if (!isWithin(parent, child)) return false
  // The worker starts in the very millisecond in which its message is sent: it did not send that message.
  if (child.service === 'sqs' && isQueueWorker(parent) && shareKey(parent, child, isOneTrace)) return false
  return child.service !== 'lambda' && child.service !== 'eventbridge' && !isSpan(child)
}

/**
 * The cause of each entry, by id. A function's calls carry the invocation that made them. The cause of a function is found by
 * time: what ran then and is about the same thing, or the only thing that ran.
 */
export const findParents = (moments: readonly MomentLine[]): Map<number, MomentLine> => {
  const spans = moments.filter(isSpan)
  const runs = new Map(spans.flatMap(span => (isRun(span) ? [[span.invocation, span] as const] : [])))
  const parents = new Map<number, MomentLine>()
  for (const moment of moments) {
    if (isOutside(moment)) continue
    const run = isRun(moment) ? undefined : runs.get(moment.invocation)
    if (run) {
      parents.set(moment.id, run)
      continue
    }
    const possible = spans.filter(span => mayCause(span, moment))
    const alike = possible.filter(span => shareKey(span, moment))
    const parent = alike.at(-1) ?? (possible.length === 1 ? possible[0] : undefined)
    if (parent) parents.set(moment.id, parent)
  }
  return parents
}
