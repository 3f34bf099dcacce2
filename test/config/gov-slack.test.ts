import { parseConfig } from '../../src/config/parse-config.ts'
import { slackApiUrlOf } from '../../src/config/variables.ts'

const slackOf = (slack: string) => {
  const parsed = parseConfig(`slack: ${slack}\nchannels: { fallback: ami-alerts }\n`)
  return parsed.ok ? parsed.config : parsed.faults
}

afterEach(() => {
  delete process.env.SLACK_API_URL
})

test('the config says GovSlack: its Web API is asked, unless the environment names another', () => {
  expect(slackOf('{ gov: true }')).toMatchObject({ isGovSlack: true })
  expect(slackApiUrlOf({ isGovSlack: true })).toBe('https://slack-gov.com/api/')
  expect(slackApiUrlOf({})).toBeUndefined()
  process.env.SLACK_API_URL = 'http://127.0.0.1:3210/slack/api/'
  expect(slackApiUrlOf({ isGovSlack: true })).toBe('http://127.0.0.1:3210/slack/api/')
})

test('anything but true or false is a fault with its line', () => {
  expect(slackOf('{ gov: slack-gov.com }')).toEqual([
    { line: 1, path: 'slack.gov', expected: 'true or false, got "slack-gov.com"' },
  ])
})
