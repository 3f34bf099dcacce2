import { createServer, type Server } from 'node:http'
import { devNull } from 'node:os'
import { createChange } from '../../src/aws/ec2/change.ts'
import { createActorSessions, type OpenedSession } from '../../src/aws/sts/actor-sessions.ts'
import { createAssumeForChange } from '../../src/aws/sts/assume-for-change.ts'
import type { ChangeSession } from '../../src/domain/change-session.ts'
import type { SessionPolicy } from '../../src/domain/session-policy.ts'
import { createStillClock } from '../support/clock.ts'
import { silentLog } from '../support/silent-log.ts'

/** What the adapter asks STS for, and what it makes of each answer. */

const OWN = '123456789012'
const OTHER = '345678901234'
const OWN_ROLE = `arn:aws:iam::${OWN}:role/amiops-production-actor`
const OTHER_ROLE = `arn:aws:iam::${OTHER}:role/amiops-actor`
const IMAGE_ID = 'ami-0123456789abcdef0'
const SESSION: ChangeSession = { requestKey: 'a1b2/approved', by: 'U0MARIA', approver: 'U0ALEX' }
const POLICIES: readonly SessionPolicy[] = [
  { text: '{"narrow":1}' },
  { text: '{"wide":1}', allSnapshots: true },
]

type Reply = { status: number; code: string } | 'open' | 'hang up'

let server: Server
let asked: Record<string, string>[]
let reply: (form: Record<string, string>) => Reply

const credentials = (number: number): string =>
  `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIA${number}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2026-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`

beforeEach(async () => {
  asked = []
  reply = () => 'open'
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()))
    asked.push(form)
    const answer = reply(form)
    if (answer === 'hang up') return void request.socket.destroy()
    response.setHeader('content-type', 'text/xml')
    if (answer === 'open') return void response.end(credentials(asked.length))
    response.statusCode = answer.status
    response.end(
      `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${answer.code}</Code><Message>no</Message></Error></ErrorResponse>`,
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  Object.assign(process.env, {
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIATEST',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  })
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

const clock = createStillClock()
const connect = (ownRoleArn: string | undefined = OWN_ROLE) =>
  createActorSessions({
    accounts: [
      { id: OWN, regions: ['us-east-1'] },
      { id: OTHER, regions: ['us-east-1'], role: OTHER_ROLE },
    ],
    ownRoleArn,
    assume: createAssumeForChange(),
    nowMs: clock.nowMs,
    log: silentLog,
  })
const target = (account = OWN) => ({ account, name: IMAGE_ID })
const keyOf = (opened: OpenedSession) =>
  opened.kind === 'open' ? opened.credentials.accessKeyId : opened.code

test('a session of 15 minutes names who asked, who approved and the request, and has its policy', async () => {
  const opened = await connect()(target(), SESSION, POLICIES)
  expect(opened).toEqual({
    kind: 'open',
    credentials: { accessKeyId: 'ASIA1', secretAccessKey: 'secret', sessionToken: 'token' },
  })
  expect(asked).toEqual([
    {
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: OWN_ROLE,
      RoleSessionName: 'amiops-a1b2.approved',
      DurationSeconds: '900',
      SourceIdentity: 'U0MARIA',
      'Tags.member.1.Key': 'amiops:request',
      'Tags.member.1.Value': 'a1b2/approved',
      'Tags.member.2.Key': 'amiops:approver',
      'Tags.member.2.Value': 'U0ALEX',
      Policy: '{"narrow":1}',
    },
  ])
})

test('one session serves all calls of its request, also at the same time; another request, person or account gets another', async () => {
  const open = connect()
  const [first, second] = await Promise.all([
    open(target(), SESSION, POLICIES),
    open(target(), SESSION, POLICIES),
  ])
  expect([keyOf(first), keyOf(second), keyOf(await open(target(), SESSION, POLICIES))]).toEqual(
    Array.from({ length: 3 }, () => 'ASIA1'),
  )
  const others = [
    await open(target(), { ...SESSION, requestKey: 'c3' }, POLICIES),
    await open(target(), { ...SESSION, by: 'U0SAM' }, POLICIES),
    await open(target(), SESSION, POLICIES.slice(0, 1)),
    await open(target(OTHER), SESSION, POLICIES),
  ]
  expect(others.map(keyOf)).toEqual(['ASIA2', 'ASIA3', 'ASIA4', 'ASIA5'])
  expect(asked.at(-1)?.RoleArn).toBe(OTHER_ROLE)
})

test('it is used until a minute before it ends', async () => {
  const open = connect()
  await open(target(), SESSION, POLICIES)
  clock.advance(14 * 60_000 - 1)
  expect(keyOf(await open(target(), SESSION, POLICIES))).toBe('ASIA1')
  clock.advance(1)
  expect(keyOf(await open(target(), SESSION, POLICIES))).toBe('ASIA2')
})

test('a policy that STS cannot pack is replaced by the next one', async () => {
  reply = ({ Policy }) => (Policy === '{"narrow":1}' ? { status: 400, code: 'PackedPolicyTooLarge' } : 'open')
  expect(await connect()(target(), SESSION, POLICIES)).toMatchObject({ kind: 'open', allSnapshots: true })
  expect(await connect()(target(), SESSION, POLICIES.slice(0, 1))).toMatchObject({
    kind: 'refused',
    code: 'NoSession',
    message: expect.stringContaining('PackedPolicyTooLarge'),
  })
})

test.each<[string, Reply, string, RegExp]>([
  [
    'a trust policy that does not allow it',
    { status: 403, code: 'AccessDenied' },
    'NoSession',
    /^STS denied a session of \S+amiops-production-actor for ami-0123456789abcdef0 \(AccessDenied\)\. Its trust policy must allow sts:AssumeRole, sts:SetSourceIdentity and sts:TagSession/,
  ],
  ['throttling', { status: 400, code: 'Throttling' }, 'SessionUnavailable', /\(Throttling\)/],
  ['an outage', { status: 500, code: 'InternalFailure' }, 'SessionUnavailable', /\(InternalFailure\)/],
  ['no answer', 'hang up', 'SessionUnavailable', /amiops-production-actor/],
])('%s: the change is refused, and asked for again the next time', async (_what, answer, code, words) => {
  reply = () => answer
  const open = connect()
  expect(await open(target(), SESSION, POLICIES)).toEqual({
    kind: 'refused',
    code,
    message: expect.stringMatching(words),
  })
  reply = () => 'open'
  expect((await open(target(), SESSION, POLICIES)).kind).toBe('open')
})

test.each<[string, () => Promise<OpenedSession>]>([
  ['the own role is not known', () => connect('')(target(), SESSION, POLICIES)],
  ['the person has no id that STS takes', () => connect()(target(), { ...SESSION, by: '?' }, POLICIES)],
])('%s: STS is not asked', async (_what, open) => {
  expect(await open()).toMatchObject({ kind: 'refused', code: 'NoSession' })
  expect(asked).toEqual([])
})

test('without a session neither EC2 nor Amazon Inspector is called', async () => {
  const never = () => {
    throw new Error('It was called.')
  }
  const change = createChange({
    forSession: never,
    startScan: never,
    openSession: async () => ({ kind: 'refused', code: 'NoSession', message: 'no.' }),
  })
  const image = { account: OWN, region: 'us-east-1', imageId: IMAGE_ID }
  for (const call of ['DisableImage', 'StartOnDemandScan'] as const)
    for (const isDryRun of [true, false])
      expect(await change({ call, image }, { ...SESSION, image, calls: [call] }, isDryRun)).toMatchObject({
        code: 'NoSession',
      })
})
