import * as v from 'valibot'
import type { Fault } from '../../kernel/faults.ts'
import { createRandom, type Random } from '../random.ts'

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))

/** Of all events, how many are lost, delivered twice, or overtaken by the next one. */
export const UnreliabilitySchema = v.strictObject({
  dropShare: share,
  doubleShare: share,
  swapShare: share,
  /** The same seed treats the same events the same way. */
  seed: v.pipe(v.number(), v.integer()),
})

export type Unreliability = v.InferOutput<typeof UnreliabilitySchema>

export const RELIABLE: Readonly<Unreliability> = { dropShare: 0, doubleShare: 0, swapShare: 0, seed: 1 }

type Irregularity = 'drop' | 'double' | 'swap'

export interface EventUnreliability {
  settings(): Unreliability
  /** Chance starts over. */
  configure(settings: Unreliability): void
  /** What happens to the next event of a kind; undefined if it is delivered once, in order. */
  decide(kind: string, fault: Fault | undefined): Irregularity | undefined
}

/** A fault decides for one event; without one, chance decides by the shares. */
export const createUnreliability = (): EventUnreliability => {
  let settings: Unreliability = { ...RELIABLE }
  // Each kind of event has random numbers of its own, so that other kinds don't change its outcome.
  const chances = new Map<string, Random>()
  const chanceOf = (kind: string): Random => {
    const random = chances.get(kind) ?? createRandom(settings.seed)
    chances.set(kind, random)
    return random
  }
  return {
    settings: () => ({ ...settings }),
    configure(next) {
      settings = { ...next }
      chances.clear()
    },
    decide(kind, fault) {
      const random = chanceOf(kind)
      if (fault?.drop) return 'drop'
      if (fault?.error === 'duplicate') return 'double'
      if (fault?.error === 'swap') return 'swap'
      if (random.chance(settings.dropShare)) return 'drop'
      if (random.chance(settings.doubleShare)) return 'double'
      return random.chance(settings.swapShare) ? 'swap' : undefined
    },
  }
}
