import { approvedOrderOf, approvedProposalOf, orderOf } from '../../src/domain/order.ts'
import { hasApproval, type Proposal, proposalOf } from '../../src/domain/proposal.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import { givenFacts, givenImpact, IMAGE, MARIA, NOON_MS } from './given.ts'

const ALEX = { userId: 'U0ALEX', workspaceId: 'T0HOME' }
const ASKED = {
  action: 'deregister',
  image: IMAGE,
  person: MARIA,
  place: { channelId: 'C0READY', isPrivate: false },
  workspaceId: 'T0HOME',
  appId: 'A0AMIOPS',
} as const
const PROPOSAL = proposalOf({ ...ASKED, key: 'click-1', askedAtMs: NOON_MS }, {})
const LATER_MS = NOON_MS + 60_000

test('a proposal that needs nobody else is carried out under its own id, as if it were asked for now', () => {
  expect(orderOf(PROPOSAL, { kind: 'not-needed' }, LATER_MS)).toStrictEqual({
    ...ASKED,
    key: 'click-1',
    options: {},
    consent: { kind: 'not-needed' },
    askedAtMs: LATER_MS,
  })
})

test('an order carries what was filled in, what was seen and whom to share with', () => {
  const filled: Proposal = {
    ...PROPOSAL,
    purpose: 'too old',
    options: { deleteSnapshots: true },
    facts: givenFacts(),
    impact: givenImpact(),
    share: NOBODY,
    viewId: 'V0FORM',
  }
  expect(orderOf(filled, { kind: 'emergency-override' }, LATER_MS)).toStrictEqual({
    ...ASKED,
    key: 'click-1',
    purpose: 'too old',
    options: { deleteSnapshots: true },
    impact: givenImpact(),
    share: NOBODY,
    viewId: 'V0FORM',
    consent: { kind: 'emergency-override' },
    askedAtMs: LATER_MS,
  })
})

describe('a proposal that a second person approved', () => {
  const approval = {
    roles: [],
    channel: 'ami-alerts',
    askedAtMs: NOON_MS,
    expiresAtMs: LATER_MS,
    reminded: 0,
    remindAtMs: NOON_MS,
  }
  const orderBy = (special: object) => {
    const proposal: Proposal = { ...PROPOSAL, approval: { ...approval, ...special } }
    if (!hasApproval(proposal)) throw new Error('Expected an approval.')
    return approvedOrderOf(proposal)
  }

  test('becomes a request of its own, which leads back to it', () => {
    const { key } = orderBy({ decidedBy: ALEX, decidedAtMs: LATER_MS })
    expect(key).not.toBe(PROPOSAL.id)
    expect(approvedProposalOf(key)).toBe(PROPOSAL.id)
    expect(approvedProposalOf(PROPOSAL.id)).toBeUndefined()
  })

  test('is good from the decision on, and names who decided', () => {
    expect(orderBy({ decidedBy: ALEX, decidedAtMs: LATER_MS })).toMatchObject({
      consent: { kind: 'approved', by: ALEX },
      askedAtMs: LATER_MS,
    })
  })
})
