import { groupWords, roleWords } from '../../blocks/role-words.ts'

/** Who holds a role, in Slack's own syntax where the config has ids. */

test.each([
  ['S0LEADS', '<!subteam^S0LEADS>'],
  ['S', 'S'],
  ['XS0LEADS', 'XS0LEADS'],
  ['S0LEADS-x', 'S0LEADS-x'],
  ['<ops>', '&lt;ops&gt;'],
])('a user group that the config calls %s', (group, words) => {
  expect(groupWords(group)).toBe(words)
})

test('each is named once, and twenty at most', () => {
  const users = Array.from({ length: 30 }, (_, i) => `U${i}`)
  const role = { users, userGroups: ['S0LEADS'] }
  expect(roleWords([role, role]).split(', ')).toEqual([
    '<!subteam^S0LEADS>',
    ...users.slice(0, 19).map(user => `<@${user}>`),
  ])
})
