import * as v from 'valibot'
import { isMap, isPair, isScalar, LineCounter, parseDocument } from 'yaml'
import type { Action } from '../domain/actions.ts'
import type { ActionRights, Config } from '../domain/config.ts'
import { CONFIG_SCHEMA, type ConfigFile } from './schema.ts'

/** One thing that is wrong in the config file, where, and what was expected. */
export interface Fault {
  line: number
  /** `channels.fallback`; empty for the file as a whole. */
  path: string
  expected: string
}

export type ParsedConfig = { ok: true; config: Config } | { ok: false; faults: readonly Fault[] }

type Path = readonly (string | number)[]

/**
 * Reads the text of `amiops.config.yml`.
 *
 * @returns the config, or all its faults at once, each with its line
 */
export const parseConfig = (text: string): ParsedConfig => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  if (document.errors.length > 0)
    return {
      ok: false,
      faults: document.errors.map(e => ({
        line: lines.linePos(e.pos[0]).line,
        path: '',
        expected: `valid YAML: ${e.message.split('\n')[0]}`,
      })),
    }

  /** The line of the value at a path; of the nearest thing around it where it is missing. */
  const lineOf = (path: Path): number => {
    for (let length = path.length; length >= 0; length--) {
      const part = path.slice(0, length)
      const parent = length > 0 ? document.getIn(part.slice(0, -1), true) : undefined
      const pair = isMap(parent)
        ? parent.items.find(
            item => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part.at(-1)),
          )
        : undefined
      const node = isScalar(pair?.key) ? pair.key : document.getIn(part, true)
      const offset =
        typeof node === 'object' && node !== null && 'range' in node
          ? (node.range as [number] | null)?.[0]
          : undefined
      if (offset !== undefined) return lines.linePos(offset).line
    }
    return 1
  }

  const raw: unknown = document.toJS()
  const parsed = v.safeParse(CONFIG_SCHEMA, raw)
  const faults = [
    ...(parsed.issues ?? []).map(issue => faultOf(issue, lineOf)),
    ...referenceFaults(raw).map(({ path, expected }) => ({
      line: lineOf(path),
      path: path.join('.'),
      expected,
    })),
  ]
  return parsed.success && faults.length === 0
    ? { ok: true, config: toConfig(parsed.output) }
    : { ok: false, faults: inOrder(faults) }
}

const inOrder = (faults: Fault[]): Fault[] => faults.sort((a, b) => a.line - b.line)

const faultOf = (issue: v.BaseIssue<unknown>, lineOf: (path: Path) => number): Fault => {
  const path = (issue.path ?? []).map(item => item.key as string | number)
  const expected =
    issue.type === 'strict_object' && issue.expected === 'never'
      ? `no key ${JSON.stringify(path.at(-1))} here: is it misspelt?`
      : issue.type === 'strict_object'
        ? issue.received === 'undefined' && path.length > 0
          ? 'a value, got nothing'
          : 'keys with values'
        : issue.message.startsWith('Invalid')
          ? `${issue.expected ?? 'another value'}, got ${issue.received}`
          : `${issue.message}, got ${issue.received}`
  return { line: lineOf(path), path: path.join('.'), expected }
}

const NAMES = v.fallback(v.array(v.unknown()), [])

/** The parts whose names must point to something, read from a file that may be wrong anywhere else. */
const REFERENCES = v.object({
  roles: v.fallback(v.record(v.string(), v.unknown()), {}),
  actions: v.fallback(
    v.record(
      v.string(),
      v.fallback(
        v.object({
          roles: NAMES,
          approval: v.fallback(v.object({ roles: NAMES }), { roles: [] }),
          breakGlass: v.fallback(v.object({ roles: NAMES }), { roles: [] }),
        }),
        { roles: [], approval: { roles: [] }, breakGlass: { roles: [] } },
      ),
    ),
    {},
  ),
  accounts: v.fallback(
    v.array(
      v.fallback(
        v.object({
          id: v.optional(v.unknown()),
          alias: v.optional(v.unknown()),
          role: v.optional(v.unknown()),
          readRole: v.optional(v.unknown()),
        }),
        {},
      ),
    ),
    [],
  ),
})

