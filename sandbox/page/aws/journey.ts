import type { MomentLine } from './aws-model.ts'
import { imagesOf } from './moment-words.ts'

/** One step of a journey; what a function or a click set off stands deeper. */
export interface Step {
  moment: MomentLine
  startMs: number
  depth: number
}

/** Clocks tell whole milliseconds: a call at the very edge of a function's run is still the function's. */
const EDGE_MS = 1

const startOf = ({ atMs, tookMs = 0 }: MomentLine): number => atMs - tookMs

const isSpan = (moment: MomentLine) =>
  moment.tookMs !== undefined && (moment.service === 'lambda' || moment.service === 'slack')

/** A function's run, not a call that it makes. */
const isRun = ({ service, invocation }: MomentLine) => service === 'lambda' && invocation !== undefined

const isQueueWorker = ({ title }: MomentLine) => / got \d+ messages? of /.test(title)

const isWithin = (parent: MomentLine, child: MomentLine) =>
  startOf(child) >= startOf(parent) - EDGE_MS && child.atMs <= parent.atMs + EDGE_MS

/** Slack gives up after three seconds, and the function that it called goes on. */
const startsWithin = (parent: MomentLine, child: MomentLine) =>
  startOf(child) >= startOf(parent) - EDGE_MS && startOf(child) <= parent.atMs + EDGE_MS

/** An image has many journeys; an event, a request or a message has one. */
const isOneJourney = (key: string) => !key.startsWith('ami-')

const shareKey = (a: MomentLine, b: MomentLine, isMeant: (key: string) => boolean = () => true) =>
  a.about.some(key => isMeant(key) && b.about.includes(key))

/** What may have set a moment off: a function its calls, a person's gesture the function that answers it. */
const mayCause = (parent: MomentLine, child: MomentLine): boolean => {
  if (parent.id === child.id) return false
  if (parent.service === 'slack')
    return child.service === 'lambda' && !isQueueWorker(child) && startsWithin(parent, child)
  if (!isWithin(parent, child)) return false
  // The worker starts in the very millisecond in which its message is sent: it did not send that message.
  if (child.service === 'sqs' && isQueueWorker(parent) && shareKey(parent, child, isOneJourney)) return false
  return child.service !== 'lambda' && child.service !== 'eventbridge' && !isSpan(child)
}

const isOutside = ({ title }: MomentLine) => title.includes('outside Slack')

/**
 * A function's calls carry the invocation that made them. Who set off a function is found as an operator would find it: what ran
 * at that time and is about the same thing, or was alone.
 */
const findParents = (moments: readonly MomentLine[]): Map<number, MomentLine> => {
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

const byStart = (a: MomentLine, b: MomentLine): number => startOf(a) - startOf(b) || a.id - b.id

const pushTo = <Key>(map: Map<Key, MomentLine[]>, key: Key, moment: MomentLine) => {
  const all = map.get(key)
  if (all) all.push(moment)
  else map.set(key, [moment])
}

/** The moments, how they hang together, and each one's journey. */
export const createJourneys = (moments: readonly MomentLine[]) => {
  const parents = findParents(moments)
  const children = new Map<number, MomentLine[]>()
  const byKey = new Map<string, MomentLine[]>()
  for (const moment of moments) {
    const parent = parents.get(moment.id)
    if (parent) pushTo(children, parent.id, moment)
    for (const key of moment.about) if (isOneJourney(key)) pushTo(byKey, key, moment)
  }

  /** Everything tied to `start`. In a batch of many images the others' journeys are left out. */
  const reach = (start: MomentLine, imageId: string | undefined): MomentLine[] => {
    const found = new Map<number, MomentLine>()
    const open = [start]
    for (let moment = open.pop(); moment; moment = open.pop()) {
      const images = imagesOf(moment)
      if (found.has(moment.id) || (imageId && images.length > 0 && !images.includes(imageId))) continue
      found.set(moment.id, moment)
      const parent = parents.get(moment.id)
      if (parent) open.push(parent)
      open.push(...(children.get(moment.id) ?? []))
      // A batch of many images is a crossing: only what leads to it belongs here, not where its other keys lead.
      if (imageId && images.length > 1) continue
      for (const key of moment.about) if (isOneJourney(key)) open.push(...(byKey.get(key) ?? []))
    }
    return [...found.values()]
  }

  /** A function's calls stand below it, before whatever began after it. */
  const toSteps = (all: readonly MomentLine[]): Step[] => {
    const here = new Set(all.map(({ id }) => id))
    const walk = (moment: MomentLine, depth: number): Step[] => [
      { moment, startMs: startOf(moment), depth },
      ...(children.get(moment.id) ?? [])
        .filter(child => here.has(child.id))
        .sort(byStart)
        .flatMap(child => walk(child, depth + 1)),
    ]
    return all
      .filter(moment => !here.has(parents.get(moment.id)?.id ?? -1))
      .sort(byStart)
      .flatMap(moment => walk(moment, 0))
  }

  /** The image that a moment is about, or what set it off. */
  const imageOf = (moment: MomentLine): string | undefined => {
    const images = imagesOf(moment)
    if (images.length > 0) return images.length === 1 ? images[0] : undefined
    const parent = parents.get(moment.id)
    return parent && imageOf(parent)
  }

  return {
    /** The journey that a moment is part of, in the order in which things began. */
    ofMoment: (moment: MomentLine): Step[] => toSteps(reach(moment, imageOf(moment))),
    /** The journeys of an image, oldest first. */
    ofImage(imageId: string): Step[][] {
      const seen = new Set<number>()
      return moments
        .filter(moment => imagesOf(moment).includes(imageId))
        .flatMap(moment => {
          if (seen.has(moment.id)) return []
          const steps = toSteps(reach(moment, imageId))
          for (const step of steps) seen.add(step.moment.id)
          return [steps]
        })
        .sort((a, b) => (a[0]?.startMs ?? 0) - (b[0]?.startMs ?? 0))
    },
  }
}
