import { impactLines } from '../../blocks/impact.ts'
import type { Impact } from '../../src/domain/impact.ts'
import { NOON_MS } from '../domain/given.ts'

/** What the Recycle Bin would keep: said of an image that is there as a condition, and in the form of Deregister with the day. */

const lines = (retention: Impact['retention'], access?: 'has'): string =>
  impactLines(
    {
      impact: { retention },
      facts: { state: 'available', tags: {}, snapshots: [] },
      pricePerGiB: 0.05,
      nowMs: NOON_MS,
    },
    true,
    access,
  ).join('\n')
const kept = { known: true as const, value: { imageDays: 14, snapshotDays: 14 } }

test('for somebody who only asks who uses it', () => {
  expect(lines(kept, 'has')).toContain('♻️ Once deregistered, restorable from the Recycle Bin for 14 days')
  expect(lines(kept, 'has')).not.toContain('until')
  expect(lines({ known: true, value: {} }, 'has')).toContain(
    '⚠️ No Recycle Bin rule applies: once deregistered, the image cannot be restored.',
  )
})

test('before it is deregistered', () => {
  expect(lines(kept)).toMatch(/♻️ Restorable from the Recycle Bin for 14 days \(until <!date/)
  expect(lines({ known: true, value: {} })).toContain(
    '⚠️ No Recycle Bin rule applies: the image cannot be restored.',
  )
})
