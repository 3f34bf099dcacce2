import type { ImageSession, ParameterSession, SessionCall } from './change-session.ts'
import { KEEP_TAG } from './keep.ts'
import { partitionOf } from './regions.ts'

/** As many characters as STS takes: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const POLICY_LENGTH = 2_048

/** A session policy: the part of its role's permissions that a session has. */
export interface SessionPolicy {
  /** JSON. */
  text: string
  /** It names all snapshots of the region, since those of the image do not fit into it, or are not known. */
  allSnapshots?: true
}

interface Statement {
  Action: string | readonly string[]
  Resource: string | readonly string[]
  Condition?: object
}

const policyText = (statements: readonly Statement[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(statement => ({ Effect: 'Allow', ...statement })),
  })

/** Part of an ARN in a policy: `*`, `?` and `$` would match more than what is named. */
const PLAIN = /^[\w./-]+$/

const plain = (text: string): string => {
  if (!PLAIN.test(text))
    throw new Error(`Expected a name without wildcards for a session policy, got ${text}.`)
  return text
}

const OF_SNAPSHOTS: readonly SessionCall[] = [
  'DeleteSnapshot',
  'RestoreSnapshotFromRecycleBin',
  'ModifySnapshotAttribute',
]

/** What an image's session may do, with these snapshots. */
const imagePolicy = ({ image, calls }: ImageSession, snapshots: readonly string[]): string => {
  const { region, imageId } = image
  const ec2 = `arn:${partitionOf(region).id}:ec2:${plain(region)}:`
  const Resource = `${ec2}:image/${plain(imageId)}`
  const namesOf = (which: (call: SessionCall) => boolean) => calls.filter(which).map(call => `ec2:${call}`)
  const ofImage = namesOf(
    call => !OF_SNAPSHOTS.includes(call) && call !== 'CreateTags' && call !== 'StartOnDemandScan',
  )
  const ofSnapshots = namesOf(call => OF_SNAPSHOTS.includes(call))
  return policyText([
    ...(ofImage.length > 0 ? [{ Action: ofImage, Resource }] : []),
    ...(calls.includes('CreateTags')
      ? [
          {
            Action: 'ec2:CreateTags',
            Resource,
            Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': KEEP_TAG } },
          },
        ]
      : []),
    // It has no resource-level permission.
    ...(calls.includes('StartOnDemandScan')
      ? [{ Action: 'inspector2:StartOnDemandScan', Resource: '*' }]
      : []),
    ...(ofSnapshots.length > 0 && snapshots.length > 0
      ? [{ Action: ofSnapshots, Resource: snapshots.map(id => `${ec2}:snapshot/${id}`) }]
      : []),
  ])
}

/**
 * The policies that an image's session can have, the narrowest first: its snapshots by their ids, as far as the policy stays within
 * STS's limit, else all snapshots of the region.
 *
 * @throws where an id has signs that a policy reads as a wildcard
 */
export const imagePolicies = (session: ImageSession): readonly SessionPolicy[] => {
  const { calls, snapshotIds } = session
  if (!calls.some(call => OF_SNAPSHOTS.includes(call))) return [{ text: imagePolicy(session, []) }]
  const all: SessionPolicy = { text: imagePolicy(session, ['*']), allSnapshots: true }
  if (snapshotIds === undefined) return [all]
  const named: SessionPolicy = { text: imagePolicy(session, snapshotIds.map(plain)) }
  if (snapshotIds.length === 0) return [named]
  return named.text.length <= POLICY_LENGTH ? [named, all] : [all]
}

/**
 * The policy of a session that sets a parameter; SSM describes the image in the session's name before it takes it.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-ec2-aliases.html
 *
 * @throws where the name has signs that a policy reads as a wildcard
 */
export const parameterPolicies = ({ place, parameter }: ParameterSession): readonly SessionPolicy[] => {
  const { account, region } = place
  const name = plain(parameter).replace(/^\//, '')
  return [
    {
      text: policyText([
        {
          Action: 'ssm:PutParameter',
          Resource: `arn:${partitionOf(region).id}:ssm:${plain(region)}:${plain(account)}:parameter/${name}`,
        },
        { Action: 'ec2:DescribeImages', Resource: '*' },
      ]),
    },
  ]
}
