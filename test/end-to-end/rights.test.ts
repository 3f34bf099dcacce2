import { forgeClick } from '../support/proposals.ts'
import { startWorld, type TestWorld } from '../support/world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

test('Slack does not say who is in the group: nobody may, and the refusal says why', async () => {
  const { imageId } = await world.image({ quiet: false })
  world.fault({ service: 'slack', call: 'usergroups.users.list', error: 'missing_scope' })
  await world.act('maria', 'ami-ready', imageId, 'disable')
  expect((await world.form('maria'))?.text).toContain('Slack did not say who is in <!subteam^S0OPERATORS>')
  expect(world.changes(imageId)).toEqual([])
})

test('a right that was taken away after the card was posted no longer counts', async () => {
  const { imageId } = await world.image({ quiet: false })
  await world.post('/usergroups/ami-operators', { people: ['alex'] })
  await world.act('maria', 'ami-ready', imageId, 'disable')
  const refusal = (await world.form('maria'))?.text
  expect(refusal).toContain('You don’t have permission to')
  expect(refusal).not.toContain('Slack did not say')
  expect(world.changes(imageId)).toEqual([])

  await world.act('alex', 'ami-ready', imageId, 'disable')
  expect(world.changes(imageId)).toHaveLength(1)
})

test.each(['enable', 'restore', 'share'])(
  '%s in an account that the config does not name: nothing is asked of EC2',
  async action => {
    const before = world.moments('ec2', /ami-0f00f00f00f00f00f/).length
    await forgeClick(world, 'U0MARIA', action, '999999999999/us-east-1/ami-0f00f00f00f00f00f')
    expect((await world.privateOf('maria')).at(-1)?.text).toMatch(
      /`ami-0f00f00f00f00f00f` was not [\w-]+: its account `999999999999` isn’t configured\..*under accounts/s,
    )
    expect(world.moments('ec2', /ami-0f00f00f00f00f00f/)).toHaveLength(before)
  },
)
