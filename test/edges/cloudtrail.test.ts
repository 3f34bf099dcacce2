import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { parse as yaml } from 'yaml'
import { principalWords } from '../../blocks/principal.ts'
import { parseMessage } from '../../src/aws/events/bus-message.ts'
import { parseApiCall } from '../../src/aws/events/cloudtrail.ts'
import { TRAIL_CALLS } from '../../src/domain/cloud-trail-call.ts'
import { imageKey, parseImageKey } from '../../src/domain/image.ts'

const NOW_MS = Date.UTC(2026, 10, 23, 12)
const RUNS = { seed: 20261123, numRuns: 1_000 }
const imageId = 'ami-0123456789abcdef0'

const envelope = (detail: object = {}) => ({
  id: 'e-1',
  source: 'aws.ec2',
  'detail-type': 'AWS API Call via CloudTrail',
  account: '123456789012',
  region: 'us-east-1',
  time: '2026-11-23T11:59:00Z',
  detail: {
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DisableImage',
    eventTime: '2026-11-23T11:58:00Z',
    eventID: 'c-1',
    requestID: 'r-1',
    requestParameters: { imageId },
    responseElements: { requestId: 'r-1', _return: true },
    ...detail,
  },
})
const parse = (detail: object) => parseApiCall(JSON.stringify(envelope(detail)), NOW_MS)
const read = (detail: object) => {
  const parsed = parse(detail)
  if (parsed.kind !== 'call') throw new Error(`Expected a call, got ${JSON.stringify(parsed)}.`)
  return parsed.call
}

test('any text is a call, nothing to tell of, or a reason why not; and the caller can be drawn', () => {
  const anyDetail = fc.record(
    {
      eventName: fc.oneof(fc.constantFrom(...TRAIL_CALLS), fc.anything()),
      eventTime: fc.anything(),
      errorCode: fc.anything(),
      userAgent: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
      sourceIPAddress: fc.anything(),
      requestParameters: fc.oneof(fc.constant({ imageId }), fc.anything()),
      responseElements: fc.oneof(fc.constant({ imageId }), fc.anything()),
      userIdentity: fc.oneof(
        fc.record(
          {
            type: fc.oneof(fc.constantFrom('IAMUser', 'AssumedRole', 'Root', 'AWSService'), fc.anything()),
            arn: fc.anything(),
            userName: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
            sessionContext: fc.anything(),
          },
          { requiredKeys: [] },
        ),
        fc.anything(),
      ),
    },
    { requiredKeys: [] },
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    anyDetail.map(detail => JSON.stringify(envelope(detail))),
  )
  fc.assert(
    fc.property(text, body => {
      const parsed = parseMessage(body, NOW_MS)
      if (parsed.kind !== 'call') return expect('why' in parsed ? parsed.why : parsed.kind).not.toBe('')
      expect(parseImageKey(imageKey(parsed.call))).toBeDefined()
      expect(parsed.call.atMs).toBeLessThanOrEqual(NOW_MS)
      return expect(principalWords(parsed.call.principal).length).toBeLessThan(1_000)
    }),
    RUNS,
  )
})

const role = (more: object = {}) => ({
  type: 'AssumedRole',
  principalId: 'AROAX:tf-42',
  arn: 'arn:aws:sts::123456789012:assumed-role/deployer/tf-42',
  accountId: '123456789012',
  sessionContext: { sessionIssuer: { type: 'Role', userName: 'deployer' }, ...more },
})
const sso = {
  type: 'AssumedRole',
  arn: 'arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ana@example.com',
}

