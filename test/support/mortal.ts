/** How a function ends too early: by an error that it can still catch, or by death, after which it does nothing more. */
export type End = 'an error' | 'death'
export type Moment = 'before' | 'after'

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

  const strike = (end: End): never => {
    if (end === 'death') isDead = true
    throw new TooEarly('The function ended too early, as the test wants it.')
  }

  return {
    /** The names of all calls, in their order. */
    called,
    /** The names of those that took effect, up to the end. */
    effects,
    hasStruck: () => fate !== undefined && called.length >= fate.at,
    wrap<Port extends object>(name: string, port: Port): Port {
      return new Proxy(port, {
        get(target, key, receiver) {
          const member: unknown = Reflect.get(target, key, receiver)
          if (typeof member !== 'function') return member
          return async (...args: unknown[]): Promise<unknown> => {
            if (isDead) throw new TooEarly('A dead function does nothing.')
            called.push(`${name}.${String(key)}`)
            const at = called.length
            if (fate?.at === at && fate.moment === 'before') strike(fate.end)
            const result: unknown = await Reflect.apply(member, target, args)
            const hasEnded = fate !== undefined && at > fate.at
            if (!hasEnded && result !== false) effects.push(`${name}.${String(key)}`)
            if (fate?.at === at && fate.moment === 'after') strike(fate.end)
            return result
          }
        },
      })
    },
  }
}

export type Mortal = ReturnType<typeof createMortal>

/** Every fate of a piece of work that makes so many calls. */
export const everyFate = (calls: number): Fate[] =>
  Array.from({ length: calls }, (_, i) => i + 1).flatMap(at =>
    (['before', 'after'] as const).flatMap(moment =>
      (['an error', 'death'] as const).map(end => ({ at, moment, end })),
    ),
  )
