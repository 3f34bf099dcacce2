import fc from 'fast-check'
import { ACTIONS } from '../../src/domain/actions.ts'
import {
  decideRight,
  groupsToRead,
  type Members,
  noRightWords,
  rolesFor,
} from '../../src/domain/authorise.ts'
import type { Config, Role } from '../../src/domain/config.ts'
import { givenConfig, MARIA } from './given.ts'

const HOME = MARIA.workspaceId
const GROUPS: Readonly<Record<string, Members>> = {
  S0OPERATORS: { known: true, userIds: ['U0MARIA', 'U0ALEX'], readAtMs: 1000 },
  S0EMPTY: { known: true, userIds: [], readAtMs: 2000 },
  S0BROKEN: { known: false, reason: 'missing_scope' },
}
const membersOf = (group: string): Members => GROUPS[group] ?? { known: false, reason: 'no_such_subteam' }

const role = (special: Partial<Role>): Role => ({ users: [], userGroups: [], ...special })
const configOf = (roles: Record<string, Role>, names = Object.keys(roles)): Config =>
  givenConfig({ roles, actions: { disable: { roles: names } } })
const decide = (config: Config, person = MARIA) =>
  decideRight(config, rolesFor(config, 'disable'), person, HOME, membersOf)

test('a right is as old as the oldest membership that it was decided by', () => {
  const both = role({ userGroups: ['S0EMPTY', 'S0OPERATORS'] })
  expect(decide(configOf({ both }))).toMatchObject({ allowed: true, asOfMs: 1000 })
})

describe('why somebody has no right, for the history', () => {
  const words = (unread: string[]) =>
    noRightWords({ allowed: false, why: 'not-in-role', roles: [], names: [], unread })

  test('names the groups that Slack did not name the members of, where there are any', () => {
    expect(words([])).toBe('no permission: not in a role that has it')
    expect(words(['S0BROKEN', 'S0GONE'])).toBe(
      'no permission: not in a role that has it (Slack did not say who is in S0BROKEN, S0GONE)',
    )
  })

  test('names another workspace, and a config that gives the action to nobody', () => {
    const refused = { allowed: false, roles: [], names: [], unread: [] } as const
    expect(noRightWords({ ...refused, why: 'foreign-workspace' })).toBe('no permission: external user')
    expect(noRightWords({ ...refused, why: 'no-such-right' })).toBe('no permission: no role has it')
  })
})

describe('a person who may', () => {
  test('is named in the role', () => {
    expect(decide(configOf({ keeper: role({ users: ['U0MARIA'] }) }))).toEqual({
      allowed: true,
      role: 'keeper',
    })
  })

  test('is in a user group of the role', () => {
    expect(decide(configOf({ operator: role({ userGroups: ['S0OPERATORS'] }) }))).toEqual({
      allowed: true,
      role: 'operator',
      asOfMs: 1000,
    })
  })

  test('is named, while a user group of the same role cannot be read', () => {
    const right = decide(configOf({ keeper: role({ users: ['U0MARIA'], userGroups: ['S0BROKEN'] }) }))
    expect(right.allowed).toBe(true)
  })

  test('is in a user group, while another cannot be read: only what was read has an age', () => {
    const operator = role({ userGroups: ['S0BROKEN', 'S0OPERATORS'] })
    expect(decide(configOf({ operator }))).toEqual({ allowed: true, role: 'operator', asOfMs: 1000 })
  })

  test('holds the second of two roles', () => {
    const roles = { other: role({ users: ['U0ALEX'] }), keeper: role({ users: ['U0MARIA'] }) }
    expect(decide(configOf(roles))).toEqual({ allowed: true, role: 'keeper' })
  })
})

describe('nobody may', () => {
  test('where the config gives the action to no role', () => {
    const config = givenConfig({ roles: { keeper: role({ users: ['U0MARIA'] }) } })
    expect(decide(config)).toEqual({ allowed: false, why: 'no-such-right', roles: [], names: [], unread: [] })
  })

  test('where the list of roles is empty', () => {
    const config = configOf({ keeper: role({ users: ['U0MARIA'] }) }, [])
    expect(decide(config)).toMatchObject({ allowed: false, why: 'no-such-right' })
  })

  test('where the role is unknown', () => {
    const config = configOf({ keeper: role({ users: ['U0MARIA'] }) }, ['keepr'])
    expect(decide(config)).toMatchObject({ allowed: false, why: 'no-such-right' })
  })

  test('with the right to another action', () => {
    const config = configOf({ keeper: role({ users: ['U0MARIA'] }) })
    expect(decideRight(config, rolesFor(config, 'deregister'), MARIA, HOME, membersOf)).toMatchObject({
      allowed: false,
      why: 'no-such-right',
    })
  })
})

