import type { Cause } from '../../src/domain/cause.ts'
import type { ImageFacts } from '../../src/domain/image.ts'
import {
  isNewImage,
  needsNewBuild,
  newBuildOf,
  withNewBuild,
  withNewBuildDue,
  withoutNewBuild,
} from '../../src/domain/new-build.ts'
import { givenFacts, givenRecord, givenTold, IMAGE, NOON_MS } from './given.ts'

const DAY_MS = 86_400_000
const CONFIG = { families: { web: { name: ['web-*'] } } }

const listed = (at: number, special: Partial<ImageFacts> = {}) => ({
  image: { ...IMAGE, imageId: `ami-${at}` },
  facts: givenFacts({ name: `web-${at}`, createdAtMs: NOON_MS + at * DAY_MS, ...special }),
})

const replacedBy = (own: ReturnType<typeof listed>, ...others: ReturnType<typeof listed>[]) =>
  newBuildOf(own, [own, ...others], undefined, CONFIG)

describe('what a new image replaces', () => {
  test('the newest earlier build that can be launched, and what differs', () => {
    const own = listed(5, { tags: { Version: '5' } })
    expect(
      replacedBy(
        own,
        listed(1),
        listed(2),
        listed(3, { state: 'disabled' }),
        listed(4, { name: 'api-4' }),
        listed(6),
      ),
    ).toEqual({
      family: 'web',
      replaces: {
        imageId: 'ami-2',
        name: 'web-2',
        atMs: NOON_MS + 2 * DAY_MS,
        differences: [{ what: 'tag', key: 'Version', to: '5' }],
      },
    })
  })

  test('nothing, where it is the first: said of a family of the config only', () => {
    expect(replacedBy(listed(1), listed(2))).toEqual({ family: 'web' })
    expect(newBuildOf(listed(1), [], undefined, { families: {} })).toBeUndefined()
  })

  test('not what has the same name: a pipeline makes one build for several regions', () => {
    expect(replacedBy(listed(2), listed(1, { name: 'web-2' }))).toEqual({ family: 'web' })
  })

  test('a copy is as old as what it copies', () => {
    const copy = listed(9, { name: 'web-1', sourceImageId: 'ami-0', sourceImageRegion: 'us-east-1' })
    const first = { image: { ...IMAGE, region: 'us-east-1', imageId: 'ami-0' }, facts: listed(1).facts }
    const others = [listed(0, { name: 'web-0' }), listed(2)]
    expect(newBuildOf(copy, others, first, CONFIG)?.replaces?.name).toBe('web-0')
    expect(newBuildOf(copy, [listed(2)], first, CONFIG)).toEqual({ family: 'web' })
  })

  test('nothing is known of it where EC2 tells neither name nor age', () => {
    const { name: _none, ...nameless } = listed(1).facts
    expect(newBuildOf({ image: IMAGE, facts: nameless }, [], undefined, CONFIG)).toBeUndefined()
  })

  test('a record holds a bounded part of long tags', () => {
    const tags = Object.fromEntries(
      Array.from({ length: 50 }, (_, at) => [`${at}${'k'.repeat(127)}`, 'v'.repeat(256)]),
    )
    const differences = replacedBy(listed(2, { tags }), listed(1))?.replaces?.differences ?? []
    expect(differences).toHaveLength(20)
    expect(JSON.stringify(differences).length).toBeLessThan(5_000)
  })
})

const of = (cause: Cause | undefined, state: ImageFacts['state'] = 'available') =>
  givenRecord({
    facts: givenFacts({ state }),
    lastEvent: givenTold({ ...(cause && { cause }) }),
    ...(state !== 'available' && { observedState: { state, atMs: NOON_MS } }),
  })

test('an image is new until something else happens to it; one that was enabled or restored is not', () => {
  for (const cause of ['created', 'copied', 'registered'] as const) {
    expect(isNewImage(of(cause))).toBe(true)
    expect(isNewImage(of(cause, 'disabled'))).toBe(false)
  }
  for (const cause of ['enabled', 'restored', undefined] as const) expect(isNewImage(of(cause))).toBe(false)
})

describe('a look-up that did not succeed', () => {
  test('is due again, for a day', () => {
    const record = of('created')
    const due = withNewBuildDue(record, NOON_MS)
    expect(due).toEqual({ ...record, newBuildDueMs: NOON_MS })
    expect(due && needsNewBuild(due)).toBe(true)
    expect(needsNewBuild(record)).toBe(false)
    expect(due && withNewBuildDue(due, NOON_MS + DAY_MS - 1)).toBeUndefined()
    expect(due && withNewBuildDue(due, NOON_MS + DAY_MS)).toEqual(record)
  })

  test('and found then: its cards show it, and nothing is due', () => {
    const record = of('created')
    expect(withNewBuild({ ...record, newBuildDueMs: NOON_MS }, { family: 'web' })).toEqual({
      ...record,
      newBuild: { family: 'web' },
      rev: 1,
    })
    expect(withNewBuild({ ...record, newBuildDueMs: NOON_MS }, undefined)).toEqual(record)
  })
})

test('what comes after it says nothing of it', () => {
  const record = of('created')
  expect(withoutNewBuild({ ...record, newBuild: { family: 'web' }, newBuildDueMs: NOON_MS })).toEqual(record)
})
