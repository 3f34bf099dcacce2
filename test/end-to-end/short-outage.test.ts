import { KEPT, startInstance } from '../support/proposals.ts'
import { envelopeOf, filled, type Message, startWorld, type TestWorld } from '../support/world.ts'

/** DynamoDB fails for 35 seconds while people click: each click has its effect afterwards, and nothing stays unfinished. */

const OUTAGE_MS = 35_000
const MINUTE = 60_000

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({ digestAbove: 100, destructivePerHour: 1000, slack: { rateLimits: 'off' } })
})
afterAll(() => world.close())

const withoutLedger = async (gesture: () => Promise<unknown>): Promise<void> => {
  world.fault({ service: 'dynamodb', call: '*', error: 'InternalServerError', times: 1_000_000 })
  await gesture()
  await world.advance(OUTAGE_MS)
  world.sandbox.faults.clear()
  await world.advance(3 * MINUTE)
}

const isApproval = ({ metadata }: Message): boolean => metadata?.event_type === 'amiops_approval'

/** Clicks without waiting until all is quiet: time is moved by the test. */
const click = (person: string, channel: string, { ts }: Message, action_id: string) =>
  world.post(`/people/${person}/click`, { channel, ts, action_id })

test('Enable', async () => {
  const { imageId } = await world.image({ state: 'disabled' })
  await world.put(envelopeOf(imageId, 'disabled'))
  const card = await world.card('ami-alerts', imageId)
  await withoutLedger(() => click('maria', 'ami-alerts', card, 'enable'))
  expect(world.changes(imageId)).toHaveLength(1)
  expect((await world.card('ami-alerts', imageId)).text).toMatch(/🟢 Available/)
})

test('the click that opens a form: the form has its facts', async () => {
  const { imageId } = await world.image()
  await world.put(envelopeOf(imageId, 'available'))
  const card = await world.card('ami-ready', imageId)
  await withoutLedger(() => click('maria', 'ami-ready', card, 'disable'))
  const form = await world.form('maria')
  expect(form?.submit).toBe('Disable')
  expect(form?.text).not.toMatch(/Reading the facts/)
})

test('the form that is sent', async () => {
  const { imageId } = await world.image()
  await world.put(envelopeOf(imageId, 'available'))
  const form = await world.openForm('maria', 'ami-ready', imageId, 'disable')
  const name = /Type the image’s name: (.+)/.exec(form.text)?.[1]
  await withoutLedger(() => world.post('/people/maria/submit', { values: name ? filled({ name }) : {} }))
  expect(world.changes(imageId)).toHaveLength(1)
  expect((await world.form('maria'))?.text ?? '').not.toMatch(/Reading the facts|Sending/)
})

test('Approve', async () => {
  const { imageId } = await world.image({ tags: KEPT })
  startInstance(world, imageId, 'api')
  await world.put(envelopeOf(imageId, 'available'))
  const { text } = await world.openForm('maria', 'ami-ready', imageId, 'deregister')
  const name = /Type the image’s name: (.+)/.exec(text)?.[1]
  await world.submit('maria', filled({ ...(name && { name }), purpose: 'old' }))
  const [approval] = (await world.cards('ami-alerts', imageId)).filter(isApproval)
  if (!approval) throw new Error('Expected a card that asks for approval.')
  await withoutLedger(() => click('alex', 'ami-alerts', approval, 'approve'))
  expect(world.changes(imageId)).toHaveLength(1)
  const [after] = (await world.cards('ami-alerts', imageId)).filter(isApproval)
  expect(JSON.stringify(after?.blocks)).not.toMatch(/"approve"/)
})
