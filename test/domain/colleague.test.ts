import {
  asColleague,
  isToBeLookedUp,
  organizationsIn,
  type PersonAnswer,
  teamsToName,
} from '../../src/domain/colleague.ts'

const HOME = 'T0HOME'
const CONFIG = { workspaceId: HOME, workspaces: ['T0LISTED', 'E0OURS'] }
const from = (workspaceId: string) => ({ userId: 'W0KIM', workspaceId })
const answer = (more: Partial<Extract<PersonAnswer, { known: true }>> = {}): PersonAnswer => ({
  known: true,
  organizationId: 'E0OURS',
  isStranger: false,
  isDeactivated: false,
  ...more,
})

test.each([
  ['T0HOME', CONFIG, false],
  ['T0LISTED', CONFIG, false],
  ['T0OTHER', CONFIG, true],
  ['', CONFIG, true],
  // No organization is listed: nobody of another workspace can be a colleague, whatever Slack says.
  ['T0OTHER', { workspaceId: HOME, workspaces: ['T0LISTED'] }, false],
  ['T0OTHER', {}, false],
])('somebody of %j is to be looked up, by %j: %s', (workspaceId, config, expected) => {
  expect(isToBeLookedUp(config, from(workspaceId), HOME)).toBe(expected)
})

test('Slack says that they are of the listed organization: a colleague', () => {
  expect(asColleague(CONFIG, from('T0OTHER'), answer())).toEqual({ userId: 'W0KIM', workspaceId: 'E0OURS' })
})

test.each<[string, PersonAnswer]>([
  ['of another organization', answer({ organizationId: 'E0OTHER' })],
  ['of none', { known: true, isStranger: false, isDeactivated: false }],
  ['a stranger', answer({ isStranger: true })],
  ['deactivated', answer({ isDeactivated: true })],
  ['not read', { known: false, reason: 'missing_scope' }],
])('%s: as they were, which is no colleague', (_who, said) => {
  expect(asColleague(CONFIG, from('T0OTHER'), said)).toEqual(from('T0OTHER'))
})

test('a workspace is no organization, also where Slack gives its id as one', () => {
  expect(asColleague(CONFIG, from('T0OTHER'), answer({ organizationId: 'T0LISTED' }))).toEqual(
    from('T0OTHER'),
  )
  expect(organizationsIn({ workspaceId: 'E0OURS', workspaces: ['T0HOME'] })).toEqual(['E0OURS'])
})

test('workspaces are named to Slack where the app is installed for the organization', () => {
  expect(teamsToName({ workspaceId: 'E0OURS', workspaces: ['T0HOME', 'T0LISTED', 'E0OTHER'] })).toEqual([
    'T0HOME',
    'T0LISTED',
  ])
  expect(teamsToName(CONFIG)).toEqual([])
  expect(teamsToName({})).toEqual([])
})
