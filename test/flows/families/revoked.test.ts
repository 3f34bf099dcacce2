import { answerFamily } from '../../../src/flows/families/answer-family.ts'
import { PROD, US } from '../../support/aliases.ts'
import { asked } from '../../support/memory/asking.ts'
import { BAD, COPY, GOOD, revokeWorld } from '../../support/revocations.ts'

/** A build that is revoked is marked among the others, and nobody is offered to promote it. */

type World = Awaited<ReturnType<typeof revokeWorld>>

/** What the answer says, and which images it offers to promote. */
const answer = async (world: World): Promise<{ text: string; offered: string[] }> => {
  const ask = { ...asked(world, 'question'), kind: 'command' as const, text: 'family web' }
  const { text, blocks } = await answerFamily(world.needs, ask, { name: '/ami', typed: 'web', page: 1 })
  const buttons = JSON.stringify(blocks).matchAll(
    /"action_id":"promote"[^{}]*\{[^{}]*\}[^{}]*"value":"([^"]*)"/g,
  )
  return { text, offered: [...buttons].flatMap(([, value]) => value ?? []) }
}
test('revoked, and enabled again outside amiops: marked with who and why, at its aliases too, and without Promote', async () => {
  const world = await revokeWorld()
  expect((await answer(world)).offered).toEqual([
    `${US.account}/us-east-1/${BAD.imageId}`,
    `${US.account}/us-east-1/${GOOD.imageId}`,
  ])
  await world.revoke()
  for (const image of [BAD, COPY]) await world.images.change({ call: 'EnableImage', image })
  world.aliases.set(US, PROD, BAD.imageId)
  const { text: shown, offered } = await answer(world)
  expect(shown).toMatch(/`web-2` · [^;]*; ⛔ Revoked by <@U0MARIA>: “a backdoor”; 🟢/)
  expect(shown).toMatch(/`web-2` ⛔ revoked: production us-east-1/)
  expect(shown).not.toMatch(/`web-1` · <!date[^;]*; ⛔ Revoked/)
  expect(offered).toEqual([`${US.account}/us-east-1/${GOOD.imageId}`])
})

test('one copy is revoked: so is its build', async () => {
  const world = await revokeWorld()
  world.images.remove(BAD)
  const id = await world.submitRevoke({ kind: 'revoke', image: COPY })
  await world.approve(id)
  await world.run(id)
  await world.images.change({ call: 'EnableImage', image: COPY })
  const { text, offered } = await answer(world)
  expect(text).toMatch(/`web-2` · [^;]*; ⛔ Revoked by <@U0MARIA>/)
  expect(offered).toEqual([`${US.account}/us-east-1/${GOOD.imageId}`])
})
