import { type DigestPage, renderDigestImages } from '../../blocks/digest-images.ts'
import type { DigestLine } from '../../src/domain/digest-line.ts'
import { IMAGE, NOON_MS } from '../domain/given.ts'
import { drawn } from './drawn.ts'

const line = (special: Partial<DigestLine> = {}): DigestLine => ({
  ...IMAGE,
  eventId: 'event-1',
  state: 'deregistered',
  atMs: NOON_MS,
  ...special,
})
const lines = (count: number): DigestLine[] => Array.from({ length: count }, () => line())
const page = (special: Partial<DigestPage>): DigestPage => ({
  source: { key: 'ami-ready/deregistered', burst: 'burst-1' },
  state: 'deregistered',
  lines: [line()],
  from: 0,
  total: 1,
  nameOf: () => 'production',
  ...special,
})

test('one image, of which only the id is known', () => {
  expect(drawn(renderDigestImages(page({})))).toEqual([
    '⚫ *1 image deregistered*',
    '1 of 1, newest first',
    '*Unnamed*\n`ami-0123456789abcdef0`\nDeregistered <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC> · production (123456789012) · eu-west-1',
    '[Restore…] Select images of this digest to change -> select digest|ami-ready/deregistered|burst-1',
  ])
})

test('all that is known of an image', () => {
  const all = line({
    state: 'failed',
    name: 'payments-base-42',
    reason: 'no space',
    isPublic: true,
    recycledUntilMs: NOON_MS,
  })
  const message = renderDigestImages(page({ state: 'failed', lines: [all] }))
  expect(drawn(message)).toEqual([
    '🔴 *1 image failed*',
    '1 of 1, newest first',
    '*payments-base-42*\n`ami-0123456789abcdef0`\nFailed <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC> · production (123456789012) · eu-west-1 · no space · ⚠️ public · ♻️ Restorable from the Recycle Bin until <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
    '[Select images…] Select images of this digest to change -> select digest|ami-ready/deregistered|burst-1',
  ])
  expect(message.text).toBe(
    '🔴 1 image failed. 1 of 1, newest first. payments-base-42: `ami-0123456789abcdef0`; Failed <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC> · production (123456789012) · eu-west-1 · no space · ⚠️ public · ♻️ Restorable from the Recycle Bin until <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
  )
})

test('several images, and a state that an earlier version did not keep', () => {
  expect(renderDigestImages(page({ state: undefined, lines: lines(2), total: 2 })).text).toBe(
    '🟢 2 images became available. 1–2 of 2, newest first. Unnamed: `ami-0123456789abcdef0`; Deregistered <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC> · production (123456789012) · eu-west-1. Unnamed: `ami-0123456789abcdef0`; Deregistered <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC> · production (123456789012) · eu-west-1',
  )
})

test.each<[from: number, shown: number, total: number, where: string, buttons: string]>([
  [
    0,
    10,
    10,
    '1–10 of 10, newest first',
    '[Restore…] Select images of this digest to change -> select digest|ami-ready/deregistered|burst-1',
  ],
  [
    0,
    10,
    11,
    '1–10 of 11, newest first',
    '[Next] Next images, from 11 -> list ami-ready/deregistered|burst-1|10\n[Restore…] Select images of this digest to change -> select digest|ami-ready/deregistered|burst-1',
  ],
  [
    10,
    10,
    1234,
    '11–20 of 1,234, newest first',
    '[Previous] Previous images, from 1 -> list-previous ami-ready/deregistered|burst-1|0\n[Next] Next images, from 21 -> list ami-ready/deregistered|burst-1|20\n[Restore…] Select images of this digest to change -> select digest|ami-ready/deregistered|burst-1',
  ],
  [
    1230,
    4,
    1234,
    '1,231–1,234 of 1,234, newest first',
    '[Previous] Previous images, from 1,221 -> list-previous ami-ready/deregistered|burst-1|1220\n[Restore…] Select images of this digest to change -> select digest|ami-ready/deregistered|burst-1',
  ],
  [
    5,
    1,
    6,
    '6 of 6, newest first',
    '[Previous] Previous images, from 1 -> list-previous ami-ready/deregistered|burst-1|0\n[Restore…] Select images of this digest to change -> select digest|ami-ready/deregistered|burst-1',
  ],
])('from %i, %i of %i images', (from, shown, total, where, buttons) => {
  const blocks = drawn(renderDigestImages(page({ from, total, lines: lines(shown) })))
  expect(blocks[1]).toBe(where)
  expect(blocks.at(-1)).toBe(buttons)
})

test('the list is no longer kept', () => {
  expect(renderDigestImages(page({ lines: [], total: 0 })).text).toBe(
    '🔍 The list of this digest is no longer kept.',
  )
})
