import { aliasWorld, build, DEV, EU, OTHER, PROD, US } from '../../support/aliases.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { MINUTE } from '../../support/memory/world.ts'
import { BAD, revokeWorld } from '../../support/revocations.ts'

/** Aliases, public and revoked images in what `/ami health` and `/ami list` answer. */

const answerTo = async (world: ReturnType<typeof aliasWorld>, text: string): Promise<string> => {
  await world.ask('command', { text })
  return world.messenger.privateMessages('U0MARIA').at(-1) ?? ''
}

const healthy = async () => {
  const world = aliasWorld()
  for (const place of [US, OTHER]) world.aliases.set(place, DEV, build(1).imageId)
  world.aliases.set(EU, DEV, build(1, 'eu-west-1').imageId)
  await reconcile(world.needs)
  return world
}

/** A scan waits for the event of a change, and for a second look at what is gone. */
const scanTwice = async (world: ReturnType<typeof aliasWorld>): Promise<void> => {
  for (let run = 0; run < 3; run++) {
    world.clock.advance(5 * MINUTE)
    await reconcile(world.needs)
  }
}

describe('/ami health', () => {
  test('aliases that name the same build everywhere, and one that nobody has set yet', async () => {
    const answer = await answerTo(await healthy(), 'health')
    expect(answer).toMatch(/Healthy/)
    expect(answer).toMatch(/Aliases 2 in 6 places, all in step/)
    expect(answer).not.toMatch(/Public images/)
  })

  test.each<[string, (world: ReturnType<typeof aliasWorld>) => void, RegExp]>([
    [
      'out of step',
      world => world.aliases.set(EU, DEV, build(2, 'eu-west-1').imageId),
      /The alias dev of web is out of step: `web-1` in 2 places, `web-2` in 1 place\..*promote one of them/,
    ],
    [
      'missing in one place',
      world => world.aliases.remove(EU, DEV),
      /The alias dev of web has no parameter in production eu-west-1: launches through it fail there/,
    ],
    [
      'a parameter that is no alias',
      world => world.aliases.set(EU, PROD, 'ami-1', { dataType: 'text' }),
      /The alias prod of web is a parameter of data type `text` in production eu-west-1.*delete the parameter/,
    ],
    [
      'a place that cannot be read',
      world =>
        world.aliases.refuse(EU, 'read', Object.assign(new Error('no'), { name: 'AccessDeniedException' })),
      /The aliases dev and prod of web couldn’t be read in production eu-west-1 \(`AccessDeniedException`\)/,
    ],
  ])('%s', async (_name, change, words) => {
    const world = await healthy()
    change(world)
    await scanTwice(world)
    const answer = await answerTo(world, 'health')
    expect(answer).toMatch(words)
    expect(answer).not.toMatch(/Healthy|all in step/)
  })

  test('no account is asked: what an event or a scan saw is told, and what nobody has looked at is left out', async () => {
    const world = aliasWorld()
    for (const place of [US, OTHER]) world.aliases.set(place, DEV, build(1).imageId)
    world.aliases.refuse(US, 'read', new Error('nobody may ask now'))
    const answer = await answerTo(world, 'health')
    expect(answer).toMatch(/Aliases not read yet in 6 places\./)
    expect(answer).toMatch(/Healthy/)
  })

  test('images that everybody can launch', async () => {
    const world = aliasWorld()
    world.put(2, { public: true })
    await reconcile(world.needs)
    expect(await answerTo(world, 'health')).toMatch(/Public images 🌍 1: `web-2` in production eu-west-1/)
  })
})

test('/ami list: who revoked an image, and why', async () => {
  const world = await revokeWorld()
  await world.revoke()
  await reconcile(world.needs)
  await world.ask('command', { text: `list ${BAD.imageId}` })
  const answer = world.messenger.privateMessages('U0MARIA').at(-1) ?? ''
  expect(answer).toMatch(/`web-2`.*Revoked by @maria.*a backdoor/)
})
