import type { Config } from '../../../src/domain/config.ts'
import type { ImageFacts } from '../../../src/domain/image.ts'
import type { RequestOptions } from '../../../src/domain/request.ts'
import type { FilledRetirement } from '../../../src/domain/retirement.ts'
import { NOBODY } from '../../../src/domain/sharing.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { serve } from '../../../src/flows/serve.ts'
import {
  type AskedWorld,
  approval,
  approvalCard,
  asked,
  decision,
  dies,
  ID,
  imageCard,
  OTHER,
  recordNow,
  requestEntries,
  runSchedule,
  send,
  worldWith,
} from '../../support/memory/asking.ts'
import { IMAGE } from '../../support/memory/world.ts'

/** Retire…: the date on which an image is deprecated, and its successor. */

const DAY = 86_400_000
const rights = { retire: { roles: ['operator'] } }
const NEWER = { ...IMAGE, imageId: 'ami-0fedcba9876543210' }
const OLDER = { ...IMAGE, imageId: 'ami-00000000000000001' }

const built = (w: AskedWorld, name: string, daysAgo: number, more: Partial<ImageFacts> = {}): ImageFacts => ({
  state: 'available',
  name,
  tags: {},
  snapshots: [],
  createdAtMs: w.clock.nowMs() - daysAgo * DAY,
  ...more,
})

/** A world with an image, and an older and a newer build of its family. */
const withBuilds = async (more: Partial<ImageFacts> = {}, actions: Config['actions'] = rights) => {
  const w = worldWith(actions)
  w.images.put(OLDER, built(w, 'web-0', 200))
  w.images.put(IMAGE, built(w, 'web-1', 100, more))
  w.images.put(NEWER, built(w, 'web-2', 10))
  await announce(w.needs, [w.event('available')])
  return w
}
/** The day so many days from now, as Slack's date picker gives it, and its first moment. */
const day = (w: AskedWorld, days: number): string =>
  new Date(w.clock.nowMs() + days * DAY).toISOString().slice(0, 10)
const startOf = (date: string): number => Date.parse(`${date}T00:00:00Z`)

const click = (w: AskedWorld, more: object = {}, key = ID) =>
  serve(w.needs, {
    ...asked(w, key),
    kind: 'propose',
    action: 'retire',
    image: IMAGE,
    viewId: 'V1',
    ...more,
  })
const fill = (
  w: AskedWorld,
  retirement: FilledRetirement,
  options: RequestOptions = {},
  proposalId = ID,
  key = 'retire-it',
) => serve(w.needs, { ...send(w, key, { retirement, options }), proposalId })
const form = (w: AskedWorld): string => JSON.stringify(w.messenger.forms('V1').at(-1))
const deprecatedAt = async (w: AskedWorld) =>
  (await w.images.describe(IMAGE.account, IMAGE.region, [IMAGE.imageId])).get(IMAGE.imageId)?.deprecatedAtMs

