import { createEmails } from '../../../../src/aws/sns/emails.ts'
import { expectSoon } from '../support.ts'
import { button, type ControlRoom, NO_BOT, openControlRoom, openTab } from './open.ts'

let room: ControlRoom
beforeAll(async () => {
  room = await openControlRoom(NO_BOT)
  await openTab(room.page, 'Faults')
})
afterAll(() => room.close())

const toggle = (name: string, checked?: boolean) =>
  room.page.getByRole('switch', { name, ...(checked !== undefined && { checked }) })
const isOn = (name: string) => toggle(name, true).waitFor()
const isOff = (name: string) => toggle(name, false).waitFor()
const services = async () => (await room.get<{ service: string }[]>('faults')).map(({ service }) => service)

test('a switch says how many calls are left, and goes off by itself', async () => {
  const { page, world } = room
  await toggle('EC2 is throttled').click()
  await page.getByText('6 calls left').waitFor()
  const query = new URLSearchParams({ Action: 'DescribeImages', Version: '2016-11-15', MaxResults: '5' })
  const ask = async () => (await fetch(`${world.url}/ec2`, { method: 'POST', body: query })).status
  expect(await ask()).toBe(503)
  await page.getByText('5 calls left').waitFor()
  for (let call = 0; call < 5; call += 1) expect(await ask()).toBe(503)
  await isOff('EC2 is throttled')
})

test('one is switched off while another stays, then all are', async () => {
  await toggle('Slack answers 429').click()
  await isOn('Slack answers 429')
  await toggle('An event is lost').focus()
  await room.page.keyboard.press('Space')
  await isOn('An event is lost')
  await toggle('Slack answers 429').click()
  await isOff('Slack answers 429')
  await expectSoon(services).toEqual(['eventbridge'])
  await button(room.page, 'Turn all off').click()
  await isOff('An event is lost')
  await expectSoon(services).toEqual([])
})

test('a trait of Slack lasts until it is switched back; what the sandbox does not serve is not offered', async () => {
  const plan = async () => (await room.get<{ plan: string }>('slack')).plan
  await toggle('Free plan').click()
  await isOn('Free plan')
  await expectSoon(plan).toBe('free')
  await toggle('Free plan').click()
  await isOff('Free plan')
  await expectSoon(plan).toBe('paid')
  const { ok } = await fetch(`${room.world.url}/_sandbox/aws`)
  await expectSoon(() => toggle('CloudTrail').count()).toBe(ok ? 1 : 0)
})

test('a dead letter is seen in its queue, and opens', async () => {
  const { page, world } = room
  const dead = [...world.sqs.queues.values()].find(
    ({ settings }) => /dead/.test(settings.name) && !settings.fifo,
  )
  await openTab(page, 'Queues')
  const line = page.locator('.queue', { hasText: dead?.settings.name ?? '' })
  await line.waitFor()
  dead?.send({ body: JSON.stringify({ why: 'nobody could read it' }) })
  await button(line, 'Show 1 message').click()
  await line.locator('summary').click()
  await line.getByText('"nobody could read it"').waitFor()
  await expectSoon(() => line.getAttribute('class')).toContain('dead')
})

test('an e-mail comes into the inbox, its body as it was sent', async () => {
  const { page, world } = room
  const [topicArn = ''] = [...world.sns.topics.keys()].filter(arn => arn.endsWith('-fallback'))
  await openTab(page, 'E-mail')
  await page.getByText('turn on “Slack is down” under Faults').waitFor()
  const keys = { region: 'us-east-1', accessKeyId: 'AKIAANY', secretAccessKey: 'any' }
  const body = 'Failed: <b>web-1</b>\nReason: no space'
  await createEmails(keys, topicArn, `${world.url}/sns`).send({ subject: 'Failed: web-1', body })
  await page.getByRole('heading', { name: 'Failed: web-1' }).waitFor()
  expect(await page.locator('.email pre').textContent()).toBe(body)
})

test('the page says that the sandbox ended, without an error', async () => {
  await room.world.close()
  await room.page.getByRole('alert').getByText('Connection lost').waitFor()
  expect(room.pageErrors).toEqual([])
})
