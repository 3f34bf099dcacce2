import * as v from 'valibot'
import type { Path, PathFault } from './fault.ts'

const TEXT = v.fallback(v.optional(v.string()), undefined)
const TEXTS = v.fallback(v.array(v.unknown()), [])
const NONE = { name: undefined, parameter: undefined, in: [], approval: { roles: [] } }

const ALIAS = v.object({
  name: TEXT,
  parameter: TEXT,
  in: TEXTS,
  approval: v.fallback(v.object({ roles: TEXTS }), { roles: [] }),
})

/** The aliases and what they name, read from a file that may be wrong anywhere else. */
const FILE = v.object({
  roles: v.fallback(v.record(v.string(), v.unknown()), {}),
  accounts: v.fallback(
    v.array(
      v.fallback(v.object({ id: TEXT, alias: TEXT, regions: TEXTS }), {
        id: undefined,
        alias: undefined,
        regions: [],
      }),
    ),
    [],
  ),
  organization: v.fallback(v.object({ regions: TEXTS }), { regions: [] }),
  families: v.fallback(
    v.record(
      v.string(),
      v.fallback(v.object({ aliases: v.fallback(v.array(v.fallback(ALIAS, NONE)), []) }), { aliases: [] }),
    ),
    {},
  ),
})

type File = v.InferOutput<typeof FILE>

/** An alias as the file has it. */
interface Named {
  family: string
  alias: v.InferOutput<typeof ALIAS>
  path: Path
}

/** An entry of `in` that can be read: the account by its id. */
interface Place {
  path: Path
  given: string
  account: string
  region: string
}

/**
 * Finds faults in the aliases of families that the schema alone cannot see: a name twice, a place that the config does not list, two
 * aliases in one parameter, a role that is not defined.
 */
export const familyAliasFaults = (raw: unknown): PathFault[] => {
  const read = v.safeParse(FILE, raw)
  if (!read.success) return []
  const file = read.output
  const aliases = Object.entries(file.families).flatMap(([family, { aliases: list }]) =>
    list.map((alias, i): Named => ({ family, alias, path: ['families', family, 'aliases', i] })),
  )
  return [
    ...aliases.flatMap((named, i) => [
      ...nameTwice(named, aliases.slice(0, i)),
      ...unlisted(named, file),
      ...placeTwice(named, file),
      ...unknownRoles(named, file),
    ]),
    ...parameterTwice(aliases, file),
  ]
}

const nameTwice = ({ family, alias, path }: Named, earlier: readonly Named[]): PathFault[] =>
  alias.name !== undefined && earlier.some(one => one.family === family && one.alias.name === alias.name)
    ? [{ path: [...path, 'name'], expected: `each alias of a family once, got ${alias.name} twice` }]
    : []

const placesOf = ({ alias, path }: Named, { accounts }: File): Place[] =>
  alias.in.flatMap((given, i) => {
    const [, name, region] = typeof given === 'string' ? (/^([^/]+)\/([^/]+)$/.exec(given) ?? []) : []
    if (typeof given !== 'string' || name === undefined || region === undefined) return []
    const account = accounts.find(one => one.alias === name)?.id ?? name
    return [{ path: [...path, 'in', i], given, account, region }]
  })

const unlisted = (named: Named, file: File): PathFault[] => {
  const listed = file.accounts.flatMap(({ id, alias, regions }) =>
    regions.map(region => `${alias ?? id}/${String(region)}`),
  )
  return placesOf(named, file)
    .filter(place => !isListed(place, file))
    .map(({ path, given }) => ({
      path,
      expected: `an account and region that "accounts" lists (${listed.join(', ') || 'none is there'}), got ${given}`,
    }))
}

/** Which accounts an organization has is not known here: one that is not listed can be named by its id. */
const isListed = ({ account, region }: Place, { accounts, organization }: File): boolean => {
  const own = accounts.find(({ id }) => id === account)
  if (own && own.regions.length > 0) return own.regions.includes(region)
  return (own !== undefined || /^\d{12}$/.test(account)) && organization.regions.includes(region)
}

const keyOf = ({ account, region }: Place): string => `${account}/${region}`

/** The same text twice is a fault of any list (entry-faults.ts). */
const placeTwice = (named: Named, file: File): PathFault[] => {
  const places = placesOf(named, file)
  return places.flatMap((place, i) => {
    const first = places.slice(0, i).find(earlier => keyOf(earlier) === keyOf(place))
    return first && first.given !== place.given
      ? [
          {
            path: place.path,
            expected: `each account and region once, got ${first.given} as ${place.given} again`,
          },
        ]
      : []
  })
}

const unknownRoles = ({ alias, path }: Named, { roles }: File): PathFault[] => {
  const known = Object.keys(roles)
  return alias.approval.roles.flatMap((role, i) =>
    typeof role !== 'string' || known.includes(role)
      ? []
      : [
          {
            path: [...path, 'approval', 'roles', i],
            expected: `a role from "roles" (${known.join(', ') || 'none is there'}), got ${JSON.stringify(role)}`,
          },
        ],
  )
}

/** Two aliases in one parameter would move each other. */
const parameterTwice = (aliases: readonly Named[], file: File): PathFault[] => {
  const taken = new Map<string, Named>()
  return aliases.flatMap(named => {
    const { alias, path } = named
    if (alias.parameter === undefined) return []
    for (const place of placesOf(named, file)) {
      const key = `${keyOf(place)}${alias.parameter}`
      const first = taken.get(key)
      if (first && first !== named)
        return [
          {
            path: [...path, 'parameter'],
            expected: `a parameter of its own: ${first.alias.name ?? 'another alias'} of ${first.family} is ${alias.parameter} in ${place.given}, too`,
          },
        ]
      taken.set(key, named)
    }
    return []
  })
}
