import { renderApprovalCard } from '../../blocks/approval-card.ts'
import { renderAttempt } from '../../blocks/audit-line.ts'
import { renderChangeForm, renderOpeningForm } from '../../blocks/change-form.ts'
import type { ChangeFormView } from '../../blocks/change-form-view.ts'
import { section } from '../../blocks/elements.ts'
import { form } from '../../blocks/form.ts'
import { snapshotResultWords } from '../../blocks/way-back.ts'
import type { Use } from '../../src/domain/impact.ts'
import { givenFacts, givenImpact, givenRecord, IMAGE, known, MARIA, NOON_MS } from '../domain/given.ts'

/** A name that would mention, lay out and link, as long as none that EC2 takes. */
const HOSTILE = '<!channel>&`*_~\u202e<https://evil.example|click>'.repeat(40)

const proposal = {
  id: 'a'.repeat(40),
  version: 1,
  action: 'deregister' as const,
  image: IMAGE,
  person: MARIA,
  place: { channelId: 'C0READY', isPrivate: false },
  workspaceId: 'T0HOME',
  appId: 'A0AMIOPS',
  state: 'open' as const,
  askedAtMs: NOON_MS,
  options: {},
}
const viewOf = (special: Partial<ChangeFormView> = {}): ChangeFormView => ({
  proposal,
  record: givenRecord(),
  accountName: 'production',
  approval: undefined,
  worse: [],
  impact: givenImpact(),
  facts: givenFacts(),
  pricePerGiB: 0.05,
  nowMs: NOON_MS,
  ...special,
})
const wordsOf = (view: ChangeFormView): string => JSON.stringify(renderChangeForm(view))
const uses = (count: number): readonly Use[] =>
  Array.from({ length: count }, (_, i) => ({ kind: 'instance', name: `api-${i}` }))

describe('the form', () => {
  test('opens with nothing to send', () => {
    const opening = renderOpeningForm('disable', proposal.id)
    expect(opening.submit).toBeUndefined()
    expect(JSON.parse(opening.private_metadata ?? '')).toEqual({ proposal: proposal.id })
  })

  test('can be sent once the last part has arrived, not before', () => {
    const { snapshots: _late, ...early } = givenImpact()
    expect(renderChangeForm(viewOf({ impact: early })).submit).toBeUndefined()
    expect(renderChangeForm(viewOf()).submit?.text).toBe('Deregister')
  })

  test('names eight uses, and counts the ninth', () => {
    expect(wordsOf(viewOf({ impact: givenImpact({ instances: known(uses(8)) }) }))).not.toContain('more uses')
    expect(wordsOf(viewOf({ impact: givenImpact({ instances: known(uses(9)) }) }))).toContain(
      '… and 1 more uses',
    )
  })

  test('of hostile names and reasons says nothing that Slack would act on, and keeps its limits', () => {
    const hostile = viewOf({
      accountName: HOSTILE,
      facts: givenFacts({ name: HOSTILE, deregistrationProtection: HOSTILE }),
      impact: givenImpact({
        instances: known([{ kind: 'instance', name: HOSTILE, detail: HOSTILE }]),
        sharing: { known: false, why: HOSTILE },
      }),
      worse: [{ kind: 'use', use: { kind: 'instance', name: HOSTILE } }],
      typed: { name: 'x'.repeat(300), purpose: 'y'.repeat(500) },
    })
    const { blocks } = renderChangeForm(hostile)
    const mrkdwn = JSON.stringify(blocks.filter(({ type }) => type !== 'input'))
    expect(mrkdwn).not.toMatch(/<!channel>|<https:|\u202e/)
    for (const block of blocks)
      if ('text' in block && typeof block.text === 'object')
        expect(block.text.text.length).toBeLessThanOrEqual(3000)
  })

  test('takes a hundred blocks and a memo of 3,000 characters, and no more', () => {
    const of = (count: number, memo: string) => () =>
      form({ title: 'x', close: 'x', memo, blocks: Array.from({ length: count }, () => section('x')) })
    expect(of(100, 'm'.repeat(3000))).not.toThrow()
    expect(of(101, '')).toThrow('at most 100 blocks')
    expect(of(1, 'm'.repeat(3001))).toThrow('at most 3000 characters')
  })

  test('asks for a title and a button of 24 characters at most, and for a button where something is typed', () => {
    const of = (title: string) => () => form({ title, close: 'x', memo: '', blocks: [section('x')] })
    expect(of('t'.repeat(24))).not.toThrow()
    expect(of('t'.repeat(25))).toThrow('1 to 24')
    const { blocks, private_metadata = '' } = renderChangeForm(viewOf())
    const withoutButton = () =>
      form({ title: 'x', close: 'x', memo: private_metadata, blocks: blocks as never })
    expect(withoutButton).toThrow('a button that sends it')
  })
})

test('the card that asks for a second person, of hostile words', () => {
  const approval = {
    roles: ['approver'],
    channel: 'ops',
    askedAtMs: NOON_MS,
    expiresAtMs: NOON_MS + 1,
    reminded: 0,
    remindAtMs: NOON_MS,
  }
  const facts = givenFacts({ name: HOSTILE })
  const impact = givenImpact({ instances: known([{ kind: 'instance' as const, name: HOSTILE }]) })
  const card = renderApprovalCard({
    proposal: { ...proposal, state: 'waiting', approval, facts, impact, purpose: HOSTILE },
    accountName: HOSTILE,
    style: 'name',
    impact,
    facts,
    pricePerGiB: 0.05,
    nowMs: NOON_MS,
    calls: [],
  })
  const quoted = card.blocks.filter(({ type }) => type === 'rich_text')
  // Plain text stays text: inside rich text, and in the question whether to approve.
  expect(JSON.stringify(quoted)).toContain('<!channel>')
  const others = JSON.stringify(
    [card.text, card.blocks.filter(({ type }) => type !== 'rich_text')],
    (key, value: unknown) => (key === 'confirm' ? '' : value),
  )
  expect(JSON.stringify(card.blocks)).toMatch(/Used by: 1 in total|Used by: instance/)
  expect(others).not.toMatch(/<!channel>|<https:/)
})

test('the audit line calls nobody, whatever was said', () => {
  const line = renderAttempt(
    {
      kind: 'request',
      id: 'x',
      atMs: NOON_MS,
      action: 'disable',
      outcome: 'refused',
      by: { ...MARIA, name: HOSTILE },
      reason: HOSTILE,
      purpose: HOSTILE,
      approvedBy: { userId: 'U0ALEX', workspaceId: 'T0HOME' },
      impactSummary: HOSTILE,
    },
    givenRecord({ facts: givenFacts({ name: HOSTILE }) }),
    HOSTILE,
  )
  expect(JSON.stringify(line)).not.toMatch(/<!channel>|<https:|<@/)
})

test('ten snapshots that stayed are named, the eleventh is counted', () => {
  const stayed = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ snapshotId: `snap-${i}`, result: 'skipped' }))
  expect(snapshotResultWords(stayed(10))).not.toContain('more')
  expect(snapshotResultWords(stayed(11))).toContain('and 1 more')
  expect(snapshotResultWords([{ snapshotId: 'snap-1', result: 'success' }])).toBe('1 of 1 snapshot deleted')
})
