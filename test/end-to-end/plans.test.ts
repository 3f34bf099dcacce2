import { addRecycleBinRules, KEPT } from '../support/proposals.ts'
import { type Message, startWorld, type TestWorld } from '../support/world.ts'

/** Many images as one plan: from a list to the last image, through the packaged functions. */

const CHANNEL = 'ami-ready'
const ALERTS = 'ami-alerts'
const IMAGES = 45
const STAGING = '345678901234'

let world: TestWorld
let ids: string[]

beforeAll(async () => {
  world = await startWorld({ digestAbove: 5, slack: { rateLimits: 'off' } })
  addRecycleBinRules(world)
  ids = []
  for (let number = 0; number < IMAGES; number++)
    ids.push((await world.image({ name: `old-${number}`, tags: KEPT })).imageId)
  await world.post('/functions/schedule')
  await world.idle()
})
afterAll(() => world.close())

const closeForms = async (): Promise<void> => {
  for (const person of ['maria', 'alex'])
    if (await world.form(person)) await world.post(`/people/${person}/close`, { all: true })
}
afterEach(closeForms)

/** Presses a button of a message by its action, and waits until all is quiet. */
const press = async (person: string, on: Message, channel: string, actionId: string): Promise<void> => {
  const value = new RegExp(`"action_id":"${actionId}"[^}]*\\}[^}]*?"value":"((?:[^"\\\\]|\\\\.)*)"`).exec(
    JSON.stringify(on.blocks),
  )?.[1]
  if (value === undefined) throw new Error(`Expected the button ${actionId} in ${JSON.stringify(on.blocks)}.`)
  await world.click(person, {
    channel,
    ts: on.ts,
    action_id: actionId,
    value: JSON.parse(`"${value}"`) as string,
  })
}

/** Selects all images of a list, and goes on to the form of their plan. */
const selectAll = async (list: Message, action: string): Promise<string> => {
  await press('maria', list, list.channel ?? CHANNEL, 'select')
  const opened = await world.form('maria')
  if (opened?.submit === undefined) throw new Error(opened?.text ?? 'no form')
  await world.submit('maria', { action: { action }, which: { which: 'all' } })
  return formOf()
}

const formOf = async (): Promise<string> => {
  const form = await world.form('maria')
  return `${form?.submit}: ${form?.text}`
}

const cardOf = async (channel: string): Promise<Message> => {
  const cards = (await world.roots(channel)).filter(({ metadata }) => metadata?.event_type === 'amiops_plan')
  const card = cards.at(-1)
  if (!card) throw new Error(`Expected the card of a plan in ${channel}.`)
  return card
}

const statesOf = async (): Promise<string[]> => {
  const states = new Map((await world.images()).map(({ imageId, state }) => [imageId, state]))
  return ids.map(id => states.get(id) ?? 'deregistered')
}
/** Those that another account can launch. */
const sharedIds = (): string[] =>
  ids.filter(id =>
    world.sandbox.ec2.fleet.images.some(
      ({ image, launchPermissions }) => image.ImageId === id && launchPermissions.length > 0,
    ),
  )
const countOf = (states: readonly string[], state: string): number =>
  states.filter(one => one === state).length

