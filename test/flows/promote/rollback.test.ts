import { NOBODY } from '../../../src/domain/sharing.ts'
import { aliasWorld, build, DEV, EU, OTHER, US } from '../../support/aliases.ts'

/** What the Roll back of a card, or of an alias, sets: no other place than it says. */

const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' })

/** dev names build 2, but in the other account, whose parameter could not be set. @returns the plan of that promotion */
const inPart = async () => {
  const world = aliasWorld()
  await world.promote(build(1), 'dev')
  world.aliases.refuse(OTHER, 'put', denied)
  const id = await world.promote(build(2), 'dev')
  expect(await world.named(OTHER, DEV)).toBe(build(1).imageId)
  return { world, id }
}

test('the card of a promotion that set some places: those alone, and it names the others', async () => {
  const { world, id } = await inPart()
  // Somebody sets the third place by hand.
  world.aliases.set(OTHER, DEV, build(2).imageId)
  const back = await world.open({ kind: 'rollback', planId: id })
  expect(world.formText()).toMatch(/➡️ production · us-east-1.*➡️ production · eu-west-1/)
  expect(world.formText()).toContain('Stays as it is, because that plan did not set it: staging · us-east-1')
  await world.run(await world.send(back))
  expect(await world.named(US, DEV)).toBe(build(1).imageId)
  expect(await world.named(EU, DEV)).toBe(build(1, 'eu-west-1').imageId)
  expect(await world.named(OTHER, DEV)).toBe(build(2).imageId)
  expect(world.cardOf()).toMatch(
    /✅ Done: roll back dev of web to web-1 in 2 places.*Stays as it is, because that plan did not set it: staging · us-east-1/,
  )
})

test('the card of the Retry sets back what that one set', async () => {
  const { world, id } = await inPart()
  world.aliases.refuse(OTHER, 'put')
  const retry = await world.send(await world.open({ kind: 'retry', planId: id }))
  await world.run(retry)
  expect(await world.named(OTHER, DEV)).toBe(build(2).imageId)
  await world.run(await world.send(await world.open({ kind: 'rollback', planId: retry })))
  expect(await world.named(OTHER, DEV)).toBe(build(1).imageId)
  expect(await world.named(US, DEV)).toBe(build(2).imageId)
})

test('an earlier target that is chosen is set in these places alone', async () => {
  const world = aliasWorld()
  world.put(3)
  await world.promote(build(1), 'dev')
  await world.promote(build(2), 'dev')
  world.aliases.refuse(OTHER, 'put', denied)
  const id = await world.promote(build(3), 'dev')
  const open = await world.open({ kind: 'rollback', planId: id })
  await world.run(await world.send(open, { target: `us-east-1/${build(1).imageId}` }))
  expect(await world.named(US, DEV)).toBe(build(1).imageId)
  expect(await world.named(OTHER, DEV)).toBe(build(2).imageId)
})

test('all places were set: no place is named as left', async () => {
  const world = aliasWorld()
  await world.promote(build(1), 'dev')
  const id = await world.promote(build(2), 'dev')
  await world.open({ kind: 'rollback', planId: id })
  expect(world.formText()).not.toContain('as it is')
})

test('the card of the promotion that made the parameter: there is nothing to set it back to, whatever came later', async () => {
  const world = aliasWorld()
  const first = await world.promote(build(1), 'dev')
  await world.promote(build(2), 'dev')
  await world.open({ kind: 'rollback', planId: first })
  expect(world.formText()).toMatch(/⛔ production · us-east-1: it has named nothing else there/)
  expect(world.formText()).not.toContain('➡️')
})

test('what it named before is not shared with the account any more: held back, and the others go', async () => {
  const world = aliasWorld()
  await world.promote(build(1), 'dev')
  await world.promote(build(2), 'dev')
  world.images.share(build(1), NOBODY)
  const id = await world.open({ kind: 'rollback', family: 'web', alias: 'dev' })
  expect(world.formText()).toContain(
    '⛔ staging · us-east-1: web-1 of production is not shared with this account any more',
  )
  await world.run(await world.send(id))
  expect(await world.named(US, DEV)).toBe(build(1).imageId)
  expect(await world.named(OTHER, DEV)).toBe(build(2).imageId)
})

test.each<[string, (world: ReturnType<typeof aliasWorld>) => void]>([
  ['was disabled', world => world.put(1, { state: 'disabled' })],
  ['is gone', world => world.images.remove(build(1))],
])(
  'an earlier target that was chosen %s meanwhile: nothing else is set in its place',
  async (_what, change) => {
    const world = aliasWorld()
    world.put(3)
    for (const number of [1, 2, 3]) await world.promote(build(number), 'dev')
    const open = await world.open({ kind: 'rollback', family: 'web', alias: 'dev' })
    change(world)
    world.images.remove(build(1, 'eu-west-1'))
    await world.send(open, { target: `us-east-1/${build(1).imageId}` })
    expect(world.formText()).toMatch(/⛔ production · us-east-1: what was chosen cannot be set any more/)
    expect(await world.named(US, DEV)).toBe(build(3).imageId)
    // What the form offers now can be chosen in it.
    const memo = world.messenger.forms('V0ALIAS').at(-1)?.private_metadata ?? ''
    const { plan } = JSON.parse(memo) as { plan: string }
    expect(plan).not.toBe(open)
    await world.run(await world.send(plan, { target: `us-east-1/${build(2).imageId}` }))
    expect(await world.named(US, DEV)).toBe(build(2).imageId)
  },
)

test('a target that the form never offered is set nowhere', async () => {
  const world = aliasWorld()
  world.put(3)
  for (const number of [1, 2]) await world.promote(build(number), 'dev')
  const open = await world.open({ kind: 'rollback', family: 'web', alias: 'dev' })
  await world.send(open, { target: `us-east-1/${build(3).imageId}` })
  expect(world.formText()).toContain('what was chosen cannot be set any more')
  expect(await world.named(US, DEV)).toBe(build(2).imageId)
})
