import type { Assignment } from '../../src/domain/alias.ts'
import {
  type AliasVersion,
  assignmentOf,
  isAsSeen,
  newVersions,
  outsideEntryOf,
  type SeenAlias,
} from '../../src/domain/seen-alias.ts'

const NOW = Date.UTC(2026, 0, 15, 12)
const MINUTE = 60_000

const version = (number: number, changedAtMs = NOW + number * MINUTE): AliasVersion => ({
  value: `ami-${number}`,
  version: number,
  changedAtMs,
})
const seen = (more: Partial<SeenAlias> = {}): SeenAlias => ({
  account: '123456789012',
  region: 'us-east-1',
  parameter: '/golden/prod',
  last: version(2),
  version: 1,
  ...more,
})
const numbers = (versions: readonly AliasVersion[]) => versions.map(one => one.version)

describe('as it was seen', () => {
  test.each([
    ['the same version', seen(), version(2), true],
    ['a later version', seen(), version(3), false],
    ['made again with the same number', seen(), version(2, NOW + 9 * MINUTE), false],
    ['deleted, and made again', seen({ deleted: { atMs: NOW } }), version(2), false],
    ['never there before', seen({ last: undefined } as never), version(2), false],
  ])('%s', (_what, before, now, is) => {
    expect(isAsSeen(before, now)).toBe(is)
  })
})

describe('versions that are new', () => {
  test('those after the one that was seen, the oldest first', () => {
    expect(
      numbers(
        newVersions(
          seen(),
          [4, 3, 2, 1].map(n => version(n)),
          undefined,
        ),
      ),
    ).toEqual([3, 4])
    expect(
      newVersions(
        seen(),
        [2, 1].map(n => version(n)),
        NOW,
      ),
    ).toEqual([])
  })

  test('of a parameter that was made again meanwhile, although their numbers are lower', () => {
    const newer = [version(1, NOW + 10 * MINUTE)]
    expect(newVersions(seen(), newer, undefined)).toEqual(newer)
  })

  test('all, after a deletion that is known', () => {
    const newer = [2, 1].map(n => version(n))
    expect(numbers(newVersions(seen({ deleted: { atMs: NOW } }), newer, undefined))).toEqual([1, 2])
  })

  test('none at a first look without an event; with one, those that led to it', () => {
    const all = [3, 2, 1].map(n => version(n, NOW + n * 10 * MINUTE))
    expect(newVersions(undefined, all, undefined)).toEqual([])
    expect(numbers(newVersions(undefined, all, NOW + 30 * MINUTE))).toEqual([3])
    expect(numbers(newVersions(undefined, all, NOW + 35 * MINUTE))).toEqual([3])
    expect(newVersions(undefined, all, NOW + 35 * MINUTE + 1)).toEqual([])
  })
})

describe('who made a version', () => {
  const entry = (more: Partial<Assignment> = {}): Assignment => ({
    account: '123456789012',
    region: 'us-east-1',
    parameter: '/golden/prod',
    family: 'web',
    alias: 'prod',
    id: 'click-1',
    atMs: NOW,
    change: 'promote',
    outcome: 'accepted',
    to: { imageId: 'ami-3' },
    version: 3,
    actedAtMs: NOW + 3 * MINUTE - 1_000,
    ...more,
  })
  const lost = (more: Partial<Assignment> = {}): Assignment => {
    const { version: _unknown, ...rest } = entry({ outcome: 'unknown', ...more })
    return rest
  }

  test.each([
    ['amiops, by number and image', entry(), true],
    ['amiops, although its answer was lost, and so its number', lost(), true],
    ['somebody else, before amiops asked', lost({ actedAtMs: NOW + 4 * MINUTE }), false],
    [
      'somebody else, long after amiops had asked for the same',
      lost({ actedAtMs: NOW - 40 * MINUTE }),
      false,
    ],
    [
      'somebody else, who deleted it since and made it again up to the same number',
      entry({ actedAtMs: NOW - 40 * MINUTE }),
      false,
    ],
    ['somebody else, at the number that amiops expected', entry({ to: { imageId: 'ami-9' } }), false],
    ['somebody else, with the image that amiops had set before', entry({ version: 2 }), false],
    ['somebody outside, as is known already', entry({ change: 'outside' }), false],
    ['somebody else: SSM refused what amiops asked for', lost({ actedAtMs: undefined } as never), false],
  ])('%s', (_what, one, isOwn) => {
    expect(assignmentOf([one], version(3)) !== undefined).toBe(isOwn)
  })

  test('each function that finds it writes the same entry; one of a parameter that was made again is another', () => {
    expect(outsideEntryOf(version(3))).toEqual({ id: 'outside/v3', atMs: NOW + 3 * MINUTE })
    expect(outsideEntryOf(version(3, NOW))).not.toEqual(outsideEntryOf(version(3)))
  })
})
