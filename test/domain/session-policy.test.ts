import fc from 'fast-check'
import {
  type ImageSession,
  identityFault,
  sessionNameOf,
  sessionOf,
  sessionTagsOf,
} from '../../src/domain/change-session.ts'
import type { Request } from '../../src/domain/request.ts'
import { imagePolicies, POLICY_LENGTH, parameterPolicies } from '../../src/domain/session-policy.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import { findIamFaults, type Statement } from '../support/template/iam-findings.ts'
import { givenRequest, IMAGE, MARIA } from './given.ts'

const ALEX = { userId: 'U0ALEX', workspaceId: 'T0HOME' }
const SNAPSHOT = { snapshotId: 'snap-0123456789abcdef0', sizeGiB: 8, encrypted: false }
const FACTS = { snapshots: [SNAPSHOT] }
const OF_IMAGE = `arn:aws:ec2:${IMAGE.region}::image/${IMAGE.imageId}`
const OF_SNAPSHOT = `arn:aws:ec2:${IMAGE.region}::snapshot/${SNAPSHOT.snapshotId}`

const statementsOf = (text: string | undefined): Statement[] =>
  (JSON.parse(text ?? '{}') as { Statement: Statement[] }).Statement

/** What a policy allows: each action with each resource. */
const allowed = (text: string | undefined): string[] =>
  statementsOf(text).flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap(action => [Resource].flat().map(resource => `${action} ${resource}`)),
  )

test.each<[situation: string, request: Partial<Request>, expected: string[]]>([
  ['enable', { action: 'enable' }, [`ec2:EnableImage ${OF_IMAGE}`]],
  ['disable', { action: 'disable' }, [`ec2:DisableImage ${OF_IMAGE}`]],
  ['deregister', { action: 'deregister' }, [`ec2:DeregisterImage ${OF_IMAGE}`]],
  [
    'deregister with its snapshots, its protection turned off first',
    { action: 'deregister', options: { deleteSnapshots: true, unprotect: true } },
    [
      `ec2:DeregisterImage ${OF_IMAGE}`,
      `ec2:DisableImageDeregistrationProtection ${OF_IMAGE}`,
      `ec2:DeleteSnapshot ${OF_SNAPSHOT}`,
    ],
  ],
  [
    'restore',
    { action: 'restore' },
    [`ec2:RestoreImageFromRecycleBin ${OF_IMAGE}`, `ec2:RestoreSnapshotFromRecycleBin ${OF_SNAPSHOT}`],
  ],
  ['share again', { action: 'share', share: NOBODY }, [`ec2:ModifyImageAttribute ${OF_IMAGE}`]],
  ['make private', { action: 'makePrivate' }, [`ec2:ModifyImageAttribute ${OF_IMAGE}`]],
  [
    'share with accounts, and its snapshots',
    { action: 'shareWith', options: { shareSnapshots: true } },
    [`ec2:ModifyImageAttribute ${OF_IMAGE}`, `ec2:ModifySnapshotAttribute ${OF_SNAPSHOT}`],
  ],
  [
    'retire on a date',
    { action: 'retire', retirement: { deprecateAtMs: 0 } },
    [`ec2:EnableImageDeprecation ${OF_IMAGE}`],
  ],
  ['retire no longer', { action: 'retire' }, [`ec2:DisableImageDeprecation ${OF_IMAGE}`]],
  ['keep', { action: 'keep', options: { keepUntil: '2027-01-01' } }, [`ec2:CreateTags ${OF_IMAGE}`]],
  ['scan', { action: 'scan' }, ['inspector2:StartOnDemandScan *']],
])(
  'the session of %s may make the calls of its request, on its image and snapshots',
  async (_what, more, expected) => {
    const [{ text } = { text: undefined }] = imagePolicies(sessionOf(givenRequest(more), FACTS))
    expect(allowed(text)).toEqual(expected)
    expect(await findIamFaults(statementsOf(text))).toEqual([])
  },
)

test('a session that keeps an image may set the tag that keeps it, and no other', () => {
  const [{ text } = { text: undefined }] = imagePolicies(sessionOf(givenRequest({ action: 'keep' }), FACTS))
  expect(statementsOf(text)[0]?.Condition).toEqual({
    'ForAllValues:StringEquals': { 'aws:TagKeys': 'amiops:keep-until' },
  })
})

test('a session that sets an alias: that parameter, and the look at the image that SSM takes in its name', async () => {
  const place = { account: '123456789012', region: 'cn-north-1' }
  const session = { requestKey: 'k', by: 'U0MARIA', place, parameter: '/golden/web/prod' }
  const [{ text } = { text: undefined }] = parameterPolicies(session)
  expect(allowed(text)).toEqual([
    'ssm:PutParameter arn:aws-cn:ssm:cn-north-1:123456789012:parameter/golden/web/prod',
    'ec2:DescribeImages *',
  ])
  expect(await findIamFaults(statementsOf(text))).toEqual([])
  expect(allowed(parameterPolicies({ ...session, parameter: 'web' })[0]?.text)[0]).toMatch(/:parameter\/web$/)
})

const withSnapshots = (snapshotIds?: readonly string[]): ImageSession => ({
  requestKey: 'k',
  by: 'U0MARIA',
  image: IMAGE,
  calls: ['DeregisterImage', 'DeleteSnapshot'],
  ...(snapshotIds && { snapshotIds }),
})
const many = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `snap-${String(i).padStart(17, '0')}`)

