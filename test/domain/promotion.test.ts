import type { ImageFacts } from '../../src/domain/image.ts'
import {
  launchFault,
  launchGap,
  parameterFault,
  promotionDoubts,
  promotionFault,
  rollbackDoubts,
  rollbackFault,
} from '../../src/domain/promotion.ts'

const DAY = 24 * 60 * 60_000
const NOW_MS = 100 * DAY
const facts = (more: Partial<ImageFacts> = {}): ImageFacts =>
  ({ state: 'available', createdAtMs: NOW_MS - 30 * DAY, tags: {}, snapshots: [], ...more }) as ImageFacts
const alias = (maxAgeDays?: number) => ({
  name: 'prod',
  gates: { ...(maxAgeDays !== undefined && { maxAgeDays }) },
})

test('a parameter can be set where there is none, or one of the data type of images', () => {
  expect(parameterFault('/golden/web', undefined)).toBeUndefined()
  expect(parameterFault('/golden/web', { type: 'String', dataType: 'aws:ec2:image' })).toBeUndefined()
  expect(parameterFault('/golden/web', { type: 'String', dataType: 'text' })).toBe(
    'the parameter /golden/web is there as String with data type text, which cannot be changed: delete it, and amiops creates it again, or give the alias another parameter',
  )
  expect(parameterFault('/golden/web', { type: 'StringList', dataType: 'aws:ec2:image' })).toMatch(
    /^the parameter \/golden\/web is there as StringList with data type aws:ec2:image, /,
  )
})

test.each([
  ['an image of an age that the alias takes', facts(), 30, undefined],
  ['one a day older', facts(), 29, 'it is 30 days old, and prod takes no image older than 29 days'],
  [
    'one of an unknown age',
    facts({ createdAtMs: undefined as never }),
    30,
    'its age is not known, and prod takes no image older than 30 days',
  ],
  [
    'one of an unknown age where no age is asked for',
    facts({ createdAtMs: undefined as never }),
    undefined,
    undefined,
  ],
  ['a disabled one', facts({ state: 'disabled' }), undefined, 'it is disabled'],
  ['a deprecated one', facts({ deprecatedAtMs: NOW_MS }), undefined, 'it is deprecated'],
  ['one that will be deprecated', facts({ deprecatedAtMs: NOW_MS + 1 }), undefined, undefined],
])('promoted: %s', (_what, of, days, expected) => {
  expect(promotionFault(of, alias(days), NOW_MS)).toBe(expected)
})

test('rolled back to: an available image, however old; a deprecated one with a doubt', () => {
  expect(rollbackFault(facts())).toBeUndefined()
  expect(rollbackFault(facts({ state: 'failed' }))).toBe('it is failed')
  expect(rollbackDoubts(facts(), NOW_MS)).toEqual([])
  expect(rollbackDoubts(facts({ deprecatedAtMs: NOW_MS }), NOW_MS)).toEqual(['it is deprecated'])
})

describe('whether the account of a place can launch it', () => {
  const key = 'arn:aws:kms:us-east-1:123456789012:key/1'
  const why = 'its policy does not allow it'
  const reasons = [{ obstacle: 'key', why, key }] as never
  const nameOf = () => 'production'

  test('it can, or that is unknown: no fault', () => {
    expect(launchFault({ can: 'yes', reasons: [] }, [], nameOf)).toBeUndefined()
    expect(launchFault({ can: 'unknown', reasons }, [], nameOf)).toBeUndefined()
  })

  test('a key: who has to add the account to which policy, or to copy the image', () => {
    const cannot = `cannot use the KMS key of its snapshots (${why}): `
    const statement = (account?: string) => [{ key, account }] as never
    expect(launchFault({ can: 'no', reasons }, statement('123456789012'), nameOf)).toBe(
      `${cannot}its owner (production) has to add the account to the policy of ${key}`,
    )
    expect(launchFault({ can: 'no', reasons }, statement(), nameOf)).toBe(
      `${cannot}its owner has to add the account to the policy of ${key}`,
    )
    expect(launchFault({ can: 'no', reasons }, [], nameOf)).toBe(`${cannot}copy it with another key`)
    expect(launchFault({ can: 'no', reasons }, [{ key: 'another' }] as never, nameOf)).toBe(
      `${cannot}copy it with another key`,
    )
  })

  test('several reasons, and what is unknown', () => {
    const two = [
      { obstacle: 'allowed', why: 'not allowed' },
      { obstacle: 'region', why: 'not there' },
    ] as never
    expect(launchFault({ can: 'no', reasons: two }, [], nameOf)).toBe('not allowed; not there')
    expect(launchGap({ can: 'unknown', reasons: two })).toBe('not allowed; not there')
    expect(launchGap({ can: 'no', reasons: two })).toBeUndefined()
  })
})

describe('doubts about a promotion', () => {
  const doubts = (more: Partial<Parameters<typeof promotionDoubts>[0]> = {}): string[] =>
    promotionDoubts({
      alias: 'prod',
      family: 'web',
      ownFamily: 'web',
      previous: undefined,
      before: undefined,
      now: facts({ architecture: 'arm64' }),
      ...more,
    })

  test('none', () => {
    expect(doubts()).toEqual([])
    expect(doubts({ previous: { alias: 'dev', hasNamed: true } })).toEqual([])
    expect(doubts({ before: facts({ architecture: 'arm64' }) })).toEqual([])
    expect(doubts({ before: facts() })).toEqual([])
    expect(doubts({ before: facts({ architecture: 'arm64' }), now: facts() })).toEqual([])
  })

  test('another family, the alias before it, another architecture', () => {
    expect(doubts({ ownFamily: 'api' })).toEqual(['it is of the family api, not web'])
    expect(doubts({ ownFamily: undefined })).toEqual(['it is of no family, not web'])
    expect(doubts({ previous: { alias: 'dev', hasNamed: false } })).toEqual(['dev has not named it there'])
    expect(doubts({ previous: { alias: 'dev', hasNamed: undefined } })).toEqual([
      'whether dev has named it there is not known',
    ])
    expect(doubts({ before: facts({ architecture: 'x86_64' }) })).toEqual([
      'it is arm64, and what prod names now is x86_64',
    ])
  })
})
