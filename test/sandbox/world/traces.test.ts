import { forget } from '../../../sandbox/kernel/forget.ts'
import type { MomentLine } from '../../../sandbox/kernel/moment.ts'
import { createTraces, type Step } from '../../../sandbox/kernel/traces.ts'
import { readSpan, readWords } from '../../../sandbox/page/aws/moment-words.ts'

const A = 'ami-0aaaaaaaaaaaaaaaa'
const B = 'ami-0bbbbbbbbbbbbbbbb'
const REQUEST = 'c99a6db4fc24a58c6717424ac4cf8a05410bce2b'
const CALL = 'e2ca9594-bb17-4a70-9006-c0fc5c203133'
const EVENT = 'd56def1e-c981-4421-965e-f49d30a15b00'
const OTHER_EVENT = 'aa6add5c-bc48-44f6-9f5b-337be6f12331'

/** Moments as the sandbox records them: in the order of their ends. */
const record = (
  ...lines: [atMs: number, service: MomentLine['service'], title: string, about: string[], tookMs?: number][]
): MomentLine[] =>
  lines.map(([atMs, service, title, about, tookMs], index) => ({
    id: index + 1,
    atMs,
    service,
    title,
    about,
    ...(tookMs !== undefined && { tookMs }),
  }))

const click = record(
  [1_018, 'sqs', 'SendMessage amiops-sandbox-requests.fifo -> ok', [A, REQUEST]],
  [1_036, 'lambda', 'slack POST / -> ok in 33 ms', [], 33],
  [1_037, 'slack', 'maria clicked Disable… -> 200 in 37 ms', [A], 37],
  [1_070, 'ec2', `DescribeImages ${A} -> ok`, [A]],
  [1_075, 'slack', 'usergroups.users.list @ami-operators -> ok', []],
  [1_110, 'ec2', `DisableImage ${A} -> ok`, [A, CALL]],
  [
    1_153,
    'lambda',
    'requests got 1 message of amiops-sandbox-requests.fifo -> ok in 135 ms',
    [A, REQUEST],
    135,
  ],
  [1_410, 'eventbridge', `EC2 AMI State Change ${A} disabled -> amiops-sandbox-events`, [A, CALL, EVENT]],
  [2_430, 'slack', 'chat.update #ami-ready -> ok', [A]],
  [2_440, 'lambda', 'events got 1 message of amiops-sandbox-events -> ok in 30 ms', [A, EVENT], 30],
)

const tell = (steps: readonly Step[]) =>
  steps.map(({ moment, depth }) => `${'  '.repeat(depth)}${moment.title.replace(/ -> .*/, '')}`)

const TRACE = [
  'maria clicked Disable…',
  '  slack POST /',
  '    SendMessage amiops-sandbox-requests.fifo',
  'requests got 1 message of amiops-sandbox-requests.fifo',
  `  DescribeImages ${A}`,
  '  usergroups.users.list @ami-operators',
  `  DisableImage ${A}`,
  `EC2 AMI State Change ${A} disabled`,
  'events got 1 message of amiops-sandbox-events',
  '  chat.update #ami-ready',
]

test.each(click.map(moment => [moment.title, moment] as const))(
  'the same trace from whichever of its lines: %s',
  (_, moment) => {
    expect(tell(createTraces(click).ofMoment(moment))).toEqual(TRACE)
  },
)

test('an earlier event of the same image is another trace; the image has both', () => {
  const before = record(
    [100, 'eventbridge', `EC2 AMI State Change ${A} available -> amiops-sandbox-events`, [A, OTHER_EVENT]],
    [130, 'lambda', 'events got 1 message of amiops-sandbox-events -> ok in 20 ms', [A, OTHER_EVENT], 20],
  ).map(moment => ({ ...moment, id: moment.id + 100 }))
  const traces = createTraces([...before, ...click])
  expect(traces.ofImage(A).map(steps => steps.length)).toEqual([2, 10])
  const [event] = before
  expect(event && tell(traces.ofMoment(event))).toHaveLength(2)
})

test('of a batch, only what is about the followed image', () => {
  const batch = record(
    [100, 'eventbridge', `EC2 AMI State Change ${A} available -> amiops-sandbox-events`, [A, EVENT]],
    [101, 'eventbridge', `EC2 AMI State Change ${B} available -> amiops-sandbox-events`, [B, OTHER_EVENT]],
    [150, 'ec2', `DescribeImages ${A} -> ok`, [A, B]],
    [160, 'slack', 'chat.postMessage #ami-ready -> ok', [A]],
    [170, 'slack', 'chat.postMessage #ami-ready -> ok', [B]],
    [
      180,
      'lambda',
      'events got 2 messages of amiops-sandbox-events -> ok in 60 ms',
      [A, B, EVENT, OTHER_EVENT],
      60,
    ],
  )
  const [first, , , , , run] = batch
  const traces = createTraces(batch)
  expect(first && traces.ofMoment(first).map(({ moment }) => moment.id)).toEqual([1, 6, 3, 4])
  expect(run && traces.ofMoment(run)).toHaveLength(6)
})

