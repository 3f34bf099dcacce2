import type { Moment } from './no.ts'
import { noOf } from './no.ts'

/** What strikes a call: an error that the function can still catch, its death, after which it does nothing more, or the no
 * by which the other side itself says that it cannot now. */
export type End = 'an error' | 'death' | 'a no'

export interface Fate {
  /** Which call it strikes, the first being 1. */
  at: number
  /** Whether that call took effect. */
  moment: Moment
  end: End
}

class TooEarly extends Error {
  override name = 'TooEarly'
}

/** Watches the calls of ports, and strikes once as fate wants it. */
export const createMortal = (fate?: Fate) => {
  const called: string[] = []
  const effects: string[] = []
  let isDead = false

  const strike = (end: End, name: string, moment: Moment): unknown => {
    if (end === 'a no') return noOf(name, moment)
    if (end === 'death') isDead = true
    throw new TooEarly('The function ended too early, as the test wants it.')
  }

  const call = async (name: string, act: () => unknown): Promise<unknown> => {
    if (isDead) throw new TooEarly('A dead function does nothing.')
    called.push(name)
    const at = called.length
    if (fate?.at === at && fate.moment === 'before') return strike(fate.end, name, fate.moment)
    const result: unknown = await act()
    const hasEnded = fate !== undefined && at > fate.at
    if (!hasEnded && result !== false) effects.push(name)
    return fate?.at === at && fate.moment === 'after' ? strike(fate.end, name, fate.moment) : result
  }

  return {
    /** The names of all calls, in their order. */
    called,
    /** The names of those that took effect, up to the end. */
    effects,
    isDead: () => isDead,
    hasStruck: () => fate !== undefined && called.length >= fate.at,
    wrap<Port extends object>(name: string, port: Port): Port {
      return new Proxy(port, {
        get(target, key, receiver) {
          const member: unknown = Reflect.get(target, key, receiver)
          if (typeof member !== 'function') return member
          return (...args: unknown[]) =>
            call(`${name}.${String(key)}`, () => Reflect.apply(member, target, args))
        },
      })
    },
    /** The same for what gives many answers, each when it has arrived. */
    wrapParts<Parts extends object>(name: string, parts: Parts): Parts {
      const wrapped = Object.entries(parts).map(([part, answer]) => [
        part,
        call(`${name}.${part}`, () => answer),
      ])
      return Object.fromEntries(wrapped)
    },
  }
}

/** Every fate of a piece of work that makes so many calls. */
export const everyFate = (calls: number): Fate[] =>
  Array.from({ length: calls }, (_, i) => i + 1).flatMap(at =>
    (['before', 'after'] as const).flatMap(moment =>
      (['an error', 'death'] as const).map(end => ({ at, moment, end })),
    ),
  )

/** The same, and each no that the call knows: the calls as a run that nothing struck has made them. */
export const everyStrike = (called: readonly string[]): Fate[] => [
  ...everyFate(called.length),
  ...called.flatMap((name, i) =>
    (['before', 'after'] as const)
      .filter(moment => noOf(name, moment) !== undefined)
      .map((moment): Fate => ({ at: i + 1, moment, end: 'a no' })),
  ),
]