test.each<[situation: string, userIdentity: unknown, words: string]>([
  ['an IAM user', { type: 'IAMUser', userName: 'ops', accountId: '123456789012' }, 'IAM user `ops` with'],
  ['a role', role(), 'role `deployer` (session `tf-42`) with'],
  [
    'a role with somebody behind it',
    role({ sourceIdentity: 'terraform-ci' }),
    '`terraform-ci` (role `deployer`, session `tf-42`) with',
  ],
  ['a person through IAM Identity Center', sso, '`ana@example.com` (role `Admin`) with'],
  ['the root', { type: 'Root', accountId: '123456789012' }, 'root of account `123456789012` with'],
  [
    'a federated user',
    { type: 'FederatedUser', arn: 'arn:aws:sts::123456789012:federated-user/eva' },
    'federated user `eva` with',
  ],
  ['a service', { type: 'AWSService', invokedBy: 'backup.amazonaws.com' }, 'AWS Backup'],
  ['a service yet to come', { type: 'AWSService', invokedBy: 'new.amazonaws.com' }, '`new.amazonaws.com`'],
  ['a service that AWS does not name', { type: 'AWSService', invokedBy: 'AWS Internal' }, 'an AWS service'],
  ['another account', { type: 'AWSAccount', accountId: '210987654321' }, 'account `210987654321` with'],
  [
    'a user of IAM Identity Center',
    { type: 'IdentityCenterUser', onBehalfOf: { userId: 'u-1' } },
    'Identity Center user `u-1` with',
  ],
  ['a kind yet to come', { type: 'Robot', principalId: 'X' }, '`X` with'],
  ['nobody', undefined, '`nobody that CloudTrail names` with'],
])('%s is named', (_situation, userIdentity, words) => {
  expect(principalWords(read({ userIdentity }).principal)).toContain(words)
})

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:148.0) Gecko/20100101 Firefox/148.0'
const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0'
const automation = {
  type: 'AssumedRole',
  principalId: 'AROAX:Automation-3b2f1a00-1111-2222-3333-444455556666',
  arn: 'arn:aws:sts::123456789012:assumed-role/AutomationServiceRole/Automation-3b2f1a00-1111-2222-3333-444455556666',
  sessionContext: { sessionIssuer: { type: 'Role', userName: 'AutomationServiceRole' } },
}
const ops = { type: 'IAMUser', userName: 'ops' }
const from = '198.51.100.20'

test.each<[situation: string, detail: object, words: string]>([
  [
    'Firefox, in a session of the console',
    { userIdentity: sso, userAgent: FIREFOX, sessionCredentialFromConsole: 'true', sourceIPAddress: from },
    `\`ana@example.com\` (role \`Admin\`) in the AWS console from \`${from}\``,
  ],
  [
    'Chrome, in a session of the console',
    { userIdentity: ops, userAgent: CHROME, sessionCredentialFromConsole: 'true' },
    'IAM user `ops` in the AWS console',
  ],
  [
    'the command line in CloudShell, which is a session of the console',
    {
      userIdentity: ops,
      userAgent: 'aws-cli/2.31 exec-env/CloudShell',
      sessionCredentialFromConsole: 'true',
    },
    'IAM user `ops` with the AWS CLI',
  ],
  [
    'a browser outside the console',
    { userIdentity: ops, userAgent: CHROME },
    'IAM user `ops` with a browser',
  ],
  [
    'the console of older records',
    { userIdentity: ops, userAgent: 'signin.amazonaws.com', sourceIPAddress: from },
    `IAM user \`ops\` in the AWS console from \`${from}\``,
  ],
  [
    '`AWS Internal` from the address of a person',
    { userIdentity: ops, userAgent: 'AWS Internal', sourceIPAddress: from },
    `IAM user \`ops\` in the AWS console from \`${from}\``,
  ],
  [
    '`AWS Internal` from AWS itself',
    { userIdentity: ops, userAgent: 'AWS Internal', sourceIPAddress: 'AWS Internal/3' },
    'an AWS service, in the name of IAM user `ops`',
  ],
  [
    'Systems Manager Automation, with a role of its own',
    { userIdentity: automation, userAgent: 'ssm.amazonaws.com', sourceIPAddress: 'ssm.amazonaws.com' },
    'Systems Manager Automation, in the name of role `AutomationServiceRole` (session `Automation-3b2f1a00-1111-2222-3333-444455556666`)',
  ],
  [
    'somebody whose user agent claims to be a service',
    { userIdentity: ops, userAgent: 'backup.amazonaws.com', sourceIPAddress: from },
    `IAM user \`ops\` with the API from \`${from}\``,
  ],
  [
    'a service in the name of a user',
    { userIdentity: { ...ops, invokedBy: 'imagebuilder.amazonaws.com' }, sourceIPAddress: from },
    'EC2 Image Builder, in the name of IAM user `ops`',
  ],
  [
    'a service that nobody knows yet, in the name of a user of the console',
    {
      userIdentity: { ...ops, invokedBy: 'image-garden.amazonaws.com' },
      userAgent: FIREFOX,
      sessionCredentialFromConsole: 'true',
    },
    '`image-garden.amazonaws.com`, in the name of IAM user `ops`',
  ],
  [
    'a service in China',
    { userIdentity: { ...ops, invokedBy: 'image-garden.amazonaws.com.cn' } },
    '`image-garden.amazonaws.com.cn`, in the name of IAM user `ops`',
  ],
])('%s: how the call came is named', (_situation, detail, words) => {
  expect(principalWords(read(detail).principal)).toBe(words)
})

