import { type Message, startWorld, type TestWorld } from '../support/world.ts'

/** A plan over images that others may launch, through the packaged functions. */

const [READY, ALERTS] = ['ami-ready', 'ami-alerts']

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({ slack: { rateLimits: 'off' }, destructivePerHour: 1 })
})
afterAll(() => world.close())

const press = (person: string, { ts, blocks }: Message, channel: string, actionId: string) => {
  const value = new RegExp(`"action_id":"${actionId}".*?"value":"([^"]*)"`).exec(JSON.stringify(blocks))?.[1]
  if (value === undefined) throw new Error(`Expected the button ${actionId} in ${JSON.stringify(blocks)}.`)
  return world.click(person, { channel, ts, action_id: actionId, value })
}

test('their number is typed; that is no approval, and lifts no limit', async () => {
  const ids: string[] = []
  for (const number of [1, 2]) {
    const { imageId } = await world.image({ name: `shared-${number}` })
    await world.change(imageId, 'share', { account: '210987654321' })
    ids.push(imageId)
  }
  await world.post('/functions/schedule')
  await world.idle()
  const states = async () =>
    (await world.images()).filter(({ imageId }) => ids.includes(imageId)).map(({ state }) => state)

  await press('maria', await world.ask('maria', 'list shared-*'), READY, 'select')
  await world.submit('maria', { action: { action: 'disable' }, which: { which: 'all' } })
  const form = await world.form('maria')
  expect(form?.text).toMatch(
    /2 images are more than the 1 that you may change.*Type the number of images: 2.*because images are in use, shared/s,
  )
  const purpose = { purpose: { purpose: 'replaced' } }
  expect(await world.submit('maria', { ...purpose, typed: { typed: '3' } })).toMatchObject({
    errors: { typed: 'Type the number of images: 2.' },
  })
  await world.submit('maria', { ...purpose, typed: { typed: ' 2 ' } })
  expect((await world.form('maria'))?.text).toContain('Awaiting approval by')
  expect(await states()).toEqual(['available', 'available'])

  const card = (await world.roots(ALERTS)).findLast(({ metadata }) => metadata?.event_type === 'amiops_plan')
  if (!card) throw new Error('Expected the card of the plan.')
  await press('alex', card, ALERTS, 'plan-approve-number')
  await world.submit('alex', { number: { number: '2' } })
  await world.advance(60_000)
  expect(await states()).toEqual(['disabled', 'disabled'])
})
