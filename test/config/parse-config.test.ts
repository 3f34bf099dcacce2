import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { faultLines } from '../../src/config/fault.ts'
import { parseConfig } from '../../src/config/parse-config.ts'
import { accountsToRead, membersToRead } from '../../src/domain/accounts-to-read.ts'
import { temporaryFile } from '../support/temporary-file.ts'

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
  test.each(['amiops.config.yml', 'sandbox/amiops.config.yml'])('%s of this repository is right', file => {
    expect(faultsOf(readFileSync(file, 'utf8'))).toEqual([])
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

  test('names its rules and chooses the facts of a card', () => {
    const text =
      'channels: { fallback: ops }\nrules: [{ name: nightly, when: { state: failed } }]\ncard: { facts: [size, tag:Team] }\n'
    expect(parseConfig(text)).toMatchObject({
      ok: true,
      config: { rules: [{ name: 'nightly' }], card: { facts: ['size', 'tag:Team'] } },
    })
    expect(faultsOf('channels: { fallback: ops }\ncard: { facts: [sise] }')).toEqual([
      'amiops.config.yml:2: card.facts.0: expected one of access, architecture, size, source, protection, lastLaunched, deprecation, owner, or a tag as tag:Team, got "sise"',
    ])
  })

  test('that gives nobody a right gives nobody a right', () => {
    expect(parseConfig('channels: { fallback: ops }')).toMatchObject({
      ok: true,
      config: { actions: {}, roles: {} },
    })
  })

  test('with many faults reports all at once, in order, each with its line and what was expected', () => {
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

describe('what asks for a second person', () => {
  const BASE = 'channels: { fallback: ops }\nroles: { op: { users: [U0MARIA] } }\n'

  test('is read with its defaults: an hour, the fallback channel, always', () => {
    const parsed = parseConfig(`${BASE}actions:\n  enable: { roles: [op], approval: { roles: [op] } }\n`)
    expect(parsed).toMatchObject({
      ok: true,
      config: {
        actions: { enable: { approval: { when: [], roles: ['op'], withinMinutes: 60 } } },
        limits: { destructivePerHour: 20 },
        prices: { default: 0.05, byRegion: {} },
      },
    })
  })

  test('with faults reports each with its line', () => {
    const faulty = `${BASE}actions:
  deregister:
    roles: [op]
    approval:
      when: { inUse: maybe, launched: true }
      roles: [boss]
      channel: Not A Channel
      withinMinutes: 9
    breakGlass: { roles: [] }
limits: { destructivePerHour: 0 }
prices:
  snapshotGiBMonth:
    default: free
    eu-west-1: -1
`
    expect(faultsOf(faulty)).toEqual([
      'amiops.config.yml:7: actions.deregister.approval.when.0.inUse: expected true or false, got "maybe"',
      'amiops.config.yml:7: actions.deregister.approval.when.0.launched: expected no key "launched" here: is it misspelt?',
      'amiops.config.yml:8: actions.deregister.approval.roles.0: expected a role from "roles" (op), got "boss"',
      'amiops.config.yml:9: actions.deregister.approval.channel: expected a channel’s id (C0123456789) or name (ami-ready), got "Not A Channel"',
      'amiops.config.yml:10: actions.deregister.approval.withinMinutes: expected at least 10 minutes, got 9',
      'amiops.config.yml:11: actions.deregister.breakGlass.roles: expected at least one role, got 0',
      'amiops.config.yml:12: limits.destructivePerHour: expected at least 1, got 0',
      'amiops.config.yml:15: prices.snapshotGiBMonth.default: expected US dollars as a number, got "free"',
      'amiops.config.yml:16: prices.snapshotGiBMonth.eu-west-1: expected US dollars, not negative, got -1',
    ])
  })

  test.each([
    ['mute: { roles: [boss] }', 'mute.roles.0: expected a role from "roles" (op), got "boss"'],
    ['mute: { roles: [] }', 'mute.roles: expected at least one role, got 0'],
    ['mute: { role: [op] }', 'mute.role: expected no key "role" here: is it misspelt?'],
  ])('lets only roles that it has mute: %s', (line, fault) => {
    expect(faultsOf(`${BASE}${line}\n`)).toEqual(expect.arrayContaining([expect.stringContaining(fault)]))
    expect(parseConfig(`${BASE}mute: { roles: [op] }\n`)).toMatchObject({
      ok: true,
      config: { mute: { roles: ['op'] } },
    })
  })

  test('has no glass to break where nobody else is asked', () => {
    expect(faultsOf(`${BASE}actions: { enable: { roles: [op], breakGlass: { roles: [op] } } }\n`)).toEqual([
      expect.stringMatching(/actions\.enable\.breakGlass: expected an approval beside it/),
    ])
  })

  test.each([
    [9, false],
    [10, true],
    [10_080, true],
    [10_081, false],
    [10.5, false],
  ])('may wait for %d minutes: %s', (minutes, isRight) => {
    const yaml = `${BASE}actions: { enable: { roles: [op], approval: { roles: [op], withinMinutes: ${minutes} } } }`
    expect(parseConfig(yaml).ok).toBe(isRight)
  })
})

test.each(['scripts/package.ts', 'scripts/start.ts'])('%s ends with exit code 1 and every fault', script => {
  const file = temporaryFile('faulty.yml', FAULTY)
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, AMIOPS_CONFIG: file },
    encoding: 'utf8',
  })
  expect(status).toBe(1)
  expect(stderr.split('\n').filter(line => line.startsWith(`${file}:`))).toHaveLength(8)
})

test('who only looks uses the role for that, where there is one', () => {
  const role = 'arn:aws:iam::111111111111:role/amiops-act'
  const readRole = 'arn:aws:iam::111111111111:role/amiops-read'
  const [both, none] = [
    { id: '111111111111', regions: ['us-east-1'], role, readRole },
    { id: '333333333333', regions: ['us-east-1'] },
  ]
  const parsed = parseConfig(
    `channels: { fallback: ami-alerts }\naccounts: ${JSON.stringify([both, none])}\n`,
  )
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  expect(parsed.config.accounts).toEqual([both, none])
  expect(accountsToRead(parsed.config.accounts).map(account => account.role)).toEqual([readRole, undefined])
})

test('an account with the roles of deploy/member.yml is read with its reader by every function', () => {
  const role = 'arn:aws:iam::111111111111:role/amiops-actor'
  const readRole = 'arn:aws:iam::111111111111:role/amiops-reader'
  const account = { id: '111111111111', regions: ['us-east-1'], role, readRole }
  const rolesToRead = (accounts: readonly object[]) => {
    const parsed = parseConfig(`channels: { fallback: ami-alerts }\naccounts: ${JSON.stringify(accounts)}\n`)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
    return membersToRead(parsed.config.accounts).map(one => one.role)
  }
  expect(rolesToRead([{ ...account, member: true }])).toEqual([readRole])
  expect(rolesToRead([{ ...account, member: false }])).toEqual([role])
  const { role: _, readRole: __, ...roleless } = account
  expect(() => rolesToRead([{ ...roleless, member: true }])).toThrow(
    'role and readRole beside it: the outputs of the stack of deploy/member.yml',
  )
})

test('roles of other accounts than their own, and an acting role that is alone, are faults', () => {
  const act = 'arn:aws:iam::222222222222:role/amiops-act'
  const accounts = [
    { id: '111111111111', regions: ['us-east-1'], role: act, readRole: act.replace('act', 'read') },
    { id: '222222222222', regions: ['us-east-1'], role: act },
  ]
  expect(faultsOf(`channels: { fallback: ami-alerts }\naccounts: ${JSON.stringify(accounts)}\n`)).toEqual([
    expect.stringMatching(/accounts\.0\.role: expected a role of account 111111111111/),
    expect.stringMatching(/accounts\.0\.readRole: expected a role of account 111111111111/),
    expect.stringMatching(/accounts\.1: expected a readRole beside the role/),
  ])
})

test('the workspaces and organisations of an Enterprise Grid are listed by their ids', () => {
  const of = (ids: string) =>
    parseConfig(`slack: { workspaces: ${ids} }\nchannels: { fallback: ami-alerts }\n`)
  expect(of('[T0OTHERWS, E0EXAMPLE]')).toMatchObject({
    ok: true,
    config: { workspaces: ['T0OTHERWS', 'E0EXAMPLE'] },
  })
  expect(of('[U0MARIA]')).toMatchObject({ ok: false, faults: [{ path: 'slack.workspaces.0', line: 1 }] })
})
