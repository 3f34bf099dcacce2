import { appNameOf, colorNamed, commandOf, identityOf } from '../../scripts/app-identity.ts'

test('two stages share no name, and no stage has one that Slack refuses', () => {
  const stages = ['production', 'staging', 'dev', 'A-very-long-stage-of-30-letters']
  const all = stages.map(identityOf)
  for (const field of ['name', 'botName', 'command'] as const)
    expect(new Set(all.map(one => one[field])).size).toBe(stages.length)
  for (const { name, botName, command, color } of all) {
    expect(appNameOf(name)).toBe(name)
    expect(botName).toMatch(/^[a-z0-9._-]{1,80}$/)
    expect(commandOf(command)).toBe(command)
    expect(colorNamed(color)).toBe(color)
  }
})

test('production is plain amiops', () => {
  expect(identityOf('production')).toMatchObject({ name: 'amiops', botName: 'amiops', command: '/ami' })
})
