import fc from 'fast-check'
import { faultLines } from '../../src/config/fault.ts'
import { parseConfig } from '../../src/config/parse-config.ts'

/** What YAML and JavaScript make of a text that looks right. Each stands after one line of channels, so at line 2 or below. */
const faultsOf = (text: string, head = 'channels: { fallback: ops }\n'): string[] => {
  const parsed = parseConfig(`${head}${text}`)
  return parsed.ok ? [] : faultLines('c', parsed.faults)
}
const isRight = (text: string): boolean => parseConfig(`channels: { fallback: ops }\n${text}`).ok

const LAUGHS = `a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]`

const ARN = 'arn:aws:iam::111111111111:role'
const ROLES = 'roles: { op: { users: [U0MARIA] } }\n'

describe('is refused with its line:', () => {
  test.each([
    [
      'rules:\n  - when:\n      name: *-old',
      /^c:4: expected a text that begins with \* in quotes \('\*-old'\)/,
    ],
    ['rules: [{ when: { name: [*a, x] } }]', /^c:2: expected a text that begins with \* in quotes \('\*a'\)/],
    ['rules:\n  - when: { name: * }', /^c:3: expected a text that begins with \* in quotes/],
    [LAUGHS, /^c:5: expected aliases that stand for at most 10000 values, got more with \*c/],
    ['roles: &r { op: *r }', /^c:2: expected an alias of something else than what it is part of/],
    [`rules:\n  - ${'['.repeat(20_000)}`, /^c:3: expected at most 50 lists and keys inside of each other/],
    ['rules:\n  - when: { name: !old x }', /^c:3: expected valid YAML: Unresolved tag/],
    ['rules: []\n---\nrules: []', /^c:3: expected one document/],
    ['? [a, b]\n: c', /^c:2: expected valid YAML: .*keys must be strings/],
  ])('YAML %j', (text, line) => {
    expect(faultsOf(text)).toEqual([expect.stringMatching(line)])
  })

  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '"__proto__"'])(
    'the key %s, wherever it stands',
    key => {
      const name = key.replaceAll('"', '')
      const line = (at: number, path: string) =>
        `c:${at}: ${path}${name}: expected another key than "${name}", which JavaScript reserves`
      expect(faultsOf(`rules:\n  - when:\n      tags: { ${key}: x }\n`)).toContain(
        line(4, 'rules.0.when.tags.'),
      )
      expect(faultsOf(`rules:\n  - when:\n      tags: { a: b, ${key}: x }\n`)).toContain(
        line(4, 'rules.0.when.tags.'),
      )
      expect(faultsOf(`roles:\n  ${key}: { users: [U0MARIA] }\n`)).toContain(line(3, 'roles.'))
      expect(faultsOf(`prices:\n  snapshotGiBMonth:\n    ${key}: 1\n`)).toContain(
        line(4, 'prices.snapshotGiBMonth.'),
      )
      expect(faultsOf(`${key}: {}\n`)).toContain(line(2, ''))
      expect(faultsOf(`actions:\n  ${key}: { roles: [] }\n`)).toContain(line(3, 'actions.'))
    },
  )

  test.each([
    ['rules: [{ when: { tags: {} } }]', 'rules.0.when.tags: expected at least one tag'],
    ['rules: [{ when: { tags: [] } }]', 'rules.0.when.tags: expected at least one tag'],
    ['rules: [{ when: { tags: !!set {} } }]', 'expected'],
    ['%YAML 1.1\n---\nx: !!set { a }', 'expected'],
    ['rules: [{ when: { tags: { "": x } } }]', 'expected a name before the colon, got none'],
    ['rules: [{ when: [], mute: true }]', 'rules.0.when: expected keys with values, got Array'],
    ['roles: []', 'roles: expected keys with values'],
    ['actions: []', 'actions: expected keys with values'],
    ['prices: { snapshotGiBMonth: [] }', 'expected a price for each region'],
    ['accounts: [[]]', 'accounts.0: expected keys with values'],
  ])('%j, which would fit everything or nothing', (text, fault) => {
    expect(faultsOf(text)).toContainEqual(expect.stringContaining(fault))
  })

  test.each([
    ['default: .inf', 'prices.snapshotGiBMonth.default: expected US dollars as a number, got Infinity'],
    ['default: -.inf', 'got -Infinity'],
    ['eu-west-1: .nan', 'prices.snapshotGiBMonth.eu-west-1: expected US dollars as a number, got NaN'],
    [
      'us-esat-1: 0.05',
      'prices.snapshotGiBMonth.us-esat-1: expected a region of AWS, got "us-esat-1": is it misspelt?',
    ],
    ['default: 1e300', 'expected at most 1000 US dollars for a GiB and month'],
    ['us-west-9: 0.05', 'expected a region of AWS'],
    ['us-*: 0.05', 'expected a region of AWS'],
    ['Default: 0.05', 'expected a region of AWS'],
  ])('a price %s', (price, fault) => {
    const faults = faultsOf(`prices:\n  snapshotGiBMonth:\n    ${price}\n`)
    expect(faults).toEqual([expect.stringMatching(/^c:4: /)])
    expect(faults[0]).toContain(fault)
  })

  test.each(['.inf', '.nan', '1.5', '0', '1e300'])('a number of images or minutes of %s', number => {
    expect(faultsOf(`digest: { above: ${number} }`)).toHaveLength(1)
    expect(faultsOf(`limits: { destructivePerHour: ${number} }`)).toHaveLength(1)
    const approval = `approval: { roles: [op], withinMinutes: ${number} }`
    expect(faultsOf(`${ROLES}actions: { enable: { roles: [op], ${approval} } }`)).toHaveLength(1)
  })

  test.each(['us-esat-1', 'US-EAST-1', 'us-est-*', 'eu-west'])('a rule or approval for region %s', region => {
    const fault = `expected a region of AWS, got "${region}": is it misspelt?`
    expect(faultsOf(`rules:\n  - when: { region: ${region} }`)).toEqual([
      `c:3: rules.0.when.region: ${fault}`,
    ])
    expect(faultsOf(`rules:\n  - when: { region: [eu-west-1, ${region}] }`)).toEqual([
      `c:3: rules.0.when.region: ${fault}`,
    ])
    const actions = `actions:\n  enable:\n    roles: [op]\n    approval: { when: { region: ${region} }, roles: [op] }`
    expect(faultsOf(`${ROLES}${actions}`)).toEqual([`c:6: actions.enable.approval.when.0.region: ${fault}`])
  })

  test.each(['to: ops', 'mention: here', 'always: card', 'sns: true', 'to: ops, mention: here'])(
    'mute: true next to %s',
    other => {
      expect(faultsOf(`rules:\n  - when: {}\n    mute: true\n`)).toEqual([])
      expect(faultsOf(`rules:\n  - { when: {}, mute: false, ${other} }\n`)).toEqual([])
      expect(
        faultsOf(`rules:\n  - when: {}\n    ${other.replace(', ', '\n    ')}\n    mute: true\n`),
      ).toEqual([
        expect.stringMatching(/^c:[56]: rules\.0\.mute: expected no "(to|mention|always|sns)".* beside it/),
      ])
    },
  )

  test.each([
    [
      "accounts:\n  - id: '111111111111'\n    regions:\n      - us-east-1\n      - eu-west-1\n      - us-east-1",
      7,
    ],
    ['rules:\n  - when: {}\n    to:\n      - ops\n      - "#ops"', 6],
    ['rules:\n  - when: {}\n    mention: [here, U0MARIA, here]', 4],
    ['rules:\n  - when: { state: [failed, failed] }', 3],
    ['rules:\n  - when: { name: [a, a] }', 3],
    ['roles:\n  op:\n    users: [U0MARIA, U0MARIA]', 4],
    ['roles:\n  op:\n    userGroups: [S0OPS, S0OPS]', 4],
    [`${ROLES}actions:\n  enable: { roles: [op, op] }`, 4],
    [`${ROLES}actions:\n  enable:\n    roles: [op]\n    approval: { roles: [op, op] }`, 6],
    ['slack: { workspaces: [T0OTHER, T0OTHER] }', 2],
  ])('an entry that is twice in its list: %j', (text, line) => {
    expect(faultsOf(text)).toEqual([
      expect.stringMatching(`^c:${line}: .*expected each entry once, got ".*" twice$`),
    ])
  })

  test.each([
    ['rules:\n  - when: {}\n    to: ops\n  - when: { state: failed }\n    mention: here', 5, 1],
    ['rules:\n  - when: { state: failed, name: [a, b] }\n  - when: { name: [b, a], state: [failed] }', 4, 1],
    ['rules:\n  - when: { state: failed }\n  - when: { name: a }\n  - when: { name: a }', 5, 2],
    ['rules:\n  - when: { tags: { a: b, c: d } }\n  - when: { tags: { c: d, a: b } }', 4, 1],
  ])('a rule that never counts: %j', (text, line, first) => {
    expect(faultsOf(text)).toEqual([
      expect.stringMatching(
        `^c:${line}: rules\\.\\d\\.when: expected something that rule ${first} does not fit`,
      ),
    ])
  })

  test('a role that is readRole too', () => {
    const account = `accounts:\n  - id: '111111111111'\n    regions: [us-east-1]\n    role: ${ARN}/amiops\n`
    expect(faultsOf(`${account}    readRole: ${ARN}/amiops`)).toEqual([
      expect.stringMatching(/^c:6: accounts\.0\.readRole: expected another role than "role"/),
    ])
    expect(faultsOf(`${account}    readRole: ${ARN}/amiops-read`)).toEqual([])
  })

  test.each([
    [
      "accounts: [{ id: '111111111111', alias: '222222222222', regions: [us-east-1] }]",
      'a name that is no account id and no region',
    ],
    [
      "accounts: [{ id: '111111111111', alias: eu-west-1, regions: [us-east-1] }]",
      'a name that is no account id and no region, got "eu-west-1"',
    ],
    ["accounts: [{ id: '111111111111', regions: [us-esat-1] }]", 'a region like us-east-1, got "us-esat-1"'],
    ["rules: [{ when: { account: '11111111111' } }]", 'an account id of 12 digits in quotes'],
    ["rules: [{ when: { account: '1?1' } }]", 'an account id of 12 digits in quotes'],
  ])('%j', (text, fault) => {
    expect(faultsOf(text)).toEqual([expect.stringContaining(fault)])
  })

  test('a key whose entries are all comments', () => {
    expect(faultsOf('rules:\n  # - when: {}\n')).toEqual([
      'c:2: rules: expected a list of rules, got nothing',
    ])
    expect(faultsOf('roles:\n  # op: {}\n')).toEqual(['c:2: roles: expected keys with values, got nothing'])
  })

  test('a channel whose # makes it a comment', () => {
    expect(faultsOf('rules:\n  - when: {}\n    to: #ops\n')).toEqual([
      expect.stringMatching(
        /^c:4: rules\.0\.to: .*got nothing: a text that starts with # or ! needs quotes$/,
      ),
    ])
    expect(faultsOf('', 'channels:\n  fallback: #ops\n')).toEqual([
      'c:2: channels.fallback: expected a channel’s id or name, got nothing: a text that starts with # or ! needs quotes',
    ])
  })
})

