/** Node's `Date`, on a clock of one's own: for code that asks no clock for the time. */
export const createOwnDate = (nowMs: () => number): DateConstructor =>
  new Proxy(Date, {
    // Without `new` it gives a text, whatever it is given.
    apply: () => new Date(nowMs()).toString(),
    construct: (target, parameters, newTarget) =>
      Reflect.construct(target, parameters.length === 0 ? [nowMs()] : parameters, newTarget),
    get: (target, name) => (name === 'now' ? nowMs : Reflect.get(target, name)),
  })
