import * as v from 'valibot'
import { partitionOf } from '../domain/regions.ts'
import type { Path, PathFault } from './fault.ts'

const LIST = v.fallback(v.array(v.unknown()), [])

/** Read from a file that may be wrong anywhere else; the schema reports what is no mapping. */
const FILE = v.object({
  accounts: v.fallback(v.array(v.fallback(v.object({ regions: LIST }), { regions: [] })), []),
  organization: v.fallback(v.object({ regions: LIST }), { regions: [] }),
  audiences: v.record(
    v.string(),
    v.fallback(
      v.union([
        v.object({ accounts: LIST, ous: LIST, organization: v.optional(v.unknown()) }),
        v.undefined(),
      ]),
      undefined,
    ),
  ),
})

/** Audiences that hold nobody, and organizations of another partition than the accounts: EC2 refuses to share with them. */
export const audienceFaults = (raw: unknown): PathFault[] => {
  const read = v.safeParse(FILE, raw)
  if (!read.success) return []
  const { audiences, accounts, organization } = read.output
  const partitions = [
    ...new Set(
      [...accounts, organization].flatMap(({ regions }) =>
        regions.flatMap(region => (typeof region === 'string' ? [partitionOf(region).id] : [])),
      ),
    ),
  ]
  return Object.entries(audiences).flatMap(([name, audience]) => {
    if (!audience) return []
    const path = ['audiences', name]
    const { accounts: ids, ous, organization } = audience
    if (ids.length + ous.length === 0 && organization === undefined)
      return [{ path, expected: 'accounts, ous or an organization: it holds nobody' }]
    const arns: [Path, unknown][] = [
      ...ous.map((arn, i): [Path, unknown] => [[...path, 'ous', i], arn]),
      [[...path, 'organization'], organization],
    ]
    return arns.flatMap(([at, arn]) => elsewhere(at, arn, partitions))
  })
}

const elsewhere = (path: Path, arn: unknown, partitions: readonly string[]): PathFault[] => {
  const partition = typeof arn === 'string' ? /^arn:(aws[\w-]*):/.exec(arn)?.[1] : undefined
  return partition === undefined || partitions.length === 0 || partitions.includes(partition)
    ? []
    : [
        {
          path,
          expected: `an ARN of the partition of the accounts (arn:${partitions.join(': or arn:')}:), got one of ${partition}`,
        },
      ]
}
