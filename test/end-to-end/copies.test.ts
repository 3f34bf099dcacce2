import { startWorld, type TestWorld } from '../support/world.ts'

/** CopyImage through the packaged functions: a build has one card, and its copies are rows on it. */

let world: TestWorld
beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.close())

const NAME = 'payments-base-2026-11-30'

const copied = async (imageId: string, region: string, name = NAME) => {
  await world.change(imageId, 'copy', { region, name })
  const copy = (await world.images()).find(one => one.region === region && one.name === name)
  if (!copy) throw new Error(`Expected a copy of ${imageId} in ${region}.`)
  return copy.imageId
}

test('a build and its copies in two regions: one card, a quiet line for each, later changes in their rows', async () => {
  const { imageId } = await world.image({ quiet: false, name: NAME })
  const copies = [await copied(imageId, 'eu-west-1'), await copied(imageId, 'us-west-2')]
  const roots = await world.roots('ami-ready')
  expect(roots).toHaveLength(1)
  const [card] = roots
  expect(card?.text).toContain(`🟢 Available: ${NAME} (${imageId})`)
  for (const copy of copies) expect(card?.text).toContain(`\`${copy}\``)
  expect(card?.replies?.map(({ text }) => text)).toEqual(
    copies.map(copy => expect.stringContaining(`${NAME} (${copy}) in production `)),
  )
  expect(card?.replies?.some(({ subtype }) => subtype === 'thread_broadcast')).toBe(false)

  const [first = ''] = copies
  await world.change(first, 'disable')
  const [changed, ...more] = await world.roots('ami-ready')
  expect(more).toEqual([])
  expect(changed?.text).toContain(`🟡 Disabled production · eu-west-1 · \`${first}\``)
  expect(changed?.text).toContain(`🟢 Available: ${NAME} (${imageId})`)
})

test('the menu on the card opens a copy privately, with its buttons and a note of where it is shown', async () => {
  const { imageId, account } = await world.image({ quiet: false, name: NAME })
  const copy = await copied(imageId, 'eu-west-1')
  const { ts } = await world.card('ami-ready', imageId)
  await world.click('maria', {
    channel: 'ami-ready',
    ts,
    action_id: 'more',
    value: `status|${account}/eu-west-1/${copy}`,
  })
  const answer = (await world.privateOf('maria')).at(-1)
  expect(answer?.text).toContain(`(${copy}) in production (123456789012), eu-west-1`)
  expect(answer?.text).toContain(`A copy: shown on the card of \`${NAME}\` in`)
  expect(JSON.stringify(answer?.blocks)).toContain('"disable"')
})

test('a copy that fails has a card of its own', async () => {
  const { imageId } = await world.image({ quiet: false, name: NAME })
  const copy = await copied(imageId, 'eu-west-1')
  await world.change(copy, 'fail', { errorMessage: 'Given key ID is not accessible' })
  expect((await world.card('ami-alerts', copy)).text).toContain('🔴 Failed')
})
