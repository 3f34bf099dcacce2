import * as v from 'valibot'
import { partitionOf } from '../domain/regions.ts'
import type { PathFault } from './fault.ts'

const LIST = v.fallback(v.array(v.unknown()), [])
const DEFAULT_ROLES = { role: 'amiops-actor', readRole: 'amiops-reader' }

/** Read from a file that may be wrong anywhere else. */
const FILE = v.object({
  accounts: v.fallback(
    v.array(v.fallback(v.object({ id: v.optional(v.unknown()), regions: v.optional(v.unknown()) }), {})),
    [],
  ),
  organization: v.fallback(
    v.optional(
      v.object({
        regions: LIST,
        role: v.optional(v.unknown()),
        readRole: v.optional(v.unknown()),
        list: v.fallback(v.object({ role: v.optional(v.unknown()) }), {}),
        exclude: LIST,
      }),
    ),
    undefined,
  ),
})

type File = v.InferOutput<typeof FILE>
type Organization = NonNullable<File['organization']>

/** Finds faults in an organization that the schema alone cannot see: one role for both, two partitions, an account excluded and listed. */
export const organizationFaults = (raw: unknown): PathFault[] => {
  const read = v.safeParse(FILE, raw)
  if (!read.success) return []
  const { accounts, organization } = read.output
  if (!organization) return placeless(accounts)
  return [
    ...oneRole(organization),
    ...twoPartitions(organization),
    ...excludedAndListed(organization, accounts),
  ]
}

const placeless = (accounts: File['accounts']): PathFault[] =>
  accounts.flatMap(({ id, regions }, i) =>
    id !== undefined && regions === undefined
      ? [
          {
            path: ['accounts', i, 'regions'],
            expected: 'a list of regions, got nothing: only an account of an "organization" needs none',
          },
        ]
      : [],
  )

const oneRole = ({
  role = DEFAULT_ROLES.role,
  readRole = DEFAULT_ROLES.readRole,
}: Organization): PathFault[] =>
  role === readRole
    ? [
        {
          path: ['organization', 'readRole'],
          expected: `another role than "role" (${String(role)}): who only looks must not be able to change images (docs/install.md)`,
        },
      ]
    : []

/** An organization is of one partition: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const twoPartitions = ({ regions, list }: Organization): PathFault[] => {
  const [first, ...others] = regions.filter(region => typeof region === 'string')
  if (first === undefined) return []
  const { id } = partitionOf(first)
  const elsewhere = others.find(region => partitionOf(region).id !== id)
  return [
    ...(elsewhere === undefined
      ? []
      : [
          {
            path: ['organization', 'regions', regions.indexOf(elsewhere)],
            expected: `a region of the same partition as ${first} (${id}), got ${elsewhere}`,
          },
        ]),
    ...(typeof list.role === 'string' && list.role.startsWith('arn:') && !list.role.startsWith(`arn:${id}:`)
      ? [
          {
            path: ['organization', 'list', 'role'],
            expected: `an ARN of the partition of the regions (arn:${id}:), got ${list.role}`,
          },
        ]
      : []),
  ]
}

const excludedAndListed = ({ exclude }: Organization, accounts: File['accounts']): PathFault[] =>
  exclude.flatMap((id, i) =>
    accounts.some(account => account.id === id)
      ? [
          {
            path: ['organization', 'exclude', i],
            expected: `an account that "accounts" does not list, got ${String(id)}`,
          },
        ]
      : [],
  )
