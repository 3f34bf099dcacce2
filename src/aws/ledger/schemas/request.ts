import { FAMILY_ACTIONS } from '../../../domain/actions.ts'
import type { SnapshotResult } from '../../../domain/change.ts'
import type { NotShared, PartOfPlan, Request, RequestOptions } from '../../../domain/request.ts'
import type { Retirement, Successor } from '../../../domain/retirement.ts'
import { action, imageRef, person, place, sharing } from './image-parts.ts'
import { list, maybe, number, oneOf, shape, text, yes } from './shape.ts'

/** The schemas of a request. */

export const requestOptions = shape<RequestOptions>({
  deleteSnapshots: maybe(yes),
  shareSnapshots: maybe(yes),
  unprotect: maybe(yes),
  emergencyOverride: maybe(yes),
  keepUntil: maybe(text),
})

export const successor = shape<Successor>({ imageId: text, name: text })

export const retirement = shape<Retirement>({ deprecateAtMs: maybe(number), successor: maybe(successor) })

export const snapshotResult = shape<SnapshotResult>({ snapshotId: text, result: text })

export const request = shape<Request>({
  key: text,
  action,
  image: imageRef,
  person,
  place,
  viewId: maybe(text),
  state: oneOf(['asked', 'acting', 'accepted', 'confirmed', 'refused', 'failed', 'unknown']),
  askedAtMs: number,
  actedAtMs: maybe(number),
  actingBy: maybe(text),
  confirmedAtMs: maybe(number),
  confirmedBy: maybe(oneOf(['event', 'look'])),
  requestId: maybe(text),
  otherRequestIds: maybe(list(text)),
  reason: maybe(text),
  code: maybe(text),
  purpose: maybe(text),
  options: maybe(requestOptions),
  plan: maybe(
    shape<PartOfPlan>({
      id: text,
      images: number,
      as: maybe(oneOf(FAMILY_ACTIONS)),
      untilMs: number,
      isAboveLimit: maybe(yes),
    }),
  ),
  approvedBy: maybe(person),
  impactSummary: maybe(text),
  snapshots: maybe(list(snapshotResult)),
  allSnapshots: maybe(number),
  share: maybe(sharing),
  unshare: maybe(sharing),
  taken: maybe(sharing),
  previousPermissions: maybe(sharing),
  notShared: maybe(
    list(
      shape<NotShared>({
        with: sharing,
        code: text,
        message: maybe(text),
        snapshotId: maybe(text),
        isLeft: maybe(yes),
      }),
    ),
  ),
  retirement: maybe(retirement),
  previousRetirement: maybe(retirement),
})
