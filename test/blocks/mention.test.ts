import { mentionWords } from '../../blocks/mention.ts'

test('people, groups and everybody are called in Slack’s own syntax', () => {
  expect(mentionWords(['U0ALEX', 'W0ENTERPRISE', 'S0ONCALL', 'here', 'channel'])).toEqual([
    '<@U0ALEX>',
    '<@W0ENTERPRISE>',
    '<!subteam^S0ONCALL>',
    '<!here>',
    '<!channel>',
  ])
})

test('a rule that calls nobody calls nobody', () => {
  expect(mentionWords([])).toEqual([])
})
