import type { AskOf } from '../../../src/domain/ask.ts'
import type { ImageRef } from '../../../src/domain/image.ts'
import { serve } from '../../../src/flows/serve.ts'
import { changeImage } from '../../../src/stored/change-image.ts'
import { asked, worldWith } from '../../support/memory/asking.ts'
import { deliverReadings } from '../../support/memory/readings-queue.ts'

/** Images that a command names, in more accounts and regions than one function reads. */

const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1']
const ACCOUNTS = Array.from({ length: 10 }, (_, at) => String(100_000_000_000 + at))
const facts = (name: string) => ({
  state: 'available' as const,
  name,
  createdAtMs: 1,
  tags: {},
  snapshots: [],
})
const WEB: ImageRef = { account: '100000000007', region: 'eu-west-1', imageId: 'ami-0123456789abcdef0' }

const createOrganization = () => {
  const world = worldWith(
    { disable: { roles: ['operator'] } },
    { accounts: ACCOUNTS.map(id => ({ id, regions: REGIONS })) },
  )
  world.images.put(WEB, facts('web-1'))
  const looked: string[] = []
  const { describe, search } = world.images
  let silent: string | undefined
  const look = (account: string, region: string): void => {
    looked.push(`${account}/${region}`)
    if (account === silent) throw Object.assign(new Error('late'), { name: 'TimeoutError' })
  }
  Object.assign(world.needs.images, {
    async describe(...of: Parameters<typeof describe>) {
      look(of[0], of[1])
      return describe(...of)
    },
    async search(...of: Parameters<typeof search>) {
      look(of[0], of[1])
      return search(...of)
    },
  })
  const ask = (text: string, more: Partial<AskOf<'command'>> = {}) =>
    serve(world.needs, { ...asked(world, `ask-${text}`), kind: 'command', text, ...more })
  const said = () => world.messenger.privateMessages('U0MARIA')
  const forms = () => world.messenger.forms('V0TYPED').map(form => JSON.stringify(form.blocks))
  return {
    ...world,
    looked,
    ask,
    said,
    forms,
    silence: (account: string) => {
      silent = account
    },
    know: () => changeImage(world.ledger, WEB, now => ({ ...now, facts: facts('web-1') })),
  }
}

test('an id that the ledger knows: only its own account and region is asked', async () => {
  const world = createOrganization()
  await world.know()
  await world.ask(`status ${WEB.imageId}`)
  expect(world.said()).toEqual([expect.stringContaining('web-1')])
  expect([...new Set(world.looked)]).toEqual(['100000000007/eu-west-1'])
})

test('an id that the ledger knows, in an account that does not answer: that one is named', async () => {
  const world = createOrganization()
  await world.know()
  world.silence(WEB.account)
  await world.ask(`status ${WEB.imageId}`)
  expect(world.said()).toEqual([
    expect.stringMatching(/No image matches.*Searched: 100000000007 \(eu-west-1\).*no answer in time/s),
  ])
})

test('an id that nobody knows is looked for everywhere, and the answer says where EC2 did not answer', async () => {
  const world = createOrganization()
  world.silence('100000000003')
  await world.ask(`status ${WEB.imageId}`)
  expect(world.said()).toEqual([expect.stringContaining('Reading 40 accounts and regions')])
  await deliverReadings(world)
  expect(world.said().slice(1)).toEqual([expect.stringContaining('web-1')])
  await world.ask('status ami-0fedcba9876543210')
  await deliverReadings(world)
  const answer = world.said().at(-1)
  expect(answer).toContain('No image matches `ami-0fedcba9876543210`')
  expect(answer).toContain('100000000003 us-east-1: no answer in time')
})

test('a ledger that does not answer: EC2 is asked everywhere', async () => {
  const world = createOrganization()
  await world.know()
  const { readImages } = world.ledger
  world.ledger.readImages = async images => {
    if (images.length > 1) throw new Error('no answer')
    return readImages(images)
  }
  await world.ask(`status ${WEB.imageId}`)
  await deliverReadings(world)
  expect(world.said().at(-1)).toContain('web-1')
})

test('a change by name: the form says that it is read, then is the form of the image', async () => {
  const world = createOrganization()
  await world.ask('disable web-1', { viewId: 'V0TYPED' })
  expect(world.forms().at(-1)).toContain('Reading 40 accounts and regions')
  await deliverReadings(world)
  expect(world.forms().at(-1)).toContain(WEB.imageId)
})

test('several that match, from several places: a choice', async () => {
  const world = createOrganization()
  world.images.put({ ...WEB, account: '100000000002', imageId: 'ami-0123456789abcdef1' }, facts('web-2'))
  await world.ask('disable web-*', { viewId: 'V0TYPED' })
  await deliverReadings(world)
  expect(world.forms().at(-1)).toMatch(/Which image\?.*2 match/)
})

test('what is to be watched comes again as it was typed', async () => {
  const world = createOrganization()
  await world.ask('watch web-1')
  await deliverReadings(world)
  expect(world.said().at(-1)).toMatch(/web-1/)
  expect((await world.ledger.readWatcher('U0MARIA'))?.watches).toMatchObject([
    { on: { kind: 'image', image: WEB } },
  ])
})
