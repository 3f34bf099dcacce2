import fc from 'fast-check'
import { parseMessage } from '../../src/aws/events/bus-message.ts'

const NOW = Date.UTC(2026, 0, 15, 12)

/** The shape that AWS documents. */
const CHANGE = {
  version: '0',
  id: '6a7e4feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'Parameter Store Change',
  source: 'aws.ssm',
  account: '123456789012',
  time: '2026-01-15T11:59:43Z',
  region: 'us-east-1',
  resources: ['arn:aws:ssm:us-east-1:123456789012:parameter/golden/prod'],
  detail: { operation: 'Update', name: '/golden/prod', type: 'String', description: 'Golden' },
}
const CALL = {
  version: '0',
  id: 'f2a9',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.ssm',
  account: '123456789012',
  time: '2026-01-15T11:59:45Z',
  region: 'us-east-1',
  resources: [],
  detail: {
    eventSource: 'ssm.amazonaws.com',
    eventName: 'PutParameter',
    eventTime: '2026-01-15T11:59:41Z',
    eventID: '0f3d',
    awsRegion: 'us-east-1',
    sourceIPAddress: '203.0.113.7',
    userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.0',
    userIdentity: {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::123456789012:assumed-role/terraform/run-42',
      accountId: '123456789012',
      sessionContext: { sessionIssuer: { userName: 'terraform' } },
    },
    requestParameters: {
      name: '/golden/prod',
      value: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      type: 'String',
      overwrite: true,
    },
    responseElements: { version: 8, tier: 'Standard' },
  },
}
const TERRAFORM = {
  kind: 'role',
  name: 'terraform',
  session: 'run-42',
  sourceIp: '203.0.113.7',
  userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.0',
}

const parse = (message: object) => parseMessage(JSON.stringify(message), NOW)
const change = (detail: object, more: object = {}) =>
  parse({ ...CHANGE, detail: { ...CHANGE.detail, ...detail }, ...more })
const call = (detail: object) => parse({ ...CALL, detail: { ...CALL.detail, ...detail } })

describe('a change of a parameter', () => {
  test('by its name, time and place', () => {
    expect(change({})).toEqual({
      kind: 'alias',
      news: {
        account: '123456789012',
        region: 'us-east-1',
        id: 'parameter/6a7e4feb-b491-4cf7-a9f1-bf3703467718',
        atMs: Date.UTC(2026, 0, 15, 11, 59, 43),
        parameters: ['/golden/prod'],
        what: { kind: 'changed' },
      },
    })
  })

  test('that made it, and that deleted it', () => {
    expect(change({ operation: 'Create' })).toMatchObject({ news: { what: { kind: 'changed' } } })
    expect(change({ operation: 'Delete' })).toMatchObject({
      news: { what: { kind: 'changed', isDeletion: true } },
    })
  })

  test('that Parameter Store did not make, with AWS’s reason', () => {
    expect(change({ exception: 'Unable to Describe Resource', dataType: 'aws:ec2:image' })).toMatchObject({
      news: { what: { kind: 'rejected', reason: 'Unable to Describe Resource' } },
    })
  })

  test('that sets nothing is dropped', () => {
    expect(change({ operation: 'LabelParameterVersion' }).kind).toBe('nothing')
  })

  test.each([
    ['without a time', { time: undefined }],
    ['with a time that cannot be read', { time: 'soon' }],
    ['from the future', { time: '2027-01-01T00:00:00Z' }],
  ])('%s has the time of its arrival', (_what, more) => {
    expect(change({}, more)).toMatchObject({ news: { atMs: NOW } })
  })
})

describe('a call that CloudTrail recorded', () => {
  test('who set which parameter, and the version that it made', () => {
    expect(call({})).toEqual({
      kind: 'alias',
      news: {
        account: '123456789012',
        region: 'us-east-1',
        id: 'call/0f3d/parameters',
        atMs: Date.UTC(2026, 0, 15, 11, 59, 41),
        parameters: ['/golden/prod'],
        what: { kind: 'called', principal: TERRAFORM, version: 8 },
      },
    })
  })

  test('who deleted one, or several', () => {
    expect(call({ eventName: 'DeleteParameter', responseElements: null })).toMatchObject({
      news: { parameters: ['/golden/prod'], what: { kind: 'called', isDeletion: true } },
    })
    expect(
      call({
        eventName: 'DeleteParameters',
        requestParameters: { names: ['/a', 3, '/b'] },
        responseElements: null,
      }),
    ).toMatchObject({ news: { parameters: ['/a', '/b'], what: { isDeletion: true } } })
  })

  test('somebody who cannot be read is unknown, and the call counts all the same', () => {
    expect(call({ userIdentity: 3, sourceIPAddress: undefined, userAgent: undefined })).toMatchObject({
      news: { what: { principal: { kind: 'unknown' }, version: 8 } },
    })
  })

  test.each([
    ['refused', { errorCode: 'AccessDenied' }],
    ['another one', { eventName: 'AddTagsToResource' }],
    ['without a name', { requestParameters: null }],
  ])('%s is dropped', (_what, detail) => {
    expect(call(detail).kind).toBe('nothing')
  })
})

test.each([
  ['no name', { ...CHANGE, detail: { operation: 'Update' } }, /detail\.name/],
  ['no account', { ...CHANGE, account: 'me' }, /12 digits/],
  ['another type', { ...CHANGE, 'detail-type': 'Parameter Store Policy Action' }, /detail-type/],
  ['a call without a source', { ...CALL, detail: { ...CALL.detail, eventSource: 'x' } }, /eventSource/],
])('%s cannot be read, and says why without a value', (_what, message, why) => {
  expect(parse(message)).toEqual({ kind: 'unreadable', why: expect.stringMatching(why) })
})

test('whatever AWS sends is read or refused, and never thrown at', () => {
  const anything = fc.object({ maxDepth: 3 })
  fc.assert(
    fc.property(anything, anything, (more, detail) => {
      for (const sample of [CHANGE, CALL]) {
        const { kind } = parse({
          ...sample,
          ...more,
          source: 'aws.ssm',
          detail: { ...sample.detail, ...detail },
        })
        expect(['alias', 'nothing', 'unreadable']).toContain(kind)
      }
    }),
    { numRuns: 200, seed: 7 },
  )
})
