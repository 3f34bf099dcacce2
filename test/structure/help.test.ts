import { execFile } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { isDeployment } from '../../scripts/next-steps.ts'

/** The project's own scripts, as `npm run` starts them. Tools (jest, biome) have help of their own. */
const scripts = Object.entries(
  (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts,
).flatMap(([name, command]) => {
  const given = /^(?:exec )?node --import tsx (\S+)(?: (\S+))?$/.exec(command)?.slice(1).filter(Boolean)
  return given ? [{ name, given }] : []
})

const run = (args: readonly string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>(resolve => {
    // Help is there for a faulty config, and without AWS, too.
    const env = { ...process.env, AMIOPS_CONFIG: 'no-such-file.yml', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }
    execFile(process.execPath, ['--import', 'tsx', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })

/** What the scripts write. */
const WRITTEN = [
  'docs/sandbox-coverage.md',
  'docs/config.md',
  'docs/amiops.config.schema.json',
  'bench/results.md',
]

test('every script of the project is looked at', () => {
  expect(scripts.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'start',
      'docs',
      'package',
      'deploy',
      'bench',
      'soak',
      'redrive',
      'manifest',
      'doctor',
      'members',
      'setup',
    ]),
  )
})

test.each(scripts)(
  'npm run $name -- --help prints how it is used, and does nothing else',
  async ({ name, given }) => {
    const written = () => WRITTEN.map(file => statSync(file).mtimeMs)
    const before = written()
    const long = await run([...given, '--help'])
    const usage = name === 'start' ? 'Usage: npm start' : 'Usage: npm run '
    expect(long).toEqual({ code: 0, stdout: expect.stringContaining(usage), stderr: '' })
    expect(long.stdout).toContain(name)
    expect(long.stdout).not.toContain('amiops is deployed')
    // One script stands for all: they read it in the same place.
    if (name === 'manifest') expect(await run([...given, '-h'])).toEqual(long)
    expect(written()).toEqual(before)
  },
)

test.each([
  [[], true],
  [['--stage', 'dev', '--verbose'], true],
  [['list'], false],
  [['function', '-f', 'slack'], false],
  [['--version'], false],
])('osls deploy %j deploys the whole: %j', (given, isWhole) => {
  expect(isDeployment(given)).toBe(isWhole)
})

/** What osls is given is checked by osls; the sandbox reads its options after the config. */
const own = scripts.filter(({ name }) => !['start', 'package', 'deploy'].includes(name))

test.each(own)('npm run $name refuses an option that is none', async ({ given }) => {
  const { code, stdout, stderr } = await run([...given, '--no-such-option'])
  expect(code).toBeGreaterThan(0)
  expect(stdout).toBe('')
  expect(stderr).toContain('--no-such-option')
})

describe('npm run manifest', () => {
  const manifest = (...args: string[]) => run(['scripts/manifest.ts', ...args])
  const requestUrl = (stdout: string): string => JSON.parse(stdout).settings.interactivity.request_url

  test.each([
    [['--url=https://abc.lambda-url.eu-west-1.on.aws'], 'https://abc.lambda-url.eu-west-1.on.aws/'],
    [['--url', 'https://example.com/$&/"x"'], 'https://example.com/$&/%22x%22'],
  ])('%j fills the address in', async (args, address) => {
    const { code, stdout } = await manifest(...args)
    expect(code).toBe(0)
    expect(requestUrl(stdout)).toBe(address)
  })

  test.each([
    [[], '/ami'],
    [['--command=amiops', '--url', 'https://example.com/'], '/amiops'],
  ])('%j: the command is %s', async (args, name) => {
    const { code, stdout } = await manifest(...args)
    expect(code).toBe(0)
    expect(JSON.parse(stdout).features.slash_commands).toMatchObject([{ command: name }])
  })

  test.each([
    [[], ['amiops', 'amiops', '/ami', '#14434a', false]],
    [
      ['--stage', 'staging'],
      ['amiops (staging)', 'amiops-staging', '/ami-staging', '#5b2a86', false],
    ],
    [
      [
        '--stage=staging',
        '--app-name',
        'Bilder (Test)',
        '--app-color=#AABBCC',
        '--command',
        'bilder',
        '--org-wide',
      ],
      ['Bilder (Test)', 'bilder-test', '/bilder', '#aabbcc', true],
    ],
  ])('%j: name, bot, command, colour and reach of the app', async (args, expected) => {
    const { code, stdout } = await manifest(...args)
    expect(code).toBe(0)
    const { display_information: display, features, settings } = JSON.parse(stdout)
    const [{ command }] = features.slash_commands
    const bot = features.bot_user.display_name
    const read = [display.name, bot, command, display.background_color, settings.org_deploy_enabled]
    expect(read).toEqual(expected)
  })

  test.each([
    [['--command', 'A B']],
    [['--app-name', 'x'.repeat(36)]],
    [['--app-color', 'red']],
    [['--command', 'x'.repeat(32)]],
    [['--url', 'http://example.com/']],
    [['--url=']],
    [['https://example.com/']],
  ])('%j is refused, and nothing is printed that looks like a manifest', async args => {
    const { code, stdout, stderr } = await manifest(...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('Usage: npm run -s manifest')
  })
})
