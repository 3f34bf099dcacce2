import { aliasWorld, build, EU } from '../../support/aliases.ts'
import type { createMemoryWorld } from '../../support/memory/world.ts'
import { planWorld, ref } from '../../support/plans.ts'
import { BAD, revokeWorld } from '../../support/revocations.ts'

/** A plan knows the later one that undid or retried it, and its card says so in place of the button. */

const cardOf = ({ messenger }: Pick<ReturnType<typeof createMemoryWorld>, 'messenger'>, id: string): string =>
  ['ami-ready', 'ami-alerts']
    .flatMap(channel => messenger.posts(channel))
    .map(({ message }) => message)
    .find(({ metadata }) => metadata?.event_payload.plan === id)?.text ?? ''

test('many images: undone in part, then as a whole; a further click has nothing to undo', async () => {
  const world = await planWorld(3)
  const id = await world.submit('disable', [1, 2, 3])
  await world.run(id)
  expect(cardOf(world, id)).toMatch(/Buttons: Undo: Enable…/)
  const undo = async (): Promise<string> => {
    const key = await world.ask('plan', { from: { kind: 'undo', planId: id }, viewId: 'V0UNDO' })
    await world.ask('submit-plan', { planId: key, viewId: 'V0UNDO', options: {} })
    await world.run(key)
    return key
  }
  const { images } = world.needs
  world.needs.images = {
    ...images,
    change: async one =>
      one.call === 'EnableImage' && one.image.imageId === ref(3).imageId
        ? { kind: 'refused', code: 'UnauthorizedOperation', message: 'no' }
        : images.change(one),
  }
  await undo()
  expect(cardOf(world, id)).toMatch(
    /Undone in part by <@U0MARIA> · <https:[^|]+\|view that plan>.*Buttons: Undo: Enable…/,
  )
  // What was refused is left for the next undo.
  world.needs.images = images
  const last = await undo()
  expect(await world.countsOf(last)).toEqual({ done: 1 })
  expect(cardOf(world, id)).toMatch(/Undone by <@U0MARIA>.*Buttons: All images/)
  const again = await world.ask('plan', { from: { kind: 'undo', planId: id }, viewId: 'V0UNDO' })
  expect(await world.ledger.readPlan(again)).toBeUndefined()
  expect(JSON.stringify(world.messenger.forms('V0UNDO').at(-1))).toMatch(/it is available/)
})

test('a revocation: its Undo is gone once it is undone, and asked again it says so', async () => {
  const world = await revokeWorld()
  const id = await world.revoke()
  expect(cardOf(world, id)).toContain('Buttons: Undo…')
  const undo = await world.submitRevoke({ kind: 'undo', planId: id })
  await world.approve(undo)
  await world.run(undo)
  expect(world.stateOf(BAD)).toBe('available')
  expect((await world.ledger.readPlan(id))?.undone).toMatchObject({ planId: undo, by: { userId: 'U0MARIA' } })
  expect(cardOf(world, id)).toMatch(
    /Undone by <@U0MARIA> · <https:[^|]+\|view that plan>. Buttons: All images/,
  )
  await world.openRevoke({ kind: 'undo', planId: id })
  expect(world.formText()).toMatch(/There is nothing to undo: .*undone already/)
})

test.each([
  [false, /Retried by <@U0MARIA>: what had failed was done · <.*Buttons: Roll back…/],
  [true, /❌ production · eu-west-1[^.]*\. (?!.*Retried).*Buttons: Retry…/],
])(
  'an alias: its Retry is gone once a retry has set the place; that fails again: %s',
  async (fails, card) => {
    const world = aliasWorld()
    world.aliases.refuse(EU, 'put', Object.assign(new Error('no'), { name: 'AccessDeniedException' }))
    const id = await world.promote(build(1), 'dev')
    expect(cardOf(world, id)).toMatch(/Buttons: Retry…/)
    if (!fails) world.aliases.refuse(EU, 'put')
    const retry = await world.send(await world.open({ kind: 'retry', planId: id }))
    await world.run(retry)
    expect(cardOf(world, id)).toMatch(card)
  },
)
