import * as v from 'valibot'
import type { PathFault } from './fault.ts'

const ACCOUNT = v.object({
  id: v.optional(v.unknown()),
  alias: v.optional(v.unknown()),
  role: v.optional(v.unknown()),
  readRole: v.optional(v.unknown()),
  member: v.optional(v.unknown()),
})

/** Read from a file that may be wrong anywhere else. */
const ACCOUNTS = v.object({ accounts: v.fallback(v.array(v.fallback(ACCOUNT, {})), []) })

type Account = v.InferOutput<typeof ACCOUNT>

/** Finds faults in accounts that the schema alone cannot see: an account listed twice, roles of another account, the same role twice. */
export const accountFaults = (raw: unknown): PathFault[] => {
  const read = v.safeParse(ACCOUNTS, raw)
  if (!read.success) return []
  const { accounts } = read.output
  return accounts.flatMap((account, i) => [
    ...twice(account, i, accounts.slice(0, i)),
    ...misplaced(account, i),
    ...readless(account, i),
  ])
}

const twice = ({ id, alias }: Account, i: number, earlier: readonly Account[]): PathFault[] =>
  earlier.some(a => (id !== undefined && a.id === id) || (alias !== undefined && a.alias === alias))
    ? [{ path: ['accounts', i], expected: `each account and alias once, got ${String(alias ?? id)} twice` }]
    : []

const misplaced = (account: Account, i: number): PathFault[] =>
  (['role', 'readRole'] as const).flatMap(key =>
    typeof account[key] === 'string' && !account[key].includes(`:iam::${String(account.id)}:role/`)
      ? [{ path: ['accounts', i, key], expected: `a role of account ${String(account.id)}` }]
      : [],
  )

const readless = ({ role, readRole, member }: Account, i: number): PathFault[] => {
  if (role === undefined)
    return member === true
      ? [
          {
            path: ['accounts', i, 'member'],
            expected: 'role and readRole beside it: the outputs of the stack of deploy/member.yml',
          },
        ]
      : []
  if (readRole === undefined)
    return [
      {
        path: ['accounts', i],
        expected:
          'a readRole beside the role: who only looks must not be able to change images (docs/install.md)',
      },
    ]
  return role === readRole
    ? [
        {
          path: ['accounts', i, 'readRole'],
          expected:
            'another role than "role": who only looks must not be able to change images (docs/install.md)',
        },
      ]
    : []
}
