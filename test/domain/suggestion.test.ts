import {
  declineSuggestion,
  expireSuggestion,
  imagesLeft,
  listedOf,
  releaseImages,
  type SuggestedImage,
  type Suggestion,
  suggestedOf,
  suggestionDueAtMs,
  suggestionId,
  takeImages,
} from '../../src/domain/suggestion.ts'

const ref = (n: number) => ({ account: '123456789012', region: 'us-east-1', imageId: `ami-${n}` })
const image = (n: number, planId?: string): SuggestedImage => ({
  image: ref(n),
  state: 'available',
  reason: 'old',
  ...(planId !== undefined && { planId }),
})
const suggestion = (more: Partial<Suggestion> = {}): Suggestion => ({
  id: 's1',
  version: 1,
  state: 'open',
  action: 'disable',
  title: 'Clean-up of web',
  why: 'old',
  channel: 'ami-ready',
  mention: [],
  images: [image(1), image(2, 'plan-1'), image(3, 'plan-2')],
  notes: [],
  createdAtMs: 1_000,
  untilMs: 9_000,
  ...more,
})

test('its id has only signs that stand in a message group, and fits into its name', () => {
  expect(suggestionId('cleanup', '2026-w48', 'ami ready|S0', 'a/b')).toBe('cleanup/2026-w48/ami_ready_S0/a_b')
  expect(suggestionId('cleanup', 'x'.repeat(200))).toBe(`cleanup/${'x'.repeat(108)}`)
})

test('images that are in no plan are left', () => {
  expect(imagesLeft(suggestion()).map(one => one.image.imageId)).toEqual(['ami-1'])
})

test('taken: the named images belong to the plan; the same plan again changes nothing', () => {
  const taken = takeImages(suggestion(), 'plan-2', [ref(1), ref(2), ref(3)])
  expect(taken?.images.map(({ planId }) => planId)).toEqual(['plan-2', 'plan-2', 'plan-2'])
  expect(takeImages(suggestion(), 'plan-2', [ref(3)])).toBeUndefined()
  expect(takeImages(suggestion(), 'plan-2', [ref(9)])).toBeUndefined()
  expect(takeImages(suggestion(), 'plan-2', [ref(1)])?.images.map(({ planId }) => planId)).toEqual([
    'plan-2',
    'plan-1',
    'plan-2',
  ])
})

test('released: only the images of that plan can be chosen again', () => {
  expect(releaseImages(suggestion(), 'plan-1')?.images).toEqual([image(1), image(2), image(3, 'plan-2')])
  expect(releaseImages(suggestion(), 'plan-9')).toBeUndefined()
})

test('declined by somebody, or over by its time; what is over stays as it ended', () => {
  const by = { userId: 'U0ALEX', name: 'alex', workspaceId: 'T0SANDBOX' }
  const declined = declineSuggestion(suggestion(), by)
  expect(declined).toEqual(suggestion({ state: 'declined', declinedBy: by }))
  expect(declineSuggestion(suggestion({ state: 'expired' }), by)).toBeUndefined()
  expect(expireSuggestion(suggestion(), 8_999)).toBeUndefined()
  expect(expireSuggestion(suggestion(), 9_000)).toEqual(suggestion({ state: 'expired' }))
  expect(expireSuggestion(suggestion({ state: 'declined' }), 9_000)).toBeUndefined()
})

test('due: at once until it is posted, then at its end, then until its end is shown', () => {
  const card = { channelId: 'C1', ts: '1' }
  expect(suggestionDueAtMs(suggestion())).toBe(1_000)
  expect(suggestionDueAtMs(suggestion({ card }))).toBe(9_000)
  expect(suggestionDueAtMs(suggestion({ card, state: 'declined' }))).toBe(1_000)
  expect(suggestionDueAtMs(suggestion({ card, state: 'expired', isReported: true }))).toBeUndefined()
})

test('an image of a list and of a suggestion are the same one, with what is known of it', () => {
  const known = { name: 'web-1', createdAtMs: 5, sizeGiB: 8 }
  const listed = {
    image: ref(1),
    state: 'available',
    facts: { ...known, tags: {} },
    family: undefined,
    owners: [],
  } as const
  expect(suggestedOf(listed, 'old')).toEqual({ image: ref(1), state: 'available', ...known, reason: 'old' })
  expect(listedOf(suggestedOf(listed, 'old'))).toEqual(listed)
  const bare = { ...listed, facts: { tags: {} } }
  expect(suggestedOf(bare, 'old')).toEqual({ image: ref(1), state: 'available', reason: 'old' })
  expect(listedOf(image(1))).toEqual(bare)
})
