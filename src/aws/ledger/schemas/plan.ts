import * as v from 'valibot'
import { ACTIONS, FAMILY_ACTIONS } from '../../../domain/actions.ts'
import type { AccountRegion, NamedImage } from '../../../domain/alias.ts'
import type { AliasAsk, AliasChange, AliasUsers, HeldBack, PlaceGap } from '../../../domain/alias-change.ts'
import {
  type FollowUp,
  PLAN_STATES,
  type Plan,
  type PlanApproval,
  type WithheldSharing,
} from '../../../domain/plan.ts'
import type { FirstImage, PlanFacts, PlanRetention } from '../../../domain/plan-facts.ts'
import { PLAN_IMAGE_STATES, type PlanAssignment, type PlanImage } from '../../../domain/plan-image.ts'
import type { OwnedInstances, Revocation, RevokedImage, StrandedAlias } from '../../../domain/revocation.ts'
import { imageRef, imageState, person, place, sharing } from './image-parts.ts'
import { use } from './impact.ts'
import { requestOptions, retirement } from './request.ts'
import { list, maybe, number, oneOf, shape, text, yes } from './shape.ts'

/** The schemas of a plan and of each of its images. */

const approval = shape<PlanApproval>({
  roles: list(text),
  channel: text,
  askedAtMs: number,
  expiresAtMs: number,
  reminded: number,
  remindAtMs: number,
  mustTypeNumber: maybe(yes),
  decision: maybe(text),
  decidedBy: maybe(person),
  decidedAtMs: maybe(number),
  comment: maybe(text),
})

const firstImage = shape<FirstImage>({
  image: imageRef,
  name: maybe(text),
  state: imageState,
  recycledUntilMs: maybe(number),
  uses: list(use),
  useCount: number,
  instancesElsewhere: number,
  isUnknown: maybe(yes),
})

const facts = shape<PlanFacts>({
  sizeGiB: number,
  places: list(shape<PlanFacts['places'][number]>({ account: text, region: text, images: number })),
  inUse: number,
  unknown: number,
  unread: list(shape<PlanFacts['unread'][number]>({ name: text, why: text })),
  kept: maybe(
    shape<PlanRetention>({
      images: number,
      days: v.strictTuple([number, number]),
      withoutSnapshots: number,
      lost: number,
      unknown: number,
    }),
  ),
  sharing: maybe(
    shape<NonNullable<PlanFacts['sharing']>>({ images: number, with: sharing, unknown: number }),
  ),
  first: list(firstImage),
})

const accountRegion = shape<AccountRegion>({ account: text, region: text })

const placeGap = shape<PlaceGap>({ account: text, region: text, why: text })

const aliasUsers = shape<AliasUsers>({
  templates: number,
  templateNames: list(text),
  instances: number,
  unread: list(accountRegion),
})

const aliasChange = shape<AliasChange>({
  family: text,
  alias: text,
  asked: shape<AliasAsk>({
    kind: oneOf(['promote', 'rollback', 'retry']),
    image: maybe(imageRef),
    family: maybe(text),
    alias: maybe(text),
    planId: maybe(text),
    only: maybe(accountRegion),
  }),
  to: text,
  from: maybe(text),
  differences: maybe(text),
  users: maybe(aliasUsers),
  heldBack: list(shape<HeldBack>({ account: text, region: text, why: text, canOverride: maybe(yes) })),
  untouched: maybe(list(accountRegion)),
  launchGaps: maybe(list(placeGap)),
  scanGaps: maybe(list(placeGap)),
  target: maybe(text),
  overridden: maybe(list(text)),
})

const namedImage = shape<NamedImage>({ imageId: text, name: maybe(text) })

const revocation = shape<Revocation>({
  image: imageRef,
  name: maybe(text),
  images: list(
    shape<RevokedImage>({
      image: imageRef,
      name: maybe(text),
      relation: oneOf(['bad', 'copy', 'descendant']),
    }),
  ),
  stranded: list(
    shape<StrandedAlias>({
      account: text,
      region: text,
      family: text,
      alias: text,
      parameter: text,
      from: namedImage,
      why: text,
    }),
  ),
  owners: list(shape<OwnedInstances>({ owner: maybe(text), instances: number })),
  unread: list(text),
})

const followUp = shape<FollowUp>({ planId: text, by: person, inPart: maybe(yes) })

export const plan = shape<Omit<Plan, 'version'>>({
  id: text,
  state: oneOf(PLAN_STATES),
  action: oneOf([...ACTIONS, ...FAMILY_ACTIONS]),
  alias: maybe(aliasChange),
  revocation: maybe(revocation),
  retirement: maybe(retirement),
  options: requestOptions,
  purpose: maybe(text),
  images: number,
  facts,
  person,
  place,
  workspaceId: text,
  appId: text,
  createdAtMs: number,
  submittedBy: maybe(text),
  approval: maybe(approval),
  runUntilMs: maybe(number),
  ranAtMs: maybe(number),
  stoppedBy: maybe(person),
  undoes: maybe(text),
  retries: maybe(text),
  withheld: maybe(
    list(shape<WithheldSharing>({ why: oneOf(['alert', 'right', 'approval']), images: number })),
  ),
  undone: maybe(followUp),
  retried: maybe(followUp),
  suggestion: maybe(text),
  card: maybe(shape<NonNullable<Plan['card']>>({ channelId: text, ts: text })),
  lostCardTs: maybe(text),
  shown: maybe(shape<NonNullable<Plan['shown']>>({ atMs: number, counts: text })),
  isReported: maybe(yes),
})

const assignment = shape<PlanAssignment>({
  account: text,
  region: text,
  family: text,
  alias: text,
  parameter: text,
  from: maybe(namedImage),
})

export const planImage = shape<PlanImage>({
  image: imageRef,
  name: maybe(text),
  assignment: maybe(assignment),
  action: maybe(oneOf(ACTIONS)),
  share: maybe(sharing),
  state: oneOf(PLAN_IMAGE_STATES),
  queuedAtMs: maybe(number),
  sentAtMs: maybe(number),
  endedAtMs: maybe(number),
  reason: maybe(text),
})