test('retired on a date, with the newest image of the family as its successor', async () => {
  const w = await withBuilds()
  w.uses.set('sharing', { known: true, value: { ...NOBODY, accounts: ['345678901234'] } })
  await click(w)
  expect(form(w)).toMatch(
    /hides the image from accounts that do not own it.*This account no longer finds it/s,
  )
  expect(form(w)).toMatch(/"initial_option":\{"value":"ami-0fedcba9876543210"/)
  expect(form(w)).not.toContain('removeDate')
  const date = day(w, 40)
  await fill(w, { date, successor: NEWER.imageId })
  expect(w.images.changed).toEqual([`EnableImageDeprecation ${IMAGE.imageId}`])
  expect(await deprecatedAt(w)).toBe(startOf(date))
  const successor = { imageId: NEWER.imageId, name: 'web-2' }
  expect(await recordNow(w)).toMatchObject({
    facts: { deprecatedAtMs: startOf(date) },
    request: { action: 'retire', state: 'confirmed', confirmedBy: 'look' },
    retirement: { successor, by: { userId: 'U0MARIA' }, purpose: 'old' },
  })
  expect(imageCard(w)).toMatch(/Deprecated from .* · successor `web-2` \(`ami-0fedcba9876543210`\)/)
  expect(await requestEntries(w)).toMatchObject([
    { outcome: 'confirmed', retirement: { deprecateAtMs: startOf(date), successor } },
  ])
})

test('the date is removed, and undo sets it again with its successor', async () => {
  const w = await withBuilds()
  const date = day(w, 40)
  await click(w)
  await fill(w, { date, successor: NEWER.imageId })
  w.clock.advance(60_000)
  await click(w, {}, OTHER)
  expect(form(w)).toContain('removeDate')
  await fill(w, { date, remove: true }, {}, OTHER, 'remove-it')
  expect(await deprecatedAt(w)).toBeUndefined()
  expect((await recordNow(w))?.retirement).toBeUndefined()
  expect(imageCard(w)).toContain('Given no deprecation date by')
  w.clock.advance(60_000)
  const undo = 'c'.repeat(40)
  await click(w, { undo: true }, undo)
  expect(form(w)).toMatch(/This restores.*web-2/s)
  expect(form(w)).not.toContain('datepicker')
  await serve(w.needs, { ...send(w, 'undo-it', {}), proposalId: undo })
  expect(await deprecatedAt(w)).toBe(startOf(date))
  expect((await recordNow(w))?.retirement?.successor).toMatchObject({ name: 'web-2' })
})

test('an earlier date that has passed meanwhile cannot be set again', async () => {
  const w = await withBuilds({ deprecatedAtMs: 0 })
  await click(w)
  await fill(w, { date: day(w, 40), successor: 'none' })
  w.clock.advance(60_000)
  await click(w, { undo: true }, OTHER)
  expect(form(w)).toMatch(/earlier deprecation date of .* cannot be set again/)
})

test.each<[string, FilledRetirement | ((w: AskedWorld) => FilledRetirement), Partial<ImageFacts>, RegExp]>([
  ['no day', {}, {}, /Choose a day\./],
  ['no day at all', { date: '2026-02-31x' }, {}, /Choose a day\./],
  ['today', w => ({ date: day(w, 0) }), {}, /Choose a day after today/],
  ['eleven years', w => ({ date: day(w, 4020) }), {}, /ten years from now at most/],
  ['public, three years', w => ({ date: day(w, 800) }), { public: true }, /two years from the creation/],
  ['no date to remove', { remove: true }, {}, /no deprecation date to remove/],
])('%s: the form says so, and EC2 is not called', async (_what, filled, facts, words) => {
  const w = await withBuilds(facts)
  await click(w)
  await fill(w, typeof filled === 'function' ? filled(w) : filled)
  expect(form(w)).toMatch(words)
  expect(w.images.changed).toEqual([])
})

test('the same date and successor again: the form says that nothing changes', async () => {
  const w = await withBuilds()
  const date = day(w, 40)
  await click(w)
  await fill(w, { date, successor: NEWER.imageId })
  await click(w, {}, OTHER)
  await fill(w, { date, successor: NEWER.imageId }, {}, OTHER, 'again')
  expect(form(w)).toContain('This changes nothing')
  await fill(w, { date, successor: OLDER.imageId }, {}, OTHER, 'another')
  expect((await recordNow(w))?.retirement?.successor).toMatchObject({ name: 'web-0' })
})

test('a successor that the form did not offer is none', async () => {
  const w = await withBuilds()
  await click(w)
  await fill(w, { date: day(w, 40), successor: 'ami-0aaaaaaaaaaaaaaaa' })
  expect((await recordNow(w))?.retirement).toMatchObject({ by: { userId: 'U0MARIA' } })
  expect((await recordNow(w))?.retirement?.successor).toBeUndefined()
})

test('a second person approves it by the rule of the config, and sees date and successor', async () => {
  const roles = { roles: ['operator'], approval }
  const w = await withBuilds({}, { retire: roles })
  await click(w)
  await fill(w, { date: day(w, 40), successor: NEWER.imageId })
  expect(w.images.changed).toEqual([])
  expect(approvalCard(w)).toMatch(/wants to retire.*Deprecated from .*web-2/s)
  w.clock.advance(60_000)
  await serve(w.needs, decision(w, 'the-approval'))
  expect(w.images.changed).toEqual([`EnableImageDeprecation ${IMAGE.imageId}`])
  expect((await recordNow(w))?.request).toMatchObject({ state: 'confirmed', approvedBy: { name: 'alex' } })
})

test('not listed in the config, it has no button and nobody may', async () => {
  const w = await withBuilds({}, {})
  expect(JSON.stringify(w.messenger.posts('ami-ready')[0])).not.toContain('Retire')
  await click(w)
  expect(form(w)).toMatch(/permission/)
})

test('the function ended after EC2 took the date: the next delivery asks again, and it is confirmed', async () => {
  const w = await withBuilds()
  await click(w)
  const submit = { ...send(w, 'retire-it', { retirement: { date: day(w, 40), successor: NEWER.imageId } }) }
  const dying = {
    ...w.needs,
    images: {
      ...w.images,
      change: async (...of: Parameters<typeof w.images.change>) => {
        await w.images.change(...of)
        return dies()
      },
    },
  }
  await expect(serve(dying, submit)).rejects.toThrow('ends')
  expect((await recordNow(w))?.request?.state).toBe('acting')
  await serve(w.needs, submit)
  expect((await recordNow(w))?.request?.state).toBe('confirmed')
})

test('EC2 does not show the date within five minutes: it has failed', async () => {
  const w = await withBuilds()
  await click(w)
  w.images.answerNext({ kind: 'accepted', requestId: 'real-0' })
  await fill(w, { date: day(w, 40), successor: NEWER.imageId })
  expect((await recordNow(w))?.request?.state).toBe('accepted')
  await runSchedule(w, 2)
  expect((await recordNow(w))?.request).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining(
      'EC2 still shows no deprecation date: EnableImageDeprecation had no effect',
    ),
  })
})
