import { KEPT, startInstance } from '../support/proposals.ts'
import { envelopeOf, filled, type Message, startWorld, type TestWorld } from '../support/world.ts'

/** DynamoDB fails for 35 seconds while people click: each click has its effect afterwards, and nothing stays unfinished. */

const OUTAGE_MS = 35_000
const MINUTE = 60_000

let town: TestWorld
beforeAll(async () => {
  town = await startWorld({ digestAbove: 100, destructivePerHour: 1000, slack: { rateLimits: 'off' } })
})
afterAll(() => town.close())

const withoutLedger = async (gesture: () => Promise<unknown>): Promise<void> => {
  town.fault({ service: 'dynamodb', call: '*', error: 'InternalServerError', times: 1_000_000 })
  await gesture()
  await town.advance(OUTAGE_MS)
  town.world.faults.clear()
  await town.advance(3 * MINUTE)
}

const isApproval = ({ metadata }: Message): boolean => metadata?.event_type === 'amiops_approval'

/** Clicks without waiting until all is quiet: time is moved by the test. */
const click = (person: string, channel: string, { ts }: Message, action_id: string) =>
  town.post(`/people/${person}/click`, { channel, ts, action_id })

test('Enable', async () => {
  const { imageId } = await town.image({ state: 'disabled' })
  await town.put(envelopeOf(imageId, 'disabled'))
  const card = await town.card('ami-alerts', imageId)
  await withoutLedger(() => click('maria', 'ami-alerts', card, 'enable'))
  expect(town.changes(imageId)).toHaveLength(1)
  expect((await town.card('ami-alerts', imageId)).text).toMatch(/🟢 Available/)
})

test('the click that opens a form: the form has its facts', async () => {
  const { imageId } = await town.image()
  await town.put(envelopeOf(imageId, 'available'))
  const card = await town.card('ami-ready', imageId)
  await withoutLedger(() => click('maria', 'ami-ready', card, 'disable'))
  const form = await town.form('maria')
  expect(form?.submit).toBe('Disable')
  expect(form?.text).not.toMatch(/Reading the facts/)
})

test('the form that is sent', async () => {
  const { imageId } = await town.image()
  await town.put(envelopeOf(imageId, 'available'))
  const form = await town.openForm('maria', 'ami-ready', imageId, 'disable')
  const name = /Type the image’s name: (.+)/.exec(form.text)?.[1]
  await withoutLedger(() => town.post('/people/maria/submit', { values: name ? filled({ name }) : {} }))
  expect(town.changes(imageId)).toHaveLength(1)
  expect((await town.form('maria'))?.text ?? '').not.toMatch(/Reading the facts|Sending/)
})

test('Approve', async () => {
  const { imageId } = await town.image({ tags: KEPT })
  startInstance(town, imageId, 'api')
  await town.put(envelopeOf(imageId, 'available'))
  const { text } = await town.openForm('maria', 'ami-ready', imageId, 'deregister')
  const name = /Type the image’s name: (.+)/.exec(text)?.[1]
  await town.submit('maria', filled({ ...(name && { name }), purpose: 'old' }))
  const [approval] = (await town.cards('ami-alerts', imageId)).filter(isApproval)
  if (!approval) throw new Error('Expected a card that asks for approval.')
  await withoutLedger(() => click('alex', 'ami-alerts', approval, 'approve'))
  expect(town.changes(imageId)).toHaveLength(1)
  const [after] = (await town.cards('ami-alerts', imageId)).filter(isApproval)
  expect(JSON.stringify(after?.blocks)).not.toMatch(/"approve"/)
})
