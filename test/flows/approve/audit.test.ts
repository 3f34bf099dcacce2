import { serve } from '../../../src/flows/serve.ts'
import { approval, asked, ID, WITH_AUDIT, waitForYes, worldWith } from '../../support/memory/asking.ts'

test('a request that is withdrawn was approved by nobody', async () => {
  const world = worldWith({ disable: { roles: ['operator'], approval } }, WITH_AUDIT)
  await waitForYes(world)
  await serve(world.needs, {
    ...asked(world, 'withdrawal'),
    kind: 'decide',
    proposalId: ID,
    decision: 'withdraw',
  })
  const lines = world.messenger.posts('ami-audit').map(({ message }) => message.text)
  expect(lines.at(-1)).toMatch(/\*withdrawn\*/)
  expect(lines.join()).not.toMatch(/approved/)
})
