import * as v from 'valibot'
import { isMatch } from '../domain/glob.ts'
import { REGIONS } from '../domain/regions.ts'
import type { PathFault } from './fault.ts'

const oneOrMore = v.union([
  v.pipe(
    v.string(),
    v.transform(one => [one]),
  ),
  v.array(v.unknown()),
])
const CLAUSES = v.fallback(v.object({ region: v.fallback(oneOrMore, []) }), { region: [] })
const LIST = v.fallback(v.array(CLAUSES), [])

/** The parts that name regions, read from a file that may be wrong anywhere else. */
const NAMING = v.object({
  accounts: v.fallback(
    v.array(v.fallback(v.object({ regions: v.fallback(v.array(v.unknown()), []) }), { regions: [] })),
    [],
  ),
  organization: v.fallback(v.object({ regions: v.fallback(v.array(v.unknown()), []) }), { regions: [] }),
  prices: v.fallback(v.object({ snapshotGiBMonth: v.fallback(v.record(v.string(), v.unknown()), {}) }), {
    snapshotGiBMonth: {},
  }),
  rules: v.fallback(v.array(v.fallback(v.object({ when: CLAUSES }), { when: { region: [] } })), []),
  actions: v.fallback(
    v.record(
      v.string(),
      v.fallback(
        v.object({
          approval: v.object({
            when: v.pipe(
              v.unknown(),
              v.transform(when => (Array.isArray(when) ? when : [when])),
              LIST,
            ),
          }),
        }),
        { approval: { when: [] } },
      ),
    ),
    {},
  ),
})

/** Finds names that are no regions: a price or a rule for them would never apply, and nobody would notice. */
export const regionFaults = (raw: unknown): PathFault[] => {
  const read = v.safeParse(NAMING, raw)
  if (!read.success) return []
  const { accounts, organization, prices, rules, actions } = read.output
  const own = new Set([...accounts, organization].flatMap(({ regions }) => regions))
  const expected = (name: unknown): string =>
    `a region of AWS${own.size > 0 ? `, or one that an account lists (${[...own].join(', ')})` : ''}, got ${JSON.stringify(name)}: is it misspelt?`
  const known = [...REGIONS, ...own].filter(name => typeof name === 'string')
  const isNone = (pattern: unknown): boolean =>
    typeof pattern === 'string' && !known.some(name => isMatch(pattern, name))
  const inClauses = (path: PathFault['path'], regions: readonly unknown[]): PathFault[] =>
    regions.filter(isNone).map(name => ({ path: [...path, 'region'], expected: expected(name) }))
  return [
    ...Object.keys(prices.snapshotGiBMonth)
      .filter(name => name !== 'default' && !known.includes(name))
      .map(name => ({ path: ['prices', 'snapshotGiBMonth', name], expected: expected(name) })),
    ...rules.flatMap(({ when }, i) => inClauses(['rules', i, 'when'], when.region)),
    ...Object.entries(actions).flatMap(([action, { approval }]) =>
      approval.when.flatMap((clauses, i) =>
        inClauses(['actions', action, 'approval', 'when', i], clauses.region),
      ),
    ),
  ]
}
