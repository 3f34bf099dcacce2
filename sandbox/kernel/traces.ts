import { findParents } from './find-parents.ts'
import { imagesOf, isOneTrace, type MomentLine, startOf } from './moment.ts'

/** One step of a trace; what a function or a click set off stands deeper. */
export interface Step {
  moment: MomentLine
  startMs: number
  depth: number
}

const byStart = (a: MomentLine, b: MomentLine): number => startOf(a) - startOf(b) || a.id - b.id

const pushTo = <Key>(map: Map<Key, MomentLine[]>, key: Key, moment: MomentLine) => {
  const all = map.get(key)
  if (all) all.push(moment)
  else map.set(key, [moment])
}

/** How many moments some traces have; one may be part of several. */
export const countEvents = (traces: readonly (readonly Step[])[]): number =>
  new Set(traces.flat().map(({ moment }) => moment.id)).size

/** The entries, their connections, and the trace of each: from the click or event that began it to its end. */
export const createTraces = (moments: readonly MomentLine[]) => {
  const parents = findParents(moments)
  const children = new Map<number, MomentLine[]>()
  const byKey = new Map<string, MomentLine[]>()
  for (const moment of moments) {
    const parent = parents.get(moment.id)
    if (parent) pushTo(children, parent.id, moment)
    for (const key of moment.about) if (isOneTrace(key)) pushTo(byKey, key, moment)
  }

  /**
   * The entries that one is connected to directly. A batch of many images connects the traces of all of them, so its keys are
   * followed only to entries about the wanted image alone, and only if the trace came to the batch from one of its own calls.
   */
  const tiesOf = (moment: MomentLine, from: MomentLine | undefined, imageId: string | undefined) => {
    const parent = parents.get(moment.id)
    const direct = [...(parent ? [parent] : []), ...(children.get(moment.id) ?? [])]
    const isBatch = imageId !== undefined && imagesOf(moment).length > 1
    if (isBatch && (!from || parents.get(from.id) !== moment)) return direct
    const alike = moment.about.filter(isOneTrace).flatMap(key => byKey.get(key) ?? [])
    return [...direct, ...(isBatch ? alike.filter(other => imagesOf(other).join() === imageId) : alike)]
  }

  /**
   * Everything that is connected to `start`, the nearest first, each with the entry that led to it. Traces of other images in
   * a batch are left out.
   */
  const reach = (start: MomentLine, imageId: string | undefined): Map<MomentLine, MomentLine | undefined> => {
    const found = new Map<MomentLine, MomentLine | undefined>([[start, undefined]])
    for (const [moment, from] of found) {
      for (const tie of tiesOf(moment, from, imageId)) {
        const images = imagesOf(tie)
        const isForeign = imageId !== undefined && images.length > 0 && !images.includes(imageId)
        if (!isForeign && !found.has(tie)) found.set(tie, moment)
      }
    }
    return found
  }

  /** A function's calls follow it, before anything that began after it. */
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
    /** The trace that a moment is part of, in the order in which things began. */
    ofMoment: (moment: MomentLine): Step[] => toSteps([...reach(moment, imageOf(moment)).keys()]),
    /** The traces of an image, oldest first. */
    ofImage(imageId: string): Step[][] {
      const seen = new Set<number>()
      return moments
        .filter(moment => imagesOf(moment).includes(imageId))
        .flatMap(moment => {
          if (seen.has(moment.id)) return []
          const steps = toSteps([...reach(moment, imageId).keys()])
          for (const step of steps) seen.add(step.moment.id)
          return [steps]
        })
        .sort((a, b) => (a[0]?.startMs ?? 0) - (b[0]?.startMs ?? 0))
    },
    /** From a moment to the nearest one of its trace that `isWanted`, both included; nothing where there is none. */
    pathFrom(start: MomentLine, isWanted: (moment: MomentLine) => boolean): MomentLine[] {
      const found = reach(start, imageOf(start))
      const path: MomentLine[] = []
      for (let at = [...found.keys()].find(isWanted); at; at = found.get(at)) path.push(at)
      return path
    },
  }
}
