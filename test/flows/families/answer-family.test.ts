import type { FleetUse } from '../../../src/domain/fleet-use.ts'
import type { ImageFacts } from '../../../src/domain/image.ts'
import { serve } from '../../../src/flows/serve.ts'
import { asked, MARIA } from '../../support/memory/asking.ts'
import { CONFIG, createMemoryWorld, MINUTE } from '../../support/memory/world.ts'

const DAY = 24 * 60 * MINUTE
const [OWN, STAGING] = ['123456789012', '345678901234']
const [US, EU] = ['us-east-1', 'eu-west-1']
const PROD = '/golden/web/prod'
const DEV = '/golden/web/dev'

const createWorldOfFamilies = () => {
  const places = [
    { account: OWN, region: US },
    { account: OWN, region: EU },
    { account: STAGING, region: US },
  ]
  const world = createMemoryWorld({
    ...CONFIG,
    accounts: [
      { id: OWN, alias: 'production', regions: [US, EU] },
      { id: STAGING, alias: 'staging', regions: [US] },
    ],
    families: {
      web: {
        name: ['web-*'],
        owner: 'S0WEB',
        aliases: [
          { name: 'dev', parameter: DEV, in: places, gates: {} },
          { name: 'prod', parameter: PROD, in: places, gates: {} },
        ],
      },
      nodes: { tags: { Service: 'eks' } },
    },
  })
  const nowMs = world.clock.nowMs()
  const image = (
    imageId: string,
    days: number,
    special: Partial<ImageFacts> = {},
    region = US,
    account = OWN,
  ) =>
    world.images.put(
      { account, region, imageId },
      {
        state: 'available',
        name: `web-${imageId}`,
        tags: {},
        snapshots: [],
        createdAtMs: nowMs - days * DAY,
        ...special,
      },
    )
  let count = 0
  const launch = (imageId: string, special: Partial<FleetUse> = {}) =>
    world.instances.put({
      account: OWN,
      region: US,
      instanceId: `i-${++count}`,
      state: 'running',
      tags: {},
      image: { imageId, name: `web-${imageId}`, ownerId: OWN, state: 'available' },
      ...special,
    })
  const ask = async (text: string, page?: number): Promise<string> => {
    const before = world.messenger.privateMessages(MARIA.userId).length
    await serve(world.needs, {
      ...asked(world, `question-${++count}`),
      kind: 'command',
      text,
      ...(page && { page }),
    })
    return world.messenger.privateMessages(MARIA.userId).slice(before).join('\n')
  }
  return { ...world, image, launch, ask }
}

const inUs = { account: OWN, region: US }
const inEu = { account: OWN, region: EU }
const inStaging = { account: STAGING, region: US }

test('builds newest first, a row for each copy, what aliases name, and who runs which', async () => {
  const world = createWorldOfFamilies()
  world.image('ami-2', 10)
  world.image('ami-3', 5)
  world.image(
    'ami-4',
    4,
    { name: 'web-ami-3', sourceImageId: 'ami-3', sourceImageRegion: US, state: 'disabled' },
    EU,
  )
  world.aliases.set(inUs, PROD, 'ami-2')
  world.aliases.set(inEu, PROD, 'ami-4')
  world.aliases.set(inUs, DEV, 'ami-3')
  world.launch('ami-2', { tags: { Team: 'payments' } })
  world.launch('ami-2', { tags: { Team: 'payments' } })
  world.launch('ami-2', { account: STAGING })
  const answer = await world.ask('family WEB')
  expect(answer).toMatch(
    /^Family `web`; 2 builds · 2 can be launched · 3 instances · owner <!subteam\^S0WEB>/,
  )
  expect(answer).toMatch(
    /Alias `dev` · `\/golden\/web\/dev`; `web-ami-3` \(newest\): production us-east-1; not set: production eu-west-1, staging us-east-1/,
  )
  expect(answer).toMatch(
    /Alias `prod` .*`web-ami-2` \(1 build, 5 days behind\): production us-east-1; `web-ami-3` \(newest\): production eu-west-1 \(⚠️ disabled\); not set: staging us-east-1/,
  )
  expect(answer).toMatch(
    /`web-ami-3` · .*📌 `dev` · 📌 `prod`; 🟢 production us-east-1 `ami-3`; 🟡 disabled: production eu-west-1 `ami-4`\. /,
  )
  expect(answer).toMatch(
    /`web-ami-2` · .*📌 `prod`; 🟢 production us-east-1 `ami-2`; 3 instances: production \(`payments`\) 2, staging 1/,
  )
  expect(answer.indexOf('`ami-3`')).toBeLessThan(answer.lastIndexOf('`ami-2`'))
})