test('an AMI that is restored from S3 is named by the answer of its task', () => {
  const made = 'ami-0fedcba9876543210'
  const call = read({
    eventName: 'CreateRestoreImageTask',
    requestParameters: {
      CreateRestoreImageTaskRequest: { Bucket: 'ami-store', ObjectKey: `${imageId}.bin`, Name: 'restored' },
    },
    responseElements: { CreateRestoreImageTaskResponse: { imageId: made, requestId: 'x' } },
    userIdentity: role(),
  })
  expect(call).toMatchObject({
    call: 'CreateRestoreImageTask',
    imageId: made,
    principal: { name: 'deployer' },
  })
})

test('the rule that delivers calls asks for each call that is read, and for no other', () => {
  const { resources } = yaml(readFileSync('serverless.yml', 'utf8'), { merge: true }) as {
    resources: {
      Resources: { ImageCallRule: { Properties: { EventPattern: { detail: { eventName: string[] } } } } }
    }
  }
  const { eventName } = resources.Resources.ImageCallRule.Properties.EventPattern.detail
  expect([...eventName].sort()).toEqual([...TRAIL_CALLS].sort())
})

test('a hostile name mentions nobody and breaks out of nothing', () => {
  const evil = '<!channel> `<@U0MARIA>` *b* \n&'
  const words = principalWords(read({ userIdentity: { type: 'IAMUser', userName: evil } }).principal)
  expect(words).not.toMatch(/<|\n/)
  expect(words.match(/`/g)).toHaveLength(2)
})

test('a rehearsal is nothing to tell of, nor is a call that was refused before it had an image', () => {
  expect(parse({ errorCode: 'Client.DryRunOperation' }).kind).toBe('nothing')
  expect(parse({ requestParameters: { imageId, dryRun: true }, errorCode: 'Client.AuthFailure' }).kind).toBe(
    'nothing',
  )
  expect(parse({ eventName: 'CopyImage', responseElements: null, errorCode: 'Client.X' }).kind).toBe(
    'nothing',
  )
  expect(parse({ requestParameters: { imageId: '<!channel>' }, errorCode: 'Client.X' }).kind).toBe('nothing')
  expect(parse({ requestParameters: { imageId: '<!channel>' } }).kind).toBe('unreadable')
})

test('a maker’s image is in the answer; a newer call wraps what it was asked', () => {
  const made = 'ami-0fedcba9876543210'
  expect(read({ eventName: 'CopyImage', responseElements: { imageId: made } }).imageId).toBe(made)
  expect(read({ requestParameters: { DisableImageRequest: { ImageId: imageId } } }).imageId).toBe(imageId)
})

test('whom the image was shared with, and who lost it', () => {
  const launchPermission = {
    add: { items: [{ userId: '210987654321' }] },
    remove: { items: [{ group: 'all' }] },
  }
  expect(
    read({ eventName: 'ModifyImageAttribute', requestParameters: { imageId, launchPermission } }).sharing,
  ).toEqual({ added: ['210987654321'], removed: ['all'] })
})
