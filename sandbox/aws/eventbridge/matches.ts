/** A condition inside a pattern's array: a value to be equal to, or an object such as `{ prefix: 'ami-' }`. */
type Condition = unknown

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const COMPARISONS: Readonly<Record<string, (actual: number, bound: number) => boolean>> = {
  '=': (actual, bound) => actual === bound,
  '<': (actual, bound) => actual < bound,
  '<=': (actual, bound) => actual <= bound,
  '>': (actual, bound) => actual > bound,
  '>=': (actual, bound) => actual >= bound,
}

/** `['>', 0, '<=', 5]`: pairs of an operator and a bound, all of which must hold. */
const fitsNumeric = (actual: unknown, rule: unknown): boolean => {
  if (typeof actual !== 'number' || !Array.isArray(rule)) return false
  for (let at = 0; at < rule.length; at += 2) {
    const compare = COMPARISONS[String(rule[at])]
    if (!compare?.(actual, Number(rule[at + 1]))) return false
  }
  return true
}

const fitsWildcard = (actual: unknown, rule: unknown): boolean =>
  typeof actual === 'string' &&
  typeof rule === 'string' &&
  new RegExp(
    `^${rule
      .split(/(?<!\\)\*/)
      .map(part => part.replace(/\\([*\\])/g, '$1').replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^]*')}$`,
  ).test(actual)

const fitsText = (
  actual: unknown,
  rule: unknown,
  compare: (actual: string, rule: string) => boolean,
): boolean => {
  if (typeof actual !== 'string') return false
  if (typeof rule === 'string') return compare(actual, rule)
  // `{ prefix: { 'equals-ignore-case': 'AMI-' } }`
  const folded = isRecord(rule) ? rule['equals-ignore-case'] : undefined
  return typeof folded === 'string' && compare(actual.toLowerCase(), folded.toLowerCase())
}

const OPERATORS: Readonly<Record<string, (actual: unknown, rule: unknown) => boolean>> = {
  prefix: (actual, rule) => fitsText(actual, rule, (a, r) => a.startsWith(r)),
  suffix: (actual, rule) => fitsText(actual, rule, (a, r) => a.endsWith(r)),
  'equals-ignore-case': (actual, rule) =>
    typeof actual === 'string' && typeof rule === 'string' && actual.toLowerCase() === rule.toLowerCase(),
  wildcard: fitsWildcard,
  numeric: fitsNumeric,
  'anything-but': (actual, rule) => {
    const rules: unknown[] = Array.isArray(rule) ? rule : [rule]
    return actual !== undefined && !rules.some(one => fitsCondition(actual, one))
  },
  exists: (actual, rule) => (actual !== undefined) === rule,
}

function fitsCondition(actual: unknown, condition: Condition): boolean {
  if (!isRecord(condition)) return actual === condition
  const entries = Object.entries(condition)
  return (
    entries.length > 0 &&
    entries.every(([name, rule]) => {
      const operator = OPERATORS[name]
      if (!operator) throw new Error(`Expected a filter that EventBridge knows, got ${JSON.stringify(name)}.`)
      if (Array.isArray(rule) && (name === 'wildcard' || name === 'prefix' || name === 'suffix')) {
        return rule.some(one => operator(actual, one))
      }
      return operator(actual, rule)
    })
  )
}

/** An array in the event fits if any of its members does. */
const fitsAny = (actual: unknown, conditions: readonly Condition[]): boolean => {
  const candidates: unknown[] = Array.isArray(actual) && actual.length > 0 ? actual : [actual]
  return conditions.some(condition => candidates.some(candidate => fitsCondition(candidate, condition)))
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
export const matchesPattern = (event: unknown, pattern: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(pattern).every(([name, wanted]) => {
    if (name === '$or') {
      return Array.isArray(wanted) && wanted.some(one => isRecord(one) && matchesPattern(event, one))
    }
    const actual = isRecord(event) ? event[name] : undefined
    if (Array.isArray(wanted)) return fitsAny(actual, wanted)
    if (!isRecord(wanted)) return false
    const candidates: unknown[] = Array.isArray(actual) ? actual : [actual]
    return candidates.some(candidate => matchesPattern(candidate, wanted))
  })
