/** Chance that repeats itself: the same seed gives the same numbers. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  next(): number
  /** A whole number, both ends included. */
  between(low: number, high: number): number
  pick<Item>(items: readonly Item[]): Item
  /** True with this probability, from 0 to 1. */
  chance(share: number): boolean
}

/** mulberry32: 32 bits of state, quick, and even enough for a demonstration. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick<Item>(items: readonly Item[]): Item {
      const picked = items[Math.floor(next() * items.length)]
      if (picked === undefined) throw new Error('Expected something to pick from.')
      return picked
    },
    chance: share => next() < share,
  }
}
