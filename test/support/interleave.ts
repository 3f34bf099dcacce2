/** Runs something else once, right after the call with number `at` of the wrapped ports, the first being 1. */
export const createInterleave = (at: number, happens: () => Promise<unknown>) => {
  let called = 0
  return {
    /** Whether so many calls were made. */
    hasHappened: () => called >= at,
    wrap: <Port extends object>(port: Port): Port =>
      new Proxy(port, {
        get(target, key, receiver) {
          const member: unknown = Reflect.get(target, key, receiver)
          if (typeof member !== 'function') return member
          return async (...args: unknown[]) => {
            const result: unknown = await Reflect.apply(member, target, args)
            if (++called === at) await happens()
            return result
          }
        },
      }),
  }
}