test('what cannot be read is named, and the rest is shown', async () => {
  const world = createWorldOfFamilies()
  world.image('ami-2', 10)
  world.aliases.set(inUs, PROD, 'ami-9')
  world.aliases.set(inEu, PROD, 'text', { dataType: 'text' })
  world.aliases.refuse(inStaging, 'read', new Error('amiops has no permission'))
  const { listPage } = world.images
  world.images.listPage = async (account, region, from) => {
    if (account === STAGING) throw Object.assign(new Error('no'), { name: 'UnauthorizedOperation' })
    return listPage(account, region, from)
  }
  const answer = await world.ask('family web')
  expect(answer).toContain('⚠️ couldn’t be read (amiops has no permission): staging us-east-1')
  expect(answer).toContain('⚠️ `ami-9`, no image of this family that amiops can see: production us-east-1')
  expect(answer).toContain('⚠️ no alias: the parameter has data type `text`: production eu-west-1')
  expect(answer).toContain('images of staging us-east-1: amiops has no permission (`UnauthorizedOperation`)')
  expect(answer).toContain('`ami-2`')
})

test('launch templates that name an alias; where they cannot be listed', async () => {
  const world = createWorldOfFamilies()
  world.uses.nameParameter(inUs, PROD, 'checkout')
  world.uses.nameParameter(inUs, PROD, 'payments-api')
  world.uses.refuseTemplates(inStaging, 'AccessDenied: the permission is missing')
  const answer = await world.ask('family web')
  expect(answer).toMatch(
    /Alias `prod` .*Named by 2 launch templates: `checkout` \(production us-east-1\), `payments-api` \(production us-east-1\); ⚠️ Launch templates of staging us-east-1 not known: AccessDenied/,
  )
  expect(answer.match(/Named by/g)).toHaveLength(1)
})

test('more builds than a page has room for', async () => {
  const world = createWorldOfFamilies()
  for (let at = 1; at <= 8; at++) world.image(`ami-${at}`, at)
  const [first, second] = [await world.ask('family web'), await world.ask('family web', 2)]
  expect(first).toContain('Builds 1–6 of 8')
  expect(first).toContain('`ami-6`')
  expect(first).not.toContain('`ami-7`')
  expect(second).toContain('Builds 7–8 of 8')
  expect(second).toContain('`ami-8`')
  expect(second).not.toContain('`ami-6`')
})

test('all families: those with aliases first, also those that nobody configured', async () => {
  const world = createWorldOfFamilies()
  world.image('ami-2', 10)
  world.image('ami-5', 1, { name: 'api-5' })
  world.launch('ami-2')
  const answer = await world.ask('family')
  expect(answer).toMatch(
    /^3 families\. `web` · <!subteam\^S0WEB>; 1 build that can be launched · newest .* · 1 instance · 📌 `dev, prod`\. `api`; 1 build .*`nodes`; 0 builds that can be launched · 0 instances/,
  )
})

test('a family that nobody knows: the closest ones', async () => {
  const world = createWorldOfFamilies()
  expect(await world.ask('family wbe')).toMatch(/No family matches `wbe`.*Did you mean `\/ami family web`\?/)
  expect(await world.ask('family zzzzzzzz')).toMatch(/No family matches `zzzzzzzz`\. A family is named under/)
})
