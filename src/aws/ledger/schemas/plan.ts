import type { Plan, PlanApproval } from '../../../domain/plan.ts'
import { PLAN_IMAGE_STATES, type PlanImage } from '../../../domain/plan-image.ts'
import { action, imageRef, person, place, requestOptions } from './image.ts'
import { list, maybe, number, oneOf, shape, text, yes } from './shape.ts'

/** The schemas of a plan and of each of its images. */

const approval = shape<PlanApproval>({
  roles: list(text),
  channel: text,
  askedAtMs: number,
  expiresAtMs: number,
  mustNameNumber: maybe(yes),
  decision: maybe(text),
  decidedBy: maybe(person),
  decidedAtMs: maybe(number),
  comment: maybe(text),
})

export const plan = shape<Omit<Plan, 'version'>>({
  id: text,
  state: oneOf(['waiting', 'running', 'stopping', 'finished', 'declined', 'withdrawn', 'expired']),
  action,
  options: requestOptions,
  purpose: maybe(text),
  images: number,
  person,
  place,
  workspaceId: text,
  appId: text,
  createdAtMs: number,
  approval: maybe(approval),
  runUntilMs: maybe(number),
  stoppedBy: maybe(person),
  undoes: maybe(text),
})

export const planImage = shape<PlanImage>({
  image: imageRef,
  state: oneOf(PLAN_IMAGE_STATES),
  queuedAtMs: maybe(number),
  endedAtMs: maybe(number),
  reason: maybe(text),
})
