import { forgeClick } from '../support/proposals.ts'
import { startWorld, type TestWorld } from '../support/world.ts'

let town: TestWorld

beforeAll(async () => {
  town = await startWorld()
})
afterAll(() => town.close())

test('Slack does not say who is in the group: nobody may, and the refusal says why', async () => {
  const { imageId } = await town.image({ quiet: false })
  town.fault({ service: 'slack', call: 'usergroups.users.list', error: 'missing_scope' })
  await town.act('maria', 'ami-ready', imageId, 'disable')
  expect((await town.form('maria'))?.text).toContain('Slack did not say who is in <!subteam^S0OPERATORS>')
  expect(town.changes(imageId)).toEqual([])
})

test('a right that was taken away after the card was posted no longer counts', async () => {
  const { imageId } = await town.image({ quiet: false })
  await town.post('/usergroups/ami-operators', { people: ['alex'] })
  await town.act('maria', 'ami-ready', imageId, 'disable')
  const refusal = (await town.form('maria'))?.text
  expect(refusal).toContain('You don’t have permission to')
  expect(refusal).not.toContain('Slack did not say')
  expect(town.changes(imageId)).toEqual([])

  await town.act('alex', 'ami-ready', imageId, 'disable')
  expect(town.changes(imageId)).toHaveLength(1)
})

test.each(['enable', 'restore', 'share'])(
  '%s in an account that the config does not name: nothing is asked of EC2',
  async action => {
    const before = town.moments('ec2', /ami-0f00f00f00f00f00f/).length
    await forgeClick(town, 'U0MARIA', action, '999999999999/us-east-1/ami-0f00f00f00f00f00f')
    expect((await town.privateOf('maria')).at(-1)?.text).toMatch(
      /`ami-0f00f00f00f00f00f` was not [\w-]+: its account `999999999999` isn’t configured\..*under accounts/s,
    )
    expect(town.moments('ec2', /ami-0f00f00f00f00f00f/)).toHaveLength(before)
  },
)
