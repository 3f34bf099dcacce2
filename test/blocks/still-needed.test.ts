import { renderStillNeeded, type StillNeeded } from '../../blocks/still-needed.ts'

type Left = StillNeeded['left'][number]

const left = (n: number, why: string, name?: string): Left =>
  ({
    one: {
      image: { account: '123456789012', region: 'us-east-1', imageId: `ami-${n}` },
      facts: name === undefined ? {} : { name },
    },
    why,
  }) as unknown as Left

const shown = (special: Partial<StillNeeded> = {}) =>
  renderStillNeeded({
    family: 'web',
    action: 'disable',
    afterDays: 30,
    mention: [],
    left: [left(1, '2 instances run it', 'web-1')],
    name: '/ami',
    ...special,
  })

test('one image, which disabling waits for', () => {
  expect(shown().text).toBe(
    '⏳ 1 retired image of web is still needed. The family’s rule wants to disable it 30 days after the deprecation date. Nothing is suggested for it while something uses it, or while that is not known. • 2 instances run it: web-1. Replace what uses it, or keep it: `/ami keep &lt;image&gt; until &lt;date&gt;`. `/ami disable &lt;image&gt;` does it all the same. amiops looks again every few hours',
  )
  expect(shown().metadata).toEqual({ event_type: 'amiops_warning', event_payload: {} })
})

test('several, with the owners mentioned, the most images first, and why it is in this channel', () => {
  const some = [left(1, 'an alias names it'), left(2, 'in use', 'web-2'), left(3, 'in use', 'web-3')]
  expect(
    shown({
      action: 'deregister',
      afterDays: 1,
      mention: ['S0OWNERS', 'U0ALEX'],
      left: some,
      notice: '#web is archived.',
    }).text,
  ).toBe(
    '⏳ <!subteam^S0OWNERS> <@U0ALEX> 3 retired images of web are still needed. The family’s rule wants to deregister them 1 day after the deprecation date. Nothing is suggested for them while something uses them, or while that is not known. • in use: web-2, web-3; an alias names it: ami-1. ⚠️ #web is archived. Replace what uses them, or keep them: `/ami keep &lt;image&gt; until &lt;date&gt;`. `/ami deregister &lt;image&gt;` does it all the same. amiops looks again every few hours',
  )
})

test('five reasons, each on its own line', () => {
  const [, , reasons] = shown({ left: [1, 2, 3, 4, 5, 6].map(n => left(n, `reason ${n}`)) }).blocks
  expect(reasons).toEqual({
    type: 'section',
    text: {
      type: 'mrkdwn',
      text: '• reason 1: ami-1\n• reason 2: ami-2\n• reason 3: ami-3\n• reason 4: ami-4\n• reason 5: ami-5',
      verbatim: true,
    },
  })
})
