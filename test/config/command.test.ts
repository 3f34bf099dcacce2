import { parseConfig } from '../../src/config/parse-config.ts'

const slackOf = (slack: string) => {
  const parsed = parseConfig(`slack: ${slack}\nchannels: { fallback: ami-alerts }\n`)
  return parsed.ok ? parsed.config : parsed.faults
}

test('the slash command of the app, where it has another name', () => {
  expect(slackOf('{ command: /ami-staging }')).toMatchObject({ command: '/ami-staging' })
  expect(slackOf('{}')).not.toHaveProperty('command')
})

test.each(['ami', '/Ami', '/ami staging', `/${'a'.repeat(32)}`, '7'])(
  'what Slack takes for no command: %s',
  given => {
    expect(slackOf(`{ command: ${given} }`)).toMatchObject([
      { line: 1, path: 'slack.command', expected: expect.stringMatching(/a slash command/) },
    ])
  },
)
