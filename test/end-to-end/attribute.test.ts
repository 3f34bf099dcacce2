import { startWorld, type TestWorld } from '../support/world.ts'
import { worldNowMs } from '../support/world-time.ts'

let world: TestWorld
beforeAll(async () => {
  world = await startWorld()
  await world.post('/aws', { cloudTrailDelayMs: 300 })
})
afterAll(() => world.close())

const NAMED = /CloudTrail (EnableImage|DisableImage|ModifyImageAttribute)/

/** CloudTrail's events come when nobody waits for them any more. */
const trailArrives = async (count: number): Promise<void> => {
  const untilMs = Date.now() + 10_000
  while (world.moments('eventbridge', NAMED).length < count && Date.now() < untilMs) await world.idle()
  expect(world.moments('eventbridge', NAMED).length).toBeGreaterThanOrEqual(count)
  await world.idle()
}
/** Each look lets the world go on; what does not come in half a minute does not come. */
const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  const untilMs = Date.now() + 30_000
  while (!(await isSo()) && Date.now() < untilMs) await world.idle()
}
const arrived = (): number => world.moments('eventbridge', NAMED).length

test('disabled outside Slack: the card and the history name who did it, and nothing is posted for it', async () => {
  const { imageId } = await world.image()
  const before = arrived()
  await world.change(imageId, 'disable')
  await trailArrives(before + 1)
  await until(async () => (await world.card('ami-alerts', imageId)).text.includes('IAM user'))
  const card = await world.card('ami-alerts', imageId)
  expect(card.text).toMatch(/🟡 Disabled: .* By IAM user `ops` .*from `203\.0\.113\.24`/)
  expect(card.replies ?? []).toEqual([])
  const status = JSON.stringify((await world.ask('maria', `status ${imageId}`)).blocks)
  // The event and the call are one line.
  expect(status).toMatch(/Last changes\*\\n• 🟡 \*Disabled\* by IAM user `ops` with the AWS CLI [^•]*$/)
})

test('made public outside Slack: an alert in the channel of failures names who did it', async () => {
  const { imageId } = await world.image({ name: 'exposed' })
  const time = new Date(worldNowMs()).toISOString()
  await world.put({
    version: '0',
    id: crypto.randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.ec2',
    account: '123456789012',
    time,
    region: 'us-east-1',
    resources: [],
    detail: {
      eventTime: time,
      eventSource: 'ec2.amazonaws.com',
      eventName: 'ModifyImageAttribute',
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::123456789012:assumed-role/ops/kim',
        sessionContext: { sessionIssuer: { type: 'Role', userName: 'ops' } },
      },
      userAgent: 'CloudCustodian/0.9.40 Boto3/1.34',
      requestParameters: {
        imageId,
        launchPermission: { add: { items: [{ group: 'all' }] } },
        attributeType: 'launchPermission',
      },
      responseElements: { _return: true },
      eventID: crypto.randomUUID(),
    },
  })
  const alerts = (await world.roots('ami-alerts')).filter(({ text }) => text.includes(imageId))
  expect(alerts.map(({ text }) => text)).toEqual([
    expect.stringMatching(
      /🚨 AMI made public: `exposed` .*By role `ops` \(session `kim`\) with Cloud Custodian/,
    ),
  ])
})

test('asked for in Slack: CloudTrail proves it, and the card names nobody else', async () => {
  const { imageId } = await world.image({ quiet: false })
  const before = arrived()
  await world.act('maria', 'ami-ready', imageId, 'disable')
  await trailArrives(before + 1)
  // CloudTrail's record names the person by itself: the call was made in a session of the actor role.
  const record = JSON.stringify(world.moments('eventbridge', NAMED).at(-1)?.detail)
  expect(record).toContain('"sourceIdentity":"U0MARIA"')
  expect(record).toMatch(/"arn":"arn:aws:sts::123456789012:assumed-role\/amiops-sandbox-actor\/amiops-\w+"/)
  const history = async () => JSON.stringify((await world.ask('maria', `history ${imageId}`)).blocks)
  await until(async () => (await history()).includes('CloudTrail'))
  const card = await world.card('ami-ready', imageId)
  expect(card.text).toContain('By <@U0MARIA>')
  expect(card.text).not.toContain('amiops-sandbox')
  // The request, the event and the call are one entry.
  expect(await history()).toMatch(/\*Disabled\* by <@U0MARIA> .*Proof: AWS event, CloudTrail/)
  expect(await history()).not.toContain('DisableImage')
  expect(JSON.stringify(await world.ask('maria', `history ${imageId}`))).not.toContain('No request')
})