test('above the limit, an approver types the number; all are disabled, and undo brings all back', async () => {
  for (const id of ids.slice(0, 3)) await world.post(`/images/${id}/share`, { account: STAGING })
  const list = await world.ask('maria', 'list old-*')
  const form = await selectAll(list, 'disable')
  expect(form).toContain(`Request approval: *${IMAGES} images*`)
  expect(form).toContain('more than the 20 that you may change within an hour')
  await world.submit('maria', { purpose: { purpose: 'CVE-2026-1' }, typed: { typed: String(IMAGES) } })
  expect((await world.form('maria'))?.text).toContain('Awaiting approval by')
  expect(countOf(await statesOf(), 'available')).toBe(IMAGES)

  const asked = await cardOf(ALERTS)
  expect(asked.text).toContain('CVE-2026-1')
  await press('alex', asked, ALERTS, 'plan-approve-number')
  await world.submit('alex', { number: { number: '44' } })
  expect((await world.form('alex'))?.text).toContain('has 45 images, not 44')
  await closeForms()
  await press('alex', asked, ALERTS, 'plan-approve-number')
  await world.submit('alex', { number: { number: '45' } })
  await world.advance(5 * 60_000)
  expect(countOf(await statesOf(), 'disabled')).toBe(IMAGES)
  const done = await cardOf(ALERTS)
  expect(done.text).toContain('✅ Done')
  expect(done.text).toContain('45 done')
  for (const id of ids) expect(world.changes(id)).toHaveLength(1)

  expect(sharedIds()).toEqual([])
  await press('maria', done, ALERTS, 'plan-undo')
  const undo = await formOf()
  expect(undo).toContain(`Enable ${IMAGES}: *${IMAGES} images*`)
  expect(undo).toContain('launch permissions of 3 images are given back: account `345678901234`')
  await world.submit('maria', {})
  await world.advance(5 * 60_000)
  expect(countOf(await statesOf(), 'available')).toBe(IMAGES)
  for (const id of ids) expect(world.changes(id)).toHaveLength(2)
  expect(sharedIds()).toEqual(ids.slice(0, 3))
  const undone = (await world.roots(CHANNEL)).concat(await world.roots(ALERTS))
  expect(undone.map(({ text }) => text).join()).toMatch(/45 done · launch permissions: 3 done/)
  for (const id of ids.slice(0, 3)) await world.post(`/images/${id}/unshare`, { account: STAGING })
})

test('stopped while it runs, it leaves the rest alone', async () => {
  const list = await world.ask('maria', 'list old-*')
  await selectAll(list, 'disable')
  await world.submit('maria', { purpose: { purpose: 'too old' } })
  const asked = await cardOf(ALERTS)
  await press('alex', asked, ALERTS, 'plan-approve-number')
  const before = ids.map(id => world.changes(id).length)
  // Each call takes so long that there is time to stop.
  world.fault({ service: 'ec2', call: 'DisableImage', delayMs: 4_000, times: 500 })
  await world.post('/people/alex/submit', { values: { number: { number: String(IMAGES) } } })
  await world.advance(7_000)
  const { ts, metadata } = await cardOf(ALERTS)
  const value = metadata?.event_payload.plan
  await world.post('/people/maria/click', { channel: ALERTS, ts, action_id: 'plan-stop', value })
  await world.advance(10 * 60_000)
  const states = await statesOf()
  const changed = ids.filter((id, at) => world.changes(id).length > (before[at] ?? 0)).length
  expect(changed).toBeGreaterThan(0)
  expect(changed).toBeLessThanOrEqual(20)
  expect(countOf(states, 'disabled')).toBe(changed)
  expect((await cardOf(ALERTS)).text).toContain(`Stopped by`)
  world.sandbox.faults.clear()
})

test('after a mass deletion, the digest restores all of them with one plan', async () => {
  await Promise.all(ids.map(id => world.post(`/images/${id}/deregister`)))
  await world.idle()
  await world.advance(2 * 60_000)
  const digest = (await world.roots(ALERTS)).findLast(({ text }) => /images? deregistered/.test(text))
  if (!digest)
    throw new Error(
      `Expected a digest, got ${(await world.roots(ALERTS)).map(({ text }) => text).join('\n')}`,
    )
  await press('maria', digest, ALERTS, 'list')
  const page = (await world.privateOf('maria')).at(-1)
  if (!page) throw new Error('Expected the list of the digest.')
  // The first images of the burst have cards of their own.
  const inDigest = Number(/(\d+) images/.exec(page.text)?.[1])
  expect(inDigest).toBeGreaterThan(IMAGES / 2)
  expect(await selectAll(page, 'restore')).toContain(`Restore ${inDigest}: `)
  await closeForms()

  const list = await world.ask('maria', 'deleted old-*')
  expect(list.text).toContain(`${IMAGES} deregistered images`)
  expect(await selectAll(list, 'restore')).toContain(`Restore ${IMAGES}: `)
  await world.submit('maria', {})
  await world.advance(10 * 60_000)
  expect(countOf(await statesOf(), 'deregistered')).toBe(0)
  expect((await world.ask('maria', 'deleted old-*')).text).toContain('0 deregistered images')
})
