import { serve } from '../../../src/flows/serve.ts'
import { asked, MARIA, NOBODY } from '../../support/memory/asking.ts'
import { CONFIG, createMemoryWorld, IMAGE } from '../../support/memory/world.ts'

const OTHERS = { accounts: [{ id: '100000000001', regions: ['us-east-1'] }] }
const organization = { id: 'o-1', regions: ['us-east-1'], readRole: 'r', role: 'a', exclude: [] }
const LEFT = { ...OTHERS, organization, left: [{ id: IMAGE.account, name: 'lab', leftAtMs: 0 }] }

const acknowledge = async (config: object, person = MARIA) => {
  const world = createMemoryWorld({ ...CONFIG, ...config })
  await serve(world.needs, { ...asked(world, 'a', person), kind: 'acknowledge', image: IMAGE })
  return world.messenger.privateMessages(person.userId).at(-1)
}

test.each([
  [
    'that left the organization',
    LEFT,
    /its account lab \(123456789012\) left the organization, .* Nothing was changed\./,
  ],
  [
    'that the config does not name',
    OTHERS,
    /its account `123456789012` isn’t configured\. Nothing was changed\./,
  ],
])('a card of an account %s: which account, and what to do', async (_what, config, says) => {
  const said = await acknowledge(config)
  expect(said).toMatch(says)
  expect(said).toContain(`Couldn’t acknowledge the failure of \`${IMAGE.imageId}\``)
  expect(said).not.toContain('permission')
})

test('a person without a role hears of the permission first', async () => {
  expect(await acknowledge(LEFT, NOBODY)).toContain('You don’t have permission to acknowledge failures.')
})
