import * as v from 'valibot'
import type { AudienceChoice } from '../../../domain/audience.ts'
import { IMPACT_PARTS } from '../../../domain/impact.ts'
import type { Approval, ApprovedEnding, Proposal } from '../../../domain/proposal.ts'
import type { RiskIncrease } from '../../../domain/risk-increase.ts'
import { outcome } from './history.ts'
import { launches } from './image.ts'
import { action, imageFacts, imageRef, person, place, sharing } from './image-parts.ts'
import { impact, use } from './impact.ts'
import { requestOptions, retirement, successor } from './request.ts'
import { list, maybe, number, oneOf, type Schema, shape, text, yes } from './shape.ts'

/** The schemas of a proposal and of what is in it. */

const riskIncrease: Schema<RiskIncrease> = v.union([
  shape<Extract<RiskIncrease, { kind: 'use' }>>({ kind: v.literal('use'), use }),
  shape<Extract<RiskIncrease, { kind: 'shared' }>>({ kind: v.literal('shared'), with: sharing }),
  shape<Extract<RiskIncrease, { kind: 'snapshot' }>>({
    kind: v.literal('snapshot'),
    snapshotId: text,
    alsoIn: list(text),
  }),
  shape<Extract<RiskIncrease, { kind: 'retention' }>>({
    kind: v.literal('retention'),
    what: oneOf(['image', 'snapshots']),
    beforeDays: number,
    afterDays: maybe(number),
  }),
  shape<Extract<RiskIncrease, { kind: 'account' }>>({
    kind: v.literal('account'),
    name: text,
    instances: number,
  }),
  shape<Extract<RiskIncrease, { kind: 'unknown' }>>({
    kind: v.literal('unknown'),
    part: oneOf(IMPACT_PARTS),
  }),
])

const approval = shape<Approval>({
  roles: list(text),
  channel: text,
  card: maybe(shape<NonNullable<Approval['card']>>({ channelId: text, ts: text })),
  lostCardTs: maybe(text),
  askedAtMs: number,
  expiresAtMs: number,
  reminded: number,
  remindAtMs: number,
  decision: maybe(text),
  decidedBy: maybe(person),
  decidedAtMs: maybe(number),
  comment: maybe(text),
  isRequesterNotified: maybe(yes),
  ending: maybe(shape<ApprovedEnding>({ outcome, reason: maybe(text) })),
})

export const proposal = shape<Omit<Proposal, 'version'>>({
  id: text,
  action,
  image: imageRef,
  person,
  place,
  viewId: maybe(text),
  workspaceId: text,
  appId: text,
  state: oneOf(['open', 'submitted', 'refused', 'waiting', 'approved', 'declined', 'withdrawn', 'expired']),
  askedAtMs: number,
  submittedBy: maybe(text),
  sentAtMs: maybe(number),
  facts: maybe(imageFacts),
  impact: maybe(impact),
  riskIncrease: maybe(
    shape<NonNullable<Proposal['riskIncrease']>>({ items: list(riskIncrease), by: text, atMs: number }),
  ),
  purpose: maybe(text),
  options: requestOptions,
  share: maybe(sharing),
  unshare: maybe(sharing),
  choice: maybe(shape<AudienceChoice>({ add: list(text), remove: list(text) })),
  shown: maybe(shape<NonNullable<Proposal['shown']>>({ by: text, atMs: number })),
  retirement: maybe(retirement),
  successors: maybe(list(successor)),
  undoes: maybe(text),
  launches: maybe(launches),
  approval: maybe(approval),
})
