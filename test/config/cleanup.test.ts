import { faultLines } from '../../src/config/fault.ts'
import { parseConfig } from '../../src/config/parse-config.ts'

const read = (cleanup: string) => parseConfig(`channels: { fallback: ops }\ncleanup:\n${cleanup}`)
const faultsOf = (cleanup: string): string[] => {
  const parsed = read(cleanup)
  return parsed.ok ? [] : faultLines('c', parsed.faults)
}

test('when and by which rules; what is left out has a default', () => {
  const parsed = read(
    '  weekday: friday\n  rules:\n    - { when: { family: web, tags: { Team: pay* } }, deprecateAfterDays: 60, disableAfterDays: 90 }\n    - { deregisterAfterDays: 30, keepNewest: 5 }',
  )
  expect(parsed.ok && parsed.config.cleanup).toEqual({
    weekday: 'friday',
    hour: 9,
    rules: [
      {
        when: { family: ['web'], tags: { Team: 'pay*' } },
        deprecateAfterDays: 60,
        disableAfterDays: 90,
        keepNewest: 3,
      },
      { when: {}, deregisterAfterDays: 30, keepNewest: 5 },
    ],
  })
  const without = parseConfig('channels: { fallback: ops }')
  expect(without.ok && without.config.cleanup).toBeUndefined()
})

test.each([
  ['no rules', '  weekday: monday', /^c:2: cleanup\.rules: expected/],
  ['an empty list', '  rules: []', /^c:3: cleanup\.rules: expected at least one rule/],
  [
    'no such day',
    '  weekday: moonday\n  rules: [{ disableAfterDays: 9 }]',
    /^c:3: cleanup\.weekday: .*sunday/,
  ],
  ['no such hour', '  hour: 24\n  rules: [{ disableAfterDays: 9 }]', /^c:3: cleanup\.hour: .*0 to 23/],
  [
    'a rule that does nothing',
    '  rules:\n    - { keepNewest: 2 }',
    /^c:4: cleanup\.rules\.0: expected deprecateAfterDays, disableAfterDays or deregisterAfterDays, got none of them/,
  ],
  [
    'deprecated after it is disabled',
    '  rules:\n    - { deprecateAfterDays: 90, disableAfterDays: 90 }',
    /^c:4: cleanup\.rules\.0\.deprecateAfterDays: expected fewer days than disableAfterDays \(90\)/,
  ],
  [
    'a grace period that is too short',
    '  rules:\n    - { deregisterAfterDays: 6 }',
    /^c:4: .*at least 7 days/,
  ],
  [
    'no image kept',
    '  rules:\n    - { disableAfterDays: 9, keepNewest: 0 }',
    /^c:4: .*keepNewest: expected at least 1/,
  ],
  ['a misspelt key', '  rules:\n    - { disableAfter: 9 }', /^c:4: .*no key "disableAfter"/],
  [
    'a rule below one for all images',
    '  rules:\n    - { disableAfterDays: 9 }\n    - { when: { family: web }, disableAfterDays: 9 }',
    /^c:5: cleanup\.rules\.1\.when: expected images that rule 1 does not match/,
  ],
  [
    'a rule twice',
    '  rules:\n    - { when: { family: [web] }, disableAfterDays: 9 }\n    - { when: { family: web }, disableAfterDays: 5 }',
    /^c:5: cleanup\.rules\.1\.when: expected images/,
  ],
])('%s', (_what, cleanup, fault) => {
  expect(faultsOf(cleanup)).toContainEqual(expect.stringMatching(fault))
})
