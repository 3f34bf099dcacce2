import { isSlackAddress } from '../../src/slack/respond.ts'

const SANDBOX = 'http://127.0.0.1:4100/api/'

test.each([
  ['https://hooks.slack.com/actions/T0/1/x', undefined, true],
  ['https://hooks.slack-gov.com/actions/T0/1/x', undefined, false],
  ['https://hooks.slack-gov.com/actions/T0/1/x', 'https://slack.com/api/', false],
  ['https://hooks.slack.com/actions/T0/1/x', 'https://slack-gov.com/api/', false],
  ['https://slack-gov.com.example.com/actions/T0/1/x', 'https://slack-gov.com/api/', false],
  ['https://hooks.slack-gov.com/actions/T0/1/x', 'https://slack-gov.com/api/', true],
  ['https://hooks.slack.com/actions/T0/1/x', 'https://slack.com/api/', true],
  ['http://hooks.slack.com/actions/T0/1/x', undefined, false],
  ['https://hooks.slack.com.example.com/actions/T0/1/x', undefined, false],
  ['https://hooks.slack.com@example.com/actions/T0/1/x', undefined, false],
  ['https://hooks-slack-gov.com/actions/T0/1/x', undefined, false],
  ['https://hooks.notslack.com/actions/T0/1/x', undefined, false],
  ['http://127.0.0.1:4100/response/x', undefined, false],
  ['http://127.0.0.1:4100/response/x', SANDBOX, true],
  ['http://127.0.0.1:4101/response/x', SANDBOX, false],
  ['https://hooks.slack.com/actions/T0/1/x', SANDBOX, false],
])('a response_url %s, with the Web API at %s: Slack’s is %s', (address, slackApiUrl, isSlack) => {
  expect(isSlackAddress(address, slackApiUrl)).toBe(isSlack)
})
