import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { findPlaceholders } from '../../scripts/find-placeholders.ts'
import { faultLines } from '../../src/config/fault.ts'

const SHIPPED = readFileSync('amiops.config.yml', 'utf8')

/** The lines of the shipped config that hold no comment and a placeholder. */
const lines = SHIPPED.split('\n').flatMap((line, at) =>
  /^(?! *#).*(your-|0{10})/.test(line) ? [at + 1] : [],
)

test('every placeholder of the shipped config is found, with its line', () => {
  const found = findPlaceholders(SHIPPED)
  expect(found.map(({ line }) => line)).toEqual(lines)
  expect(faultLines('amiops.config.yml', found)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(
        /^amiops\.config\.yml:\d+: slack\.workspace: expected your own in place of T0000000000/,
      ),
      expect.stringContaining(': channels.fallback: '),
      expect.stringContaining(': roles.operator.userGroups.0: '),
      expect.stringContaining(': accounts.0.id: '),
    ]),
  )
})

test.each([
  ['slack: { app: A0000000000 }', ['slack.app']],
  ["accounts: [{ id: '111111111111', role: 'arn:aws:iam::000000000000:role/amiops' }]", ['accounts.0.role']],
  ['channels: { fallback: "#your-channel" }', ['channels.fallback']],
  ["channels: { fallback: about-your-images }\naccounts: [{ id: '100000000000' }]", []],
  ['channels: [', []],
])('%s', (config, paths) => {
  expect(findPlaceholders(config).map(({ path }) => path)).toEqual(paths)
})

test('the sandbox’s config has none', () => {
  expect(findPlaceholders(readFileSync('sandbox/amiops.config.yml', 'utf8'))).toEqual([])
})

test('an unfinished config is not deployed: each placeholder is named with its line', () => {
  const { AMIOPS_CONFIG: _, ...env } = process.env
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/package.ts', 'deploy', '--region', 'eu-west-1'],
    { env: { ...env, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, encoding: 'utf8' },
  )
  expect(status).toBe(1)
  expect(stderr).toContain('amiops.config.yml is not finished. amiops was not deployed.')
  expect(stderr.match(/^amiops\.config\.yml:\d+: /gm)).toHaveLength(lines.length)
})