describe('snapshots', () => {
  test('as many as fit are named, one more and the session may reach all of the region', () => {
    const fitting = Array.from({ length: 60 }, (_, count) => count).filter(
      count => !imagePolicies(withSnapshots(many(count)))[0]?.allSnapshots,
    )
    const most = fitting.at(-1) ?? 0
    expect(fitting).toEqual(Array.from({ length: most + 1 }, (_, count) => count))
    expect(most).toBeGreaterThanOrEqual(25)
    const [named, all] = imagePolicies(withSnapshots(many(most)))
    expect([named?.allSnapshots, all?.allSnapshots]).toEqual([undefined, true])
    const [only, ...others] = imagePolicies(withSnapshots(many(most + 1)))
    expect(others).toEqual([])
    expect(allowed(only?.text)).toContain(`ec2:DeleteSnapshot arn:aws:ec2:${IMAGE.region}::snapshot/*`)
  })

  test.each<[string, readonly string[] | undefined, boolean]>([
    ['those that are not known are all of the region', undefined, true],
    ['none are none', [], false],
  ])('%s', (_what, ids, isAll) => {
    const [first] = imagePolicies(withSnapshots(ids))
    expect(first?.allSnapshots ?? false).toBe(isAll)
    expect(first?.text.includes('snapshot/')).toBe(isAll)
  })

  test('an image in the Recycle Bin of which amiops knows no snapshot may have some there', () => {
    const restore = givenRequest({ action: 'restore' })
    expect(sessionOf(restore, { snapshots: [] })).not.toHaveProperty('snapshotIds')
    expect(sessionOf(givenRequest({ action: 'deregister' }), { snapshots: [] }).snapshotIds).toEqual([])
  })

  test('every policy stays within the limit, whatever is named', () => {
    const id = fc.stringMatching(/^snap-[0-9a-f]{8,17}$/)
    const region = fc.constantFrom('us-east-1', 'cn-northwest-1', 'us-gov-west-1', 'ap-southeast-7')
    const calls = fc.subarray([
      'DeregisterImage',
      'DisableImageDeregistrationProtection',
      'CreateTags',
      'StartOnDemandScan',
    ] as const)
    fc.assert(
      fc.property(fc.uniqueArray(id, { maxLength: 120 }), region, calls, (ids, where, more) => {
        const session: ImageSession = {
          ...withSnapshots(ids),
          image: { ...IMAGE, region: where },
          calls: [...more, 'DeleteSnapshot', 'ModifySnapshotAttribute', 'RestoreSnapshotFromRecycleBin'],
        }
        for (const { text } of imagePolicies(session)) {
          expect(text.length).toBeLessThanOrEqual(POLICY_LENGTH)
          expect(statementsOf(text).every(({ Effect }) => Effect === 'Allow')).toBe(true)
        }
      }),
      { seed: 17 },
    )
  })
})

test.each([
  () => imagePolicies({ ...withSnapshots(many(1)), image: { ...IMAGE, imageId: 'ami-*' } }),
  () => imagePolicies(withSnapshots(['snap-?'])),
  () =>
    parameterPolicies({
      requestKey: 'k',
      by: 'U0MARIA',
      place: IMAGE,
      parameter: ['/golden/$', '{aws:username}'].join(''),
    }),
])('a name that a policy reads as a wildcard gets no policy', policies => {
  expect(policies).toThrow('Expected a name without wildcards')
})

describe('whom CloudTrail names', () => {
  test('who asked, who approved, and the request', () => {
    const request = givenRequest({ key: 'a1/approved', approvedBy: ALEX })
    const session = sessionOf(request, FACTS)
    expect(session).toMatchObject({ by: MARIA.userId, approver: 'U0ALEX', requestKey: 'a1/approved' })
    expect(sessionNameOf(session.requestKey)).toBe('amiops-a1.approved')
    expect(sessionTagsOf(session)).toEqual({ 'amiops:request': 'a1/approved', 'amiops:approver': 'U0ALEX' })
    expect(sessionTagsOf({ requestKey: 'a1' })).toEqual({ 'amiops:request': 'a1' })
  })

  test('STS takes every name and tag, whatever the key', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 400, unit: 'grapheme' }), key => {
        expect(sessionNameOf(key)).toMatch(/^[\w+=,.@-]{2,64}$/)
        const value = sessionTagsOf({ requestKey: key })['amiops:request'] ?? ''
        expect(value).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u)
        expect(value.length).toBeLessThanOrEqual(256)
      }),
      { seed: 17 },
    )
  })

  test.each<[string, { by: string; approver?: string }, boolean]>([
    ['two ids of Slack', { by: 'U0MARIA', approver: 'W0ALEX' }, true],
    ['64 signs', { by: 'U'.repeat(64) }, true],
    ['65 signs', { by: 'U'.repeat(65) }, false],
    ['one sign', { by: 'U' }, false],
    ['a space', { by: 'U0 MARIA' }, false],
    ['an approver with a colon', { by: 'U0MARIA', approver: 'U0:ALEX' }, false],
  ])('%s', (_what, who, isTaken) => {
    expect(identityFault(who) === undefined).toBe(isTaken)
  })
})
