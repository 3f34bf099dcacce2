import { faultLines } from '../../src/config/fault.ts'
import { parseConfig } from '../../src/config/parse-config.ts'

const read = (families: string) => parseConfig(`channels: { fallback: ops }\nfamilies:\n${families}`)

const faultsOf = (families: string): string[] => {
  const parsed = read(families)
  return parsed.ok ? [] : faultLines('c', parsed.faults)
}

test('families keep their order, and one name is a list of one', () => {
  const parsed = read(
    "  web: { name: 'web-*', owner: S0WEB, channel: '#web' }\n  nodes: { name: [a-*, b-*], tags: { Team: x } }",
  )
  expect(parsed.ok && Object.entries(parsed.config.families)).toEqual([
    ['web', { name: ['web-*'], owner: 'S0WEB', channel: 'web' }],
    ['nodes', { name: ['a-*', 'b-*'], tags: { Team: 'x' } }],
  ])
})

test('a config without families has none', () => {
  expect(parseConfig('channels: { fallback: ops }')).toMatchObject({ ok: true, config: { families: {} } })
})

test.each([
  ['no clause', '  web: { owner: S0WEB }', /^c:3: families\.web: expected a name or tags/],
  ['an empty family', '  web: {}', /^c:3: families\.web: expected a name or tags/],
  [
    'a misspelt key',
    '  web: { name: a-*, ownr: S0WEB }',
    /^c:3: families\.web\.ownr: expected no key "ownr"/,
  ],
  ['no user group', '  web: { name: a-*, owner: U0BOB }', /^c:3: families\.web\.owner: .*user group id/],
  ['no channel', '  web: { name: a-*, channel: Bad Name }', /^c:3: families\.web\.channel: .*channel/],
  ['a number as its name', '  2026: { name: a-* }', /^c:3: families\.2026: expected a name of letters/],
  ['spaces in its name', '  "my web": { name: a-* }', /^c:3: families\.my web: expected a name of letters/],
  ['tags that are no texts', '  web: { tags: { Team: 1 } }', /^c:3: families\.web\.tags\.Team: .*quotes/],
  [
    'a name that no image has',
    '  web:\n    name: "web_#*"',
    /^c:4: families\.web\.name: expected a name that an image/,
  ],
  ['a name too short', '  web: { name: ab }', /^c:3: families\.web\.name: expected a name that an image/],
  [
    'a name too long',
    `  web: { name: ${'a'.repeat(129)}* }`,
    /^c:3: families\.web\.name: expected a name that/,
  ],
])('%s', (_what, families, fault) => {
  expect(faultsOf(families)).toEqual([expect.stringMatching(fault)])
})

const COVERED = /expected images that the family "web" above it does not match/

test.each([
  ['the same pattern', '  web: { name: web-* }\n  www: { name: web-* }'],
  ['a part of it', '  web: { name: web-* }\n  www: { name: web-prod-* }'],
  ['all of its patterns', '  web: { name: [web-*, www-*] }\n  www: { name: [www-1*, web-?] }'],
  ['tags beside the same name', '  web: { name: web-* }\n  www: { name: web-*, tags: { Team: a } }'],
  ['the same tags', '  web: { tags: { Team: "*" } }\n  www: { tags: { Team: a, Stage: b } }'],
])('a family that matches nothing that an earlier one does not match: %s', (_what, families) => {
  expect(faultsOf(families)).toEqual([expect.stringMatching(COVERED)])
  expect(faultsOf(families)[0]).toMatch(/^c:4: families\.www: /)
})

test.each([
  ['a wider pattern later', '  web: { name: web-prod-* }\n  www: { name: web-* }'],
  ['one pattern more', '  web: { name: web-* }\n  www: { name: [web-1, api-*] }'],
  ['tags first', '  web: { name: web-*, tags: { Team: a } }\n  www: { name: web-* }'],
  ['other tags', '  web: { tags: { Team: a } }\n  www: { tags: { Team: b } }'],
  ['a name later, tags first', '  web: { tags: { Team: a } }\n  www: { name: web-* }'],
])('families that share images: %s', (_what, families) => {
  expect(faultsOf(families)).toEqual([])
})

test.each(['[]', '3', '{ web: 3 }', '{ web: { name: 3, tags: [] } }', '{ web: { name: [] } }'])(
  'families: %s is refused, not thrown',
  families => {
    const parsed = parseConfig(`channels: { fallback: ops }\nfamilies: ${families}`)
    expect(parsed.ok).toBe(false)
  },
)

test('an alias is read with its accounts by id or alias, and with its gates', () => {
  const parsed = parseConfig(`channels: { fallback: ops }
roles: { approver: { users: [U0ALEX] } }
accounts: [{ id: '123456789012', alias: production, regions: [us-east-1] }]
families:
  web:
    name: web-*
    aliases:
      - { name: dev, parameter: /golden/web/dev, in: [production/us-east-1] }
      - name: prod
        parameter: /golden/web/prod
        in: ['123456789012/us-east-1']
        approval: { roles: [approver] }
        gates: { maxAgeDays: 30, maxDaysWithCritical: 0, scanRequired: true }
`)
  const in1 = [{ account: '123456789012', region: 'us-east-1' }]
  expect(parsed.ok && parsed.config.families.web?.aliases).toEqual([
    { name: 'dev', parameter: '/golden/web/dev', in: in1, gates: {} },
    {
      name: 'prod',
      parameter: '/golden/web/prod',
      in: in1,
      approval: { roles: ['approver'], withinMinutes: 60 },
      gates: { maxAgeDays: 30, maxDaysWithCritical: 0, scanRequired: true },
    },
  ])
})

test.each([
  ['maxDaysWithCritical: -1', /maxDaysWithCritical: expected at least 0 days/],
  ['maxDaysWithCritical: 1.5', /maxDaysWithCritical: expected a whole number of days/],
  ['scanRequired: yes please', /scanRequired: expected true or false/],
])('a gate %s is refused', (gate, fault) => {
  const alias = `{ name: dev, parameter: /a, in: [a/us-east-1], gates: { ${gate} } }`
  expect(faultsOf(`  web: { name: web-*, aliases: [${alias}] }`)).toContainEqual(expect.stringMatching(fault))
})

test.each([
  ['of AWS', '/aws/service/x'],
  ['without a slash', 'golden'],
  ['that ends with one', '/golden/'],
])('a parameter’s name %s is refused', (_what, parameter) => {
  expect(
    faultsOf(
      `  web: { name: web-*, aliases: [{ name: dev, parameter: ${parameter}, in: [a/us-east-1] }] }`,
    ).filter(fault => /parameter/.test(fault)),
  ).toEqual([expect.stringMatching(/parameter: expected the name of an SSM parameter/)])
})
