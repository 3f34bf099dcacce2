import { renderSuggestion, type SuggestionView } from '../../blocks/suggestion.ts'
import { timeWords } from '../../blocks/words.ts'
import type { SuggestedImage, Suggestion } from '../../src/domain/suggestion.ts'
import { NOON_MS } from '../domain/given.ts'
import { ALEX } from './given.ts'

const image = (n: number, special: Partial<SuggestedImage> = {}): SuggestedImage => ({
  image: { account: '123456789012', region: 'us-east-1', imageId: `ami-${n}` },
  state: 'available',
  reason: 'never launched',
  ...special,
})

const shown = (suggestion: Partial<Suggestion>, view: Partial<SuggestionView> = {}) =>
  renderSuggestion({
    suggestion: {
      id: 'cleanup/web/1',
      version: 1,
      state: 'open',
      action: 'disable',
      title: 'Clean-up of R&D',
      why: 'Older than 90 days.',
      channel: 'ami-alerts',
      mention: [],
      images: [image(1)],
      notes: [],
      createdAtMs: NOON_MS,
      untilMs: NOON_MS,
      ...suggestion,
    },
    nameOf: () => 'production',
    priceOf: region => (region === 'us-east-1' ? 0.05 : 0.1),
    ...view,
  })

const STANDS = `Nothing changes until somebody with the permission confirms a plan · expires ${timeWords(NOON_MS)}`
const BUTTONS = 'Buttons: Disable all…, Choose…, None'

test('open: one image of unknown size, its reason and the buttons', () => {
  expect(shown({}).text).toBe(
    `💡 Suggested: disable 1 image · Clean-up of R&amp;D. Older than 90 days. • \`ami-1\` · production · us-east-1;    never launched. ${BUTTONS}. ${STANDS}`,
  )
  expect(shown({}).metadata).toEqual({
    event_type: 'amiops_suggestion',
    event_payload: { suggestion: 'cleanup/web/1' },
  })
})

test('open: what the snapshots cost by region, whom it mentions, what is in a plan comes last, and why it is here', () => {
  const elsewhere = { account: '123456789012', region: 'eu-west-1', imageId: 'ami-3' }
  const images = [
    image(1, { planId: 'plan-1', name: 'web-1', sizeGiB: 1_000 }),
    image(2),
    image(3, { image: elsewhere, sizeGiB: 30 }),
  ]
  expect(shown({ images, mention: ['S0WEB', 'U0ALEX'] }, { notice: '#web is archived.' }).text).toBe(
    `⚠️ #web is archived. 💡 Suggested: disable 3 images · Clean-up of R&amp;D. Snapshots: 1,030 GiB · up to ~$53.00/month (estimate). <!subteam^S0WEB> <@U0ALEX>. Older than 90 days. • \`ami-2\` · production · us-east-1;    never launched; \`ami-3\` · production · eu-west-1;    never launched · 30 GiB · up to ~$3.00/month. • \`web-1\` \`ami-1\` · production · us-east-1;    never launched · 1,000 GiB · up to ~$50.00/month · in a plan. ${BUTTONS}. 1 of 3 is in a plan · ${STANDS}`,
  )
})

test('ten images are listed, and further ones counted; five notes', () => {
  const of = (count: number) => shown({ images: Array.from({ length: count }, (_, n) => image(n)) }).text
  expect(of(10)).not.toContain('“Choose…” lists')
  expect(of(11)).toContain('. and 1 more: “Choose…” lists them. ')
  expect(of(11).match(/never launched/g)).toHaveLength(10)
  const notes = ['a & b', 'note 2', 'note 3', 'note 4', 'note 5', 'note 6']
  expect(shown({ notes }).text).toContain(
    `never launched. ⚠️ a &amp; b. ⚠️ note 2. ⚠️ note 3. ⚠️ note 4. ⚠️ note 5. ${BUTTONS}. `,
  )
})

const TAKEN = { planId: 'plan-1' }

test.each<[string, Partial<Suggestion>, string]>([
  [
    'declined, nothing is in a plan',
    { state: 'declined', declinedBy: ALEX, mention: ['S0WEB'] },
    '🚫 Declined by <@U0ALEX>: disable 1 image · Clean-up of R&amp;D. Older than 90 days. Nothing was changed',
  ],
  [
    'declined by nobody known, one of two is in a plan',
    { state: 'declined', images: [image(1, TAKEN), image(2)] },
    '🚫 Declined: disable 2 images · Clean-up of R&amp;D. Older than 90 days. 1 of 2 is in a plan, the other one was not changed',
  ],
  [
    'expired, two of four are in a plan',
    { state: 'expired', images: [image(1, TAKEN), image(2, TAKEN), image(3), image(4)] },
    '⌛ Expired: disable 4 images · Clean-up of R&amp;D. Older than 90 days. 2 of 4 are in a plan, the other 2 were not changed',
  ],
  [
    'expired, all are in a plan',
    { state: 'expired', images: [image(1, TAKEN), image(2, TAKEN)] },
    '📋 In a plan: disable 2 images · Clean-up of R&amp;D. Older than 90 days. 2 of 2 are in a plan',
  ],
  [
    'more than ten, expired: they are not listed',
    { state: 'expired', images: Array.from({ length: 11 }, (_, n) => image(n)) },
    '⌛ Expired: disable 11 images · Clean-up of R&amp;D. Older than 90 days. Nothing was changed',
  ],
])('%s', (_what, suggestion, words) => {
  expect(shown(suggestion).text).toBe(words)
})

test('open, and all images are in a plan: no buttons, and nothing that expires', () => {
  expect(shown({ images: [image(1, TAKEN)] }).text).toBe(
    '💡 Suggested: disable 1 image · Clean-up of R&amp;D. Older than 90 days. • `ami-1` · production · us-east-1;    never launched · in a plan. 1 of 1 is in a plan',
  )
})
