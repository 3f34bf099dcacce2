/** Node's `Date` on the sandbox's clock, for code that reads the time from `Date`. */
export const createOwnDate = (nowMs: () => number): DateConstructor =>
  new Proxy(Date, {
    // Called without `new`, `Date` returns a text and ignores its arguments.
    apply: () => new Date(nowMs()).toString(),
    construct: (target, parameters, newTarget) =>
      Reflect.construct(target, parameters.length === 0 ? [nowMs()] : parameters, newTarget),
    get: (target, name) => (name === 'now' ? nowMs : Reflect.get(target, name)),
  })
