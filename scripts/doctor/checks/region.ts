import { type Check, note, ok, problem } from '../check.ts'

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html */
const WITHOUT_FUNCTION_URLS = [
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
]

/** amiops can run in the region, and is meant to look at it. */
export const region: Check = {
  name: 'region',
  takes: 'nothing',
  async run({ target, config }) {
    if (WITHOUT_FUNCTION_URLS.includes(target.region))
      return [
        problem(
          `${target.region} has no Lambda function URLs: Slack cannot call amiops there.`,
          'Choose another region; docs/install.md says how images of this one are told.',
        ),
      ]
    const isConfigured = config?.accounts.some(({ regions }) => regions.includes(target.region)) ?? true
    return [
      isConfigured
        ? ok(`${target.region}, stage ${target.stage}`)
        : note(
            `The config names ${target.region} for no account: its images are neither listed nor reconciled.`,
            'Add it under accounts[].regions, unless that is meant.',
          ),
    ]
  },
}