describe('a person who may not', () => {
  test('is in no role, and is told who is', () => {
    const keeper = role({ users: ['U0ALEX'] })
    expect(decide(configOf({ keeper }))).toEqual({
      allowed: false,
      why: 'not-in-role',
      roles: [keeper],
      names: ['keeper'],
      unread: [],
    })
  })

  test('would be in a user group whose members Slack does not name', () => {
    const operator = role({ userGroups: ['S0BROKEN'] })
    expect(decide(configOf({ operator }))).toEqual({
      allowed: false,
      why: 'not-in-role',
      roles: [operator],
      names: ['operator'],
      unread: ['S0BROKEN'],
    })
  })

  test('is told of the groups that could not be read, and of no other', () => {
    const operator = role({ userGroups: ['S0EMPTY', 'S0BROKEN'] })
    expect(decide(configOf({ operator }))).toMatchObject({ allowed: false, unread: ['S0BROKEN'] })
  })

  test('asks for a user group without members', () => {
    expect(decide(configOf({ operator: role({ userGroups: ['S0EMPTY'] }) })).allowed).toBe(false)
  })

  test('comes from another workspace with the very id that is named', () => {
    const guest = { ...MARIA, workspaceId: 'T0ELSEWHERE' }
    const keeper = role({ users: ['U0MARIA'], userGroups: ['S0OPERATORS'] })
    expect(decide(configOf({ keeper }), guest)).toMatchObject({ allowed: false, why: 'foreign-workspace' })
  })

  test('has the id of a user group', () => {
    const person = { ...MARIA, userId: 'S0OPERATORS' }
    expect(decide(configOf({ operator: role({ userGroups: ['S0OPERATORS'] }) }), person).allowed).toBe(false)
  })
})

describe('whatever the config', () => {
  const userIds = fc.constantFrom('U0MARIA', 'U0ALEX', 'U0SAM')
  const groups = fc.constantFrom('S0OPERATORS', 'S0EMPTY', 'S0BROKEN', 'S0GONE')
  const roleNames = fc.constantFrom('operator', 'approver', 'keeper')
  const roles = fc.dictionary(
    roleNames,
    fc.record({ users: fc.uniqueArray(userIds), userGroups: fc.uniqueArray(groups) }),
  )
  const actions = fc.dictionary(fc.constantFrom(...ACTIONS), fc.record({ roles: fc.uniqueArray(roleNames) }))

  test('only those may who are named, or who are in a group that could be read', () => {
    fc.assert(
      fc.property(
        fc.record({ roles, actions }),
        fc.constantFrom(...ACTIONS),
        userIds,
        fc.boolean(),
        (config, action, userId, isGuest) => {
          const person = { userId, workspaceId: isGuest ? 'T0ELSEWHERE' : HOME }
          const granted = (config.actions[action]?.roles ?? []).flatMap(name => config.roles[name] ?? [])
          const reached = granted.flatMap(({ users, userGroups }) => [
            ...users,
            ...(userGroups.includes('S0OPERATORS') ? ['U0MARIA', 'U0ALEX'] : []),
          ])
          const right = decideRight(
            givenConfig(config),
            rolesFor(givenConfig(config), action),
            person,
            HOME,
            membersOf,
          )
          expect(right.allowed).toBe(!isGuest && reached.includes(userId))
        },
      ),
    )
  })

  test('every group of the action is read once, and no other', () => {
    const config = configOf({
      operator: role({ userGroups: ['S0OPERATORS', 'S0EMPTY'] }),
      approver: role({ userGroups: ['S0EMPTY'] }),
    })
    expect(groupsToRead(config, rolesFor(config, 'disable'))).toEqual(['S0OPERATORS', 'S0EMPTY'])
    expect(groupsToRead(config, rolesFor(config, 'enable'))).toEqual([])
  })

  test('an action without roles and a role without a definition need no group', () => {
    const config = configOf({ operator: role({ userGroups: ['S0OPERATORS'] }) })
    expect(rolesFor(config, 'enable')).toEqual([])
    expect(groupsToRead(config, ['operatr'])).toEqual([])
  })
})

describe('an Enterprise Grid organisation', () => {
  const keeper = role({ users: ['W0KIM', 'U0MARIA'] })
  const config = { ...configOf({ keeper }), workspaces: ['T0OTHERWS', 'E0EXAMPLE'] }
  const kim = (workspaceId: string) => ({ userId: 'W0KIM', workspaceId })

  test.each(['T0OTHERWS', 'E0EXAMPLE', HOME])(
    'somebody of %s, which is listed, may what the roles say',
    id => {
      expect(decide(config, kim(id))).toEqual({ allowed: true, role: 'keeper' })
      expect(decide(config, { userId: 'W0NOBODY', workspaceId: id })).toMatchObject({ why: 'not-in-role' })
    },
  )

  test.each(['T0GUEST', 'E0GUEST', ''])('somebody of %j, which is not, stays a stranger', id => {
    expect(decide(config, kim(id))).toMatchObject({ allowed: false, why: 'foreign-workspace' })
  })
})