test('an event delivered again is part of its own trace', () => {
  const twice = record(
    [100, 'eventbridge', `EC2 AMI State Change ${A} disabled -> amiops-sandbox-events`, [A, EVENT]],
    [150, 'lambda', 'events got 1 message of amiops-sandbox-events -> Error: no in 9 ms', [A, EVENT], 9],
    [900, 'lambda', 'events got 1 message of amiops-sandbox-events -> ok in 9 ms', [A, EVENT], 9],
  )
  const [event] = twice
  expect(event && createTraces(twice).ofMoment(event)).toHaveLength(3)
})

test('a call made while two functions ran belongs to the one that is about the same image', () => {
  const both = record(
    [150, 'ec2', `DisableImage ${B} -> ok`, [B]],
    [155, 'slack', 'users.info @maria -> ok', []],
    [160, 'lambda', 'requests got 1 message of q.fifo -> ok in 60 ms', [A, EVENT], 60],
    [170, 'lambda', 'requests got 1 message of q.fifo -> ok in 60 ms', [B, OTHER_EVENT], 60],
  )
  const steps = both[3] ? createTraces(both).ofMoment(both[3]) : []
  // Whose question users.info was nobody can tell, so it is nobody's.
  expect(steps.map(({ moment }) => moment.id)).toEqual([4, 1])
})

describe('words', () => {
  const wordsOf = (service: MomentLine['service'], title: string) =>
    readWords({ id: 1, atMs: 0, service, title, about: [] })

  test.each([
    [
      'eventbridge',
      `EC2 AMI State Change ${A} failed -> amiops-sandbox-events`,
      'Event: failed',
      '→ events',
      'good',
    ],
    ['eventbridge', `EC2 AMI State Change ${A} failed -> lost`, 'Event: failed', 'lost', 'bad'],
    ['eventbridge', `EC2 AMI State Change ${A} failed -> no rule`, 'Event: failed', 'no rule', 'warn'],
    ['ec2', `DisableImage ${A} (dry run) -> DryRunOperation`, 'DisableImage (dry run)', 'allowed', 'good'],
    ['ec2', `DisableImage ${A} -> RequestLimitExceeded`, 'DisableImage', 'RequestLimitExceeded', 'warn'],
    ['ec2', `DisableImage ${A} -> UnauthorizedOperation`, 'DisableImage', 'UnauthorizedOperation', 'bad'],
    ['ec2', `DisableImage ${A} -> ok (outside Slack)`, 'DisableImage', 'outside Slack', 'good'],
    ['slack', 'chat.update #ami-ready -> ratelimited', 'chat.update #ami-ready', '429', 'warn'],
    ['slack', 'sam clicked Enable -> 500 in 12 ms', 'sam clicked Enable', '500', 'bad'],
    [
      'lambda',
      'requests got 1 message of q.fifo -> Runtime.ExitError: Runtime exited in 9 ms',
      'Function requests · 1 message',
      'killed',
      'bad',
    ],
  ] as const)('%s %s', (service, title, head, outcome, tone) => {
    expect(wordsOf(service, title)).toMatchObject({ head, outcome, tone })
  })

  test.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1_040, '1.0 s'],
    [61_000, '1 min'],
    [5_400_000, '1.5 h'],
  ])('%i ms', (ms, said) => {
    expect(readSpan(ms)).toBe(said)
  })
})

test('a click that Slack gave up on, while the function went on: still one trace', () => {
  const late = record(
    [4_000, 'slack', 'maria clicked Disable… -> operation_timeout in 3000 ms', [A], 3_000],
    [4_900, 'sqs', 'SendMessage amiops-sandbox-requests.fifo -> ok', [A, REQUEST]],
    [5_000, 'lambda', 'slack POST / -> ok in 3990 ms', [], 3_990],
  )
  const [first] = late
  expect(first && tell(createTraces(late).ofMoment(first))).toEqual([
    'maria clicked Disable…',
    '  slack POST /',
    '    SendMessage amiops-sandbox-requests.fifo',
  ])
})

test('a call belongs to the invocation that made it, whatever else runs for the same image', () => {
  const overlapping = record(
    [1_036, 'lambda', 'slack POST / -> ok in 33 ms', [], 33],
    [1_037, 'slack', 'maria clicked Enable -> 200 in 37 ms', [A], 37],
    [1_110, 'ec2', `EnableImage ${A} -> ok`, [A, CALL]],
    [1_120, 'slack', 'chat.update #ami-ready -> ok', [A]],
    [
      1_153,
      'lambda',
      'requests got 1 message of amiops-sandbox-requests.fifo -> ok in 135 ms',
      [A, REQUEST],
      135,
    ],
    [1_170, 'lambda', 'events got 1 message of amiops-sandbox-events -> ok in 150 ms', [A, OTHER_EVENT], 150],
  )
  const ids: Readonly<Record<number, string>> = { 1: 's', 3: 'r', 4: 'e', 5: 'r', 6: 'e' }
  const moments = overlapping.map(moment => {
    const invocation = ids[moment.id]
    return { ...moment, ...(invocation && { invocation }) }
  })
  const [, , enable, update] = moments
  const stepsOf = (moment: MomentLine | undefined) =>
    moment ? tell(createTraces(moments).ofMoment(moment)) : []
  expect(stepsOf(enable)).toEqual([
    'requests got 1 message of amiops-sandbox-requests.fifo',
    `  EnableImage ${A}`,
  ])
  expect(stepsOf(update)).toEqual([
    'events got 1 message of amiops-sandbox-events',
    '  chat.update #ami-ready',
  ])
})

