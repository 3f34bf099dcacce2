import { execFile } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { isDeployment } from '../../scripts/next-steps.ts'

/** The project's own scripts, as `npm run` starts them. Tools (jest, biome) have help of their own. */
const scripts = Object.entries(
  (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts,
).flatMap(([name, command]) => {
  const given = /^node --import tsx (\S+)(?: (\S+))?$/.exec(command)?.slice(1).filter(Boolean)
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

test('every script of the project is looked at', () => {
  expect(scripts.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['start', 'docs', 'package', 'deploy', 'bench', 'soak', 'redrive', 'manifest']),
  )
})

test.each(scripts)(
  'npm run $name -- --help prints how it is used, and does nothing else',
  async ({ name, given }) => {
    const written = ['docs/sandbox.md', 'bench/results.md'].map(file => statSync(file).mtimeMs)
    const [long, short] = await Promise.all([run([...given, '--help']), run([...given, '-h'])])
    const usage = name === 'start' ? 'Usage: npm start' : 'Usage: npm run '
    expect(long).toEqual({ code: 0, stdout: expect.stringContaining(usage), stderr: '' })
    expect(long.stdout).toContain(name)
    expect(long.stdout).not.toContain('amiops is deployed')
    expect(short).toEqual(long)
    expect(['docs/sandbox.md', 'bench/results.md'].map(file => statSync(file).mtimeMs)).toEqual(written)
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
