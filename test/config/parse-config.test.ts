import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { faultLines, parseConfig } from '../../src/config/parse-config.ts'

const FAULTY = `channels:
  availble: ami-ready
  failed: "Bad Name"
rules:
  - when: { state: gone }
    mention: bob
actions:
  enable: { roles: [nobody] }
accounts:
  - id: 123
    regions: []
`

const faultsOf = (text: string): string[] => {
  const parsed = parseConfig(text)
  return parsed.ok ? [] : faultLines('amiops.config.yml', parsed.faults)
}

describe('a config', () => {
  test('of this repository is right', () => {
    expect(faultsOf(readFileSync('amiops.config.yml', 'utf8'))).toEqual([])
  })

  test('with one value where a list may stand is read as a list, and a channel loses its #', () => {
    const parsed = parseConfig(
      'channels: { fallback: "#ops" }\nrules:\n  - when: { state: failed }\n    mention: here\n',
    )
    expect(parsed).toMatchObject({
      ok: true,
      config: {
        channels: { fallback: 'ops' },
        rules: [{ when: { state: ['failed'] }, to: [], mention: ['here'] }],
      },
    })
  })

  test('that gives nobody a right gives nobody a right', () => {
    expect(parseConfig('channels: { fallback: ops }')).toMatchObject({
      ok: true,
      config: { actions: {}, roles: {} },
    })
  })

  test('with many faults tells them all at once, in order, each with its line and what was expected', () => {
    expect(faultsOf(FAULTY)).toEqual([
      'amiops.config.yml:1: channels.fallback: expected a value, got nothing',
      'amiops.config.yml:2: channels.availble: expected no key "availble" here: is it misspelt?',
      'amiops.config.yml:3: channels.failed: expected a channel’s id (C0123456789) or name (ami-ready), got "Bad Name"',
      'amiops.config.yml:5: rules.0.when.state: expected one of available, failed, deregistered, disabled, got "gone"',
      'amiops.config.yml:6: rules.0.mention: expected a user id (U…), a user group id (S…), here or channel, got "bob"',
      'amiops.config.yml:8: actions.enable.roles.0: expected a role from "roles" (none is there), got "nobody"',
      'amiops.config.yml:10: accounts.0.id: expected an account id of 12 digits, in quotes, got 123',
      'amiops.config.yml:11: accounts.0.regions: expected at least one region, got 0',
    ])
  })

  test('that is no YAML says where', () => {
    expect(faultsOf('channels:\n  fallback: [ops\n')[0]).toMatch(
      /^amiops\.config\.yml:\d+: expected valid YAML/,
    )
  })

  test('that names an account twice is refused', () => {
    const twice =
      "channels: { fallback: ops }\naccounts:\n  - { id: '123456789012', regions: [us-east-1] }\n  - { id: '123456789012', regions: [us-east-1] }\n"
    expect(faultsOf(twice)).toEqual([
      'amiops.config.yml:4: accounts.1: expected each account and alias once, got 123456789012 twice',
    ])
  })

  test('of any text is read or refused, and nothing is thrown', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          fc.json().map(json => `channels: ${json}`),
        ),
        text => {
          const parsed = parseConfig(text)
          if (!parsed.ok) expect(parsed.faults.length).toBeGreaterThan(0)
        },
      ),
      { seed: 20261123, numRuns: 500 },
    )
  })
})

test.each(['scripts/package.ts', 'scripts/start.ts'])('%s ends with exit code 1 and every fault', script => {
  const file = join(mkdtempSync(join(tmpdir(), 'amiops-')), 'faulty.yml')
  writeFileSync(file, FAULTY)
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, AMIOPS_CONFIG: file },
    encoding: 'utf8',
  })
  expect(status).toBe(1)
  expect(stderr.split('\n').filter(line => line.startsWith(`${file}:`))).toHaveLength(8)
})
