import { envelopeOf, startWorld, type TestWorld } from '../support/world.ts'

/** Slack answers 500. What failed is sent by e-mail after five minutes, once, and its card says so later. */

const MINUTE = 60_000

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({ slack: { rateLimits: 'off' } })
})
afterEach(() => world.sandbox.faults.clear())
afterAll(() => world.close())

interface Emailed {
  subject: string
  body: string
}
const emailsOf = async (imageId: string): Promise<Emailed[]> =>
  (await world.get<Emailed[]>('/emails')).filter(({ body }) => body.includes(imageId))

/** One of production that fails, and two of which nobody hears by e-mail. */
const withoutSlack = async (minutes: number) => {
  world.fault({ service: 'slack', call: '*', error: '500', times: 1_000_000 })
  const failed = await world.image({ name: 'payments-7', tags: { Environment: 'production' } })
  const others = [
    await world.image({ name: 'web-1' }),
    await world.image({ name: 'web-2', state: 'disabled' }),
  ]
  await Promise.all([
    world.post('/events', envelopeOf(failed.imageId, 'failed', { errorMessage: 'no space left' })),
    ...others.map(({ imageId, state }) => world.post('/events', envelopeOf(imageId, state))),
  ])
  await world.advance(minutes * MINUTE)
  return { failed: failed.imageId, others: others.map(({ imageId }) => imageId) }
}

test('ten minutes: one e-mail for the failed image of production, none for others; later its card says so', async () => {
  const { failed, others } = await withoutSlack(10)
  const [email, ...more] = await emailsOf(failed)
  expect(more).toEqual([])
  expect(email?.subject).toBe(`amiops: Failed: payments-7 (${failed}) in production, us-east-1`)
  expect(email?.body).toMatch(
    /^Failed: payments-7 .*\nReason: no space left\nAccount: production .*\nRule: production failures\nConsole: https:/s,
  )
  for (const other of others) expect(await emailsOf(other)).toEqual([])
  world.sandbox.faults.clear()
  await world.advance(6 * MINUTE)
  expect((await world.card('ami-alerts', failed)).text).toMatch(
    /Sent by e-mail .*because Slack did not answer/,
  )
  for (const other of others) {
    const cards = [...(await world.cards('ami-ready', other)), ...(await world.cards('ami-alerts', other))]
    expect(cards).toHaveLength(1)
    expect(cards[0]?.text).not.toMatch(/e-mail/)
  }
  expect(await emailsOf(failed)).toHaveLength(1)
})

test('Slack is back after four minutes: no e-mail', async () => {
  const { failed } = await withoutSlack(4)
  world.sandbox.faults.clear()
  await world.advance(6 * MINUTE)
  expect((await world.card('ami-alerts', failed)).text).not.toMatch(/e-mail/)
  expect(await emailsOf(failed)).toEqual([])
})

test('SNS is down as well, and the function dies on the way: one e-mail, and the card comes', async () => {
  world.fault({ service: 'sns', call: 'Publish', error: 'InternalError', times: 2 })
  const { failed } = await withoutSlack(7)
  expect(await emailsOf(failed)).toEqual([])
  await world.advance(4 * MINUTE)
  expect(await emailsOf(failed)).toHaveLength(1)
  world.sandbox.faults.clear()
  await world.advance(6 * MINUTE)
  expect((await world.card('ami-alerts', failed)).text).toMatch(/Sent by e-mail/)
})