/** What the schema alone cannot see: a role that nobody defined, a glass that nothing is behind, an account
 * that stands twice. */
const referenceFaults = (raw: unknown): { path: Path; expected: string }[] => {
  const read = v.safeParse(REFERENCES, raw)
  if (!read.success) return []
  const { roles, actions, accounts } = read.output
  const known = Object.keys(roles)
  const unknownIn = (path: Path, names: readonly unknown[]) =>
    names.flatMap((role, i) =>
      typeof role !== 'string' || known.includes(role)
        ? []
        : [
            {
              path: [...path, 'roles', i],
              expected: `a role from "roles" (${known.join(', ') || 'none is there'}), got ${JSON.stringify(role)}`,
            },
          ],
    )
  const unknownRoles = Object.entries(actions).flatMap(([action, rights]) => [
    ...unknownIn(['actions', action], rights.roles),
    ...unknownIn(['actions', action, 'approval'], rights.approval.roles),
    ...unknownIn(['actions', action, 'breakGlass'], rights.breakGlass.roles),
  ])
  const glassless = Object.entries(actions).flatMap(([action, { approval, breakGlass }]) =>
    breakGlass.roles.length > 0 && approval.roles.length === 0
      ? [
          {
            path: ['actions', action, 'breakGlass'],
            expected:
              'an approval beside it: without one no second person is asked, and there is no glass to break',
          },
        ]
      : [],
  )
  const twice = accounts.flatMap(({ id, alias }, i) =>
    accounts
      .slice(0, i)
      .some(a => (id !== undefined && a.id === id) || (alias !== undefined && a.alias === alias))
      ? [{ path: ['accounts', i], expected: `each account and alias once, got ${String(alias ?? id)} twice` }]
      : [],
  )
  const misplaced = accounts.flatMap((account, i) =>
    (['role', 'readRole'] as const).flatMap(key =>
      typeof account[key] === 'string' && !account[key].includes(`:iam::${String(account.id)}:role/`)
        ? [{ path: ['accounts', i, key], expected: `a role of account ${String(account.id)}` }]
        : [],
    ),
  )
  const readless = accounts.flatMap(({ role, readRole }, i) =>
    role !== undefined && readRole === undefined
      ? [
          {
            path: ['accounts', i],
            expected:
              'a readRole beside the role: who only looks must not be able to change images (docs/install.md)',
          },
        ]
      : [],
  )
  return [...unknownRoles, ...glassless, ...twice, ...misplaced, ...readless]
}

const toConfig = (file: ConfigFile): Config => {
  const { slack, channels, rules, roles, actions, limits, prices, accounts, digest } = file
  const { fallback, ...others } = channels
  const { default: price, ...byRegion } = prices.snapshotGiBMonth
  return {
    ...(slack?.workspace && { workspaceId: slack.workspace }),
    ...(slack?.workspaces && { workspaces: slack.workspaces }),
    ...(slack?.app && { appId: slack.app }),
    channels: { ...dropUndefined(others), fallback },
    rules: rules.map(({ when, to, mention, always, mute }) => ({
      when: dropUndefined(when),
      to: to ?? [],
      mention: mention ?? [],
      ...(always && { always }),
      ...(mute && { mute: true as const }),
    })),
    roles,
    actions: dropUndefined(
      Object.fromEntries(
        Object.entries(actions).map(([action, rights]) => [action, rights && rightsOf(rights)]),
      ),
    ),
    limits,
    prices: { default: price, byRegion },
    accounts: accounts.map(dropUndefined),
    digest,
  }
}

const rightsOf = ({
  roles,
  approval,
  breakGlass,
}: NonNullable<ConfigFile['actions'][Action]>): ActionRights => ({
  roles,
  ...(breakGlass && { breakGlass }),
  ...(approval && {
    approval: { ...dropUndefined(approval), when: approval.when.map(clauses => dropUndefined(clauses)) },
  }),
})

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

const dropUndefined = <T extends object>(from: T): Defined<T> =>
  Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as Defined<T>

/** All faults of a file, one a line, as an editor can jump to them. */
export const faultLines = (file: string, faults: readonly Fault[]): string[] =>
  faults.map(
    ({ line, path, expected }) => `${file}:${line}: ${path === '' ? '' : `${path}: `}expected ${expected}`,
  )
