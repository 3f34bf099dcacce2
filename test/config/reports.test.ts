import { parseConfig } from '../../src/config/parse-config.ts'

const HEAD = 'channels: { fallback: C0ALERTS }\n'
const faultsOf = (text: string): string[] => {
  const parsed = parseConfig(HEAD + text)
  return parsed.ok ? [] : parsed.faults.map(({ line, path, expected }) => `${line}: ${path}: ${expected}`)
}

test('no reports come by themselves where none are wanted', () => {
  const parsed = parseConfig(HEAD)
  expect(parsed.ok && 'reports' in parsed.config).toBe(false)
})

test('a weekly report, with its channel or without one', () => {
  const read = (text: string) => {
    const parsed = parseConfig(HEAD + text)
    return parsed.ok ? parsed.config.reports : parsed.faults
  }
  expect(read('reports: { weekly: { weekday: friday, hour: 0 } }')).toEqual({
    weekly: { weekday: 'friday', hour: 0 },
  })
  expect(read('reports: { weekly: { weekday: friday, hour: 23, channel: "#ami-ready" } }')).toEqual({
    weekly: { weekday: 'friday', hour: 23, channel: 'ami-ready' },
  })
})

test('who can export the audit log: roles that the file defines', () => {
  const parsed = parseConfig(`${HEAD}roles: { auditor: { users: [U0AUDIT] } }\nexport: { roles: [auditor] }`)
  expect(parsed.ok && parsed.config.export).toEqual({ roles: ['auditor'] })
  expect(faultsOf('export: { roles: [auditor] }')).toEqual([
    '2: export.roles.0: a role from "roles" (none is there), got "auditor"',
  ])
  expect(faultsOf('export: {}')).toEqual([expect.stringContaining('2: export.roles: a value, got nothing')])
})

test('reports per owner', () => {
  const parsed = parseConfig(`${HEAD}reports: { weekly: { weekday: friday, hour: 9 }, perOwner: true }`)
  expect(parsed.ok && parsed.config.reports?.perOwner).toBe(true)
  expect(faultsOf('reports:\n  weekly: { weekday: friday, hour: 9 }\n  perOwner: yes')).toEqual([
    '4: reports.perOwner: true or false, got "yes"',
  ])
})

test.each([
  ['reports: {}', '2: reports.weekly: a value, got nothing'],
  [
    'reports:\n  weekly:\n    weekday: Monday\n    hour: 7',
    '4: reports.weekly.weekday: one of sunday, monday,',
  ],
  ['reports:\n  weekly:\n    weekday: monday\n    hour: 24', '5: reports.weekly.hour: an hour from 0 to 23'],
  ['reports:\n  weekly:\n    weekday: monday\n    hour: 7.5', '5: reports.weekly.hour: an hour from 0 to 23'],
  ['reports:\n  weekly: { weekday: monday }', '3: reports.weekly.hour: a value, got nothing'],
  ['reports:\n  weekly: { weekday: monday, hour: 7, at: x }', '3: reports.weekly.at: no key "at" here'],
])('%j is a fault', (text, fault) => {
  expect(faultsOf(text)).toEqual([expect.stringContaining(fault)])
})
