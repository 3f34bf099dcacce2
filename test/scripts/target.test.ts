import { devNull } from 'node:os'
import { askPlace } from '../../scripts/setup/ask-place.ts'
import { findTarget, withoutTarget } from '../../scripts/target.ts'
import { temporaryFile } from '../support/temporary-file.ts'

const before = process.env
const PROFILES = `[default]
region = eu-west-1
[profile other]
region = ap-south-1
[profile none]
`

/** The SDK reads the process's environment; a file is read once by its path. */
const environment = (given: Record<string, string>, profiles = PROFILES): void => {
  const { AWS_REGION: _a, AWS_DEFAULT_REGION: _b, AWS_PROFILE: _c, ...rest } = before
  process.env = {
    ...rest,
    AWS_CONFIG_FILE: temporaryFile('config', profiles),
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    ...given,
  }
}
afterAll(() => {
  process.env = before
})

test.each([
  ['what was typed', ['--region', 'us-west-2'], { AWS_REGION: 'eu-north-1' }, 'us-west-2'],
  ['typed in one word', ['--region=us-west-2'], { AWS_REGION: 'eu-north-1' }, 'us-west-2'],
  ['the short form', ['-r', 'us-west-2'], {}, 'us-west-2'],
  ['AWS_REGION', [], { AWS_REGION: 'eu-north-1', AWS_DEFAULT_REGION: 'sa-east-1' }, 'eu-north-1'],
  ['AWS_DEFAULT_REGION', [], { AWS_DEFAULT_REGION: 'sa-east-1' }, 'sa-east-1'],
  ['an empty variable is none', [], { AWS_REGION: '', AWS_DEFAULT_REGION: 'sa-east-1' }, 'sa-east-1'],
  ['the default profile', [], {}, 'eu-west-1'],
  ['the profile of AWS_PROFILE', [], { AWS_PROFILE: 'other' }, 'ap-south-1'],
  ['the profile that was typed', ['--aws-profile', 'other'], { AWS_PROFILE: 'none' }, 'ap-south-1'],
] as const)('the region is found by %s', async (_what, args, env, region) => {
  environment(env)
  expect(await findTarget(args)).toEqual({ ok: true, target: { region, stage: 'production' } })
})

test('a profile that was typed counts for all clients of the process', async () => {
  environment({})
  await findTarget(['--aws-profile=other'])
  expect(process.env.AWS_PROFILE).toBe('other')
})

test('without any region nothing is assumed, and the message says what to do', async () => {
  environment({ AWS_PROFILE: 'none' })
  expect(await findTarget([])).toEqual({ ok: false, why: expect.stringContaining('Give --region eu-west-1') })
})

test.each([
  [['--region', 'us-eas-1x'], 'Expected a region like eu-west-1, got "us-eas-1x"'],
  [['--region'], 'got ""'],
  [['--stage', 'a b'], 'Expected --stage to be letters, digits and -'],
])('%j is refused', async (args, why) => {
  environment({})
  expect(await findTarget(args)).toEqual({ ok: false, why: expect.stringContaining(why) })
})

test('what goes to osls names the target once', () => {
  expect(
    withoutTarget(['--region', 'us-west-2', '--verbose', '-s=dev', '--param', 'a=b', '-r', 'x']),
  ).toEqual(['--verbose', '--param', 'a=b'])
})

describe('setup asks where to install', () => {
  const asked: string[] = []
  /** Takes what is offered, or else the first region that comes to mind. */
  const ask = {
    async text(question: string, offered?: string) {
      asked.push(`${question} [${offered ?? ''}]`)
      return offered ?? 'us-west-1'
    },
  }
  beforeEach(() => asked.splice(0))

  test('and offers what the other commands would use', async () => {
    environment({})
    expect(await askPlace([], ask)).toEqual(['--region', 'eu-west-1', '--stage', 'production'])
    expect(asked).toEqual([
      expect.stringMatching(/region.*; --region \[eu-west-1\]$/),
      expect.stringMatching(/stage.*; --stage \[production\]$/),
    ])
  })

  test('without an offer, where nothing names a region', async () => {
    environment({ AWS_PROFILE: 'none' })
    expect(await askPlace(['-s', 'staging'], ask)).toEqual(['--region', 'us-west-1'])
    expect(asked).toEqual([expect.stringMatching(/\[\]$/)])
  })

  test('and for nothing that an option names', async () => {
    environment({})
    expect(await askPlace(['--region', 'us-west-2', '--stage=staging'], ask)).toEqual([])
    expect(asked).toEqual([])
  })
})