test('from a call of a batch, the event that began it comes first', () => {
  const batch = record(
    [100, 'eventbridge', `EC2 AMI State Change ${A} available -> amiops-sandbox-events`, [A, EVENT]],
    [101, 'eventbridge', `EC2 AMI State Change ${B} available -> amiops-sandbox-events`, [B, OTHER_EVENT]],
    [160, 'slack', 'chat.postMessage #ami-ready -> ok', [A]],
    [
      180,
      'lambda',
      'events got 2 messages of amiops-sandbox-events -> ok in 60 ms',
      [A, B, EVENT, OTHER_EVENT],
      60,
    ],
  )
  const post = batch[2]
  expect(
    post &&
      createTraces(batch)
        .ofMoment(post)
        .map(({ moment }) => moment.id),
  ).toEqual([1, 4, 3])
})

describe('a timeline that forgets', () => {
  /** So many that belong to no trace. */
  const others = (count: number) =>
    record(
      ...Array.from({ length: count }, (_, index): Parameters<typeof record>[number] => [
        10_000 + index,
        'sqs',
        'ReceiveMessage -> ok',
        [],
      ]),
    )

  /** As the timeline does: one after another, each with the next id. */
  const recordAll = (...parts: readonly (readonly MomentLine[])[]) => {
    let kept: MomentLine[] = []
    for (const [index, moment] of parts.flat().entries()) {
      kept.push({ ...moment, id: index + 1 })
      kept = forget(kept)
    }
    return kept
  }
  const traceOfLast = (kept: readonly MomentLine[]) => {
    const last = kept.at(-1)
    return last ? tell(createTraces(kept).ofMoment(last)) : []
  }

  const event = record([
    100,
    'eventbridge',
    `EC2 AMI State Change ${A} disabled -> amiops-sandbox-events`,
    [A, EVENT],
  ])
  const answer = record(
    [2_430, 'slack', 'chat.update #ami-ready -> ok', [A]],
    [2_440, 'lambda', 'events got 1 message of amiops-sandbox-events -> ok in 30 ms', [A, EVENT], 30],
  )

  test('keeps a click with its whole trace until the event comes, however late', () => {
    const kept = recordAll(click.slice(0, 7), others(9_000), click.slice(7))
    expect(traceOfLast(kept)).toEqual(TRACE)
    expect(kept.length).toBeLessThan(3_001)
  })

  test('keeps an event as long as a newer part of its trace is there', () => {
    const trace = [
      `EC2 AMI State Change ${A} disabled`,
      'events got 1 message of amiops-sandbox-events',
      '  chat.update #ami-ready',
    ]
    const kept = recordAll(event, others(1_500), answer, others(1_498))
    const run = kept.find(({ title }) => title.startsWith('events got'))
    expect(run && tell(createTraces(kept).ofMoment(run))).toEqual(trace)

    const first = recordAll(event, others(1_500), answer, others(1_499))
    expect(first.length).toBeLessThan(2_600)
    expect(first[0]?.title).toMatch(/^EC2 AMI State Change/)
    const later = recordAll(event, others(1_500), answer, others(6_000))
    expect(later.some(({ title }) => title.startsWith('EC2 AMI State Change'))).toBe(false)
  })

  test('keeps a part of a burst, and the click that came before it', () => {
    const burst = Array.from({ length: 2_400 }, (_, index) => {
      const about = [
        `ami-${String(index).padStart(17, '0')}`,
        `00000000-0000-0000-0000-${String(index).padStart(12, '0')}`,
      ]
      return record(
        [20_000 + index, 'eventbridge', `EC2 AMI State Change ${about[0]} available -> q`, about],
        [30_000 + index, 'sqs', 'DeleteMessage -> ok', about],
      )
    })
    const events = burst.flatMap(([first]) => first ?? [])
    const answers = burst.flatMap(([, second]) => second ?? [])
    const kept = recordAll(click.slice(0, 7), events, answers, click.slice(7))
    expect(traceOfLast(kept)).toEqual(TRACE)
    expect(kept.length).toBeLessThan(3_001)
    expect(kept.filter(({ service }) => service === 'eventbridge').length).toBeGreaterThan(100)
  })
})
