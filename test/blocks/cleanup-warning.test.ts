import { type CleanupWarning, renderCleanupWarning } from '../../blocks/cleanup-warning.ts'
import { timeWords } from '../../blocks/words.ts'

const NOON_MS = Date.UTC(2026, 0, 15, 12)
const DAY_MS = 24 * 60 * 60_000
const account = '123456789012'

const due = (n: number, fromMs = NOON_MS + 7 * DAY_MS, name?: string): CleanupWarning['images'][number] =>
  ({
    one: {
      image: { account, region: 'us-east-1', imageId: `ami-0000000000000000${n}` },
      facts: name === undefined ? {} : { name },
    },
    sinceMs: NOON_MS,
    fromMs,
  }) as unknown as CleanupWarning['images'][number]

const words = (of: Partial<CleanupWarning>): string =>
  renderCleanupWarning({
    images: [due(1, undefined, 'web-1')],
    mention: [],
    unreached: [],
    name: '/ami',
    nameOf: () => 'production',
    ...of,
  }).text

const FROM = timeWords(NOON_MS + 7 * DAY_MS)
const SINCE = timeWords(NOON_MS)
const NEXT =
  'amiops suggests it then in this channel; nothing is deregistered before a person confirms a plan. Still needed? `/ami keep &lt;image&gt; until &lt;date&gt;` keeps an image, `/ami enable &lt;image&gt;` enables it'

test('one image: its day is said once', () => {
  expect(words({})).toBe(
    `⏰ 1 disabled image may be deregistered after ${FROM}. • \`web-1\` \`ami-00000000000000001\` · production · us-east-1;    disabled ${SINCE}. ${NEXT}`,
  )
})

test('images of several days: the first day above, the later ones with their images; without a name the id alone', () => {
  const later = NOON_MS + 9 * DAY_MS
  expect(words({ images: [due(1, later), due(2)], mention: ['S0OWNERS'] })).toBe(
    `⏰ 2 disabled images may be deregistered after ${FROM}. <!subteam^S0OWNERS>. • \`ami-00000000000000001\` · production · us-east-1;    disabled ${SINCE}, after ${timeWords(later)}; \`ami-00000000000000002\` · production · us-east-1;    disabled ${SINCE}. ${NEXT}`,
  )
})

test('ten are shown, and the others counted; then who may not see it, and why it is here', () => {
  const text = words({
    images: Array.from({ length: 12 }, (_, at) => due(at)),
    unreached: [{ owner: 'search', count: 2 }],
    notice: '#web is archived.',
  })
  expect(text.match(/production · us-east-1/g)).toHaveLength(10)
  expect(text).toContain('. and 2 more. ⚠️ ')
  expect(text).toContain('search (2)')
  expect(text).toContain('. ⚠️ #web is archived.')
})