describe('is right:', () => {
  test.each([
    'rules: []',
    "rules:\n  - when: { name: '*-old' }\n",
    "rules:\n  - when: { account: '1234*', region: 'us-*' }\n",
    `roles: &roles\n  op: &op { users: [U0MARIA] }\n  approver: *op\n`,
    'prices: { snapshotGiBMonth: { eusc-de-east-1: 0.06, us-gov-west-1: 0.06, cn-north-1: 0.3 } }',
    "accounts: [{ id: '111111111111', regions: [xx-north-1] }]\nprices: { snapshotGiBMonth: { xx-north-1: 1 } }",
    "accounts: [{ id: '111111111111', regions: [eusc-de-east-1, us-isob-east-1, us-gov-west-1] }]",
    'rules:\n  - when: { name: a }\n  - when: { name: b }\n  - when: { tags: { name: a } }\n  - when: {}',
    'prices: { snapshotGiBMonth: { default: 0 } }',
  ])('%j', text => {
    expect(isRight(text)).toBe(true)
  })

  test('an anchor that is used by 300 accounts', () => {
    const account = (i: number) => `  - { id: '${111111111111 + i}', regions: *all }\n`
    const text = `accounts:\n  - { id: '000000000001', regions: &all [us-east-1, us-east-2, eu-west-1] }\n`
    expect(isRight(text + Array.from({ length: 300 }, (_, i) => account(i)).join(''))).toBe(true)
  })
})

test('any mixture of the signs of YAML is read or refused, each fault with a line of the text', () => {
  const piece = fc.constantFrom(
    ...['channels:', ' fallback: ops', 'rules:', '- when:', ' name: *a', '&a ', '*a', '[', ']', '{', '}'],
    ...[
      '!!set ',
      '!x',
      '__proto__: ',
      '---',
      '%YAML 1.1',
      '\n',
      '\n  ',
      ', ',
      ': ',
      '"',
      '? ',
      '<<: *a',
      '| ',
    ],
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
      const text = pieces.join('')
      const parsed = parseConfig(text)
      if (parsed.ok) return
      expect(parsed.faults.length).toBeGreaterThan(0)
      for (const { line } of parsed.faults) {
        expect(line).toBeGreaterThanOrEqual(1)
        expect(line).toBeLessThanOrEqual(text.split('\n').length)
      }
    }),
    { seed: 20261126, numRuns: 2_000 },
  )
})
