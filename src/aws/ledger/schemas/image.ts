import * as v from 'valibot'
import { ACTIONS, FAMILY_ACTIONS } from '../../../domain/actions.ts'
import type { SnapshotResult } from '../../../domain/change.ts'
import { type KeptCall, type Principal, TRAIL_CALLS } from '../../../domain/cloud-trail-call.ts'
import type { Difference } from '../../../domain/differences.ts'
import { EVENT_STATES } from '../../../domain/event.ts'
import type { ExposureAlert, ExposureEnd } from '../../../domain/exposure-alert.ts'
import type { ImageFacts, ImageRef, ImageSnapshot } from '../../../domain/image.ts'
import type { LaunchSummary } from '../../../domain/launchability.ts'
import type {
  Card,
  CardMention,
  CopyRow,
  FamilyImage,
  ImageRecord,
  KeptRetirement,
  LastEvent,
  NewBuild,
  SharedCard,
  StartedScan,
  WaitingApproval,
} from '../../../domain/record.ts'
import type {
  NotShared,
  PartOfPlan,
  Person,
  Request,
  RequestOptions,
  SlackPlace,
} from '../../../domain/request.ts'
import type { Retirement, Successor } from '../../../domain/retirement.ts'
import type { Revoked } from '../../../domain/revocation.ts'
import type { Sharing } from '../../../domain/sharing.ts'
import { criticalFindings, findingCounts, scanResults } from './scan-results.ts'
import { byName, flag, list, maybe, number, oneOf, shape, text, yes } from './shape.ts'

/** The schemas of an image's record and of what is in it. */

export const eventState = oneOf(EVENT_STATES)
export const imageState = oneOf([...EVENT_STATES, 'pending', 'transient', 'invalid', 'error'])
export const action = oneOf(ACTIONS)
export const cause = oneOf(['created', 'copied', 'registered', 'enabled', 'restored', 'restored-from-s3'])
export const callName = oneOf(TRAIL_CALLS)

export const imageRef = shape<ImageRef>({ account: text, region: text, imageId: text })

const snapshot = shape<ImageSnapshot>({ snapshotId: text, sizeGiB: number, encrypted: flag })

export const imageFacts = shape<ImageFacts>({
  state: imageState,
  name: maybe(text),
  description: maybe(text),
  tags: byName(text),
  ownerId: maybe(text),
  ownerAlias: maybe(text),
  architecture: maybe(text),
  platform: maybe(text),
  rootDeviceType: maybe(text),
  public: maybe(flag),
  createdAtMs: maybe(number),
  lastLaunchedAtMs: maybe(number),
  deprecatedAtMs: maybe(number),
  deregistrationProtection: maybe(text),
  sourceInstanceId: maybe(text),
  sourceImageId: maybe(text),
  sourceImageRegion: maybe(text),
  stateReason: maybe(text),
  scan: maybe(scanResults),
  snapshots: list(snapshot),
})

export const sharing = shape<Sharing>({
  accounts: list(text),
  organizations: list(text),
  organizationalUnits: list(text),
  isPublic: flag,
})

export const person = shape<Person>({ userId: text, name: maybe(text), workspaceId: text })

export const place = shape<SlackPlace>({
  channelId: text,
  messageTs: maybe(text),
  responseUrl: maybe(text),
  isPrivate: flag,
})

export const principal = shape<Principal>({
  kind: oneOf(['user', 'role', 'root', 'federated', 'service', 'account', 'identity-center', 'unknown']),
  name: text,
  session: maybe(text),
  sourceIdentity: maybe(text),
  account: maybe(text),
  via: maybe(text),
  fromConsole: maybe(yes),
  sourceIp: maybe(text),
  userAgent: maybe(text),
})

const lastEvent = shape<LastEvent>({
  eventId: text,
  state: eventState,
  atMs: number,
  cause: maybe(cause),
  reason: maybe(text),
  by: maybe(shape<NonNullable<LastEvent['by']>>({ person, afterMs: number })),
  principal: maybe(principal),
  requestId: maybe(text),
  seenLate: maybe(yes),
  replayName: maybe(text),
  ended: maybe(shape<NonNullable<LastEvent['ended']>>({ id: text, atMs: number })),
  emailedAtMs: maybe(number),
})

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

const request = shape<Request>({
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

const call = shape<KeptCall>({ id: text, call: callName, atMs: number, principal, requestId: maybe(text) })

export const cardMention = shape<CardMention>({ who: list(text), rule: text })

const card = shape<Card>({
  channel: text,
  channelId: text,
  ts: text,
  shownRev: number,
  postedFor: maybe(text),
  mention: maybe(cardMention),
})

const difference = shape<Difference>({
  what: oneOf(['architecture', 'platform', 'size', 'base', 'tag']),
  key: maybe(text),
  from: maybe(text),
  to: maybe(text),
})

const newBuild = shape<NewBuild>({
  family: text,
  replaces: maybe(
    shape<NonNullable<NewBuild['replaces']>>({
      imageId: text,
      name: text,
      atMs: number,
      differences: list(difference),
    }),
  ),
})

const exposureAlert = shape<ExposureAlert>({
  id: text,
  atMs: number,
  to: sharing,
  principal: maybe(principal),
  requestId: maybe(text),
  publicAccess: v.union([oneOf(['allowed', 'blocked']), shape<{ why: string }>({ why: text })]),
  channelId: text,
  ts: text,
  shownRev: number,
  mention: maybe(cardMention),
  notice: maybe(text),
  over: maybe(
    shape<ExposureEnd>({
      atMs: number,
      rev: number,
      by: maybe(person),
      afterMs: maybe(number),
      principal: maybe(principal),
      state: maybe(oneOf(['disabled', 'deregistered'])),
    }),
  ),
})

export const launches = shape<LaunchSummary>({
  accounts: number,
  others: number,
  cannot: number,
  withoutKey: number,
  unknown: number,
})

const copyRow = shape<CopyRow>({ account: text, region: text, imageId: text, state: imageState })

const sharedCard = shape<SharedCard>({ channel: text, image: imageRef, shown: maybe(imageState) })

const waiting = shape<WaitingApproval>({ proposalId: text, by: person, channel: text, untilMs: number })

const mark = { by: person, atMs: number, reason: maybe(text), planId: text }

export const imageRecord = shape<Omit<ImageRecord, 'version'>>({
  account: text,
  region: text,
  imageId: text,
  rev: number,
  facts: maybe(imageFacts),
  lastEvent: maybe(lastEvent),
  observedState: maybe(
    shape<NonNullable<ImageRecord['observedState']>>({
      state: imageState,
      atMs: number,
      sinceMs: maybe(number),
    }),
  ),
  request: maybe(request),
  calls: maybe(list(call)),
  savedPermissions: maybe(sharing),
  launches: maybe(launches),
  findings: maybe(findingCounts),
  criticals: maybe(criticalFindings),
  scanning: maybe(shape<StartedScan>({ by: person, sinceMs: number, failed: maybe(text) })),
  recycled: maybe(shape<NonNullable<ImageRecord['recycled']>>({ untilMs: number })),
  notRestorable: maybe(oneOf(['image', 'snapshots', 'unknown'])),
  lastGood: maybe(shape<FamilyImage>({ imageId: text, name: text, atMs: number })),
  lastGoodDueMs: maybe(number),
  newBuild: maybe(newBuild),
  newBuildDueMs: maybe(number),
  acknowledged: maybe(shape<NonNullable<ImageRecord['acknowledged']>>({ by: person, atMs: number })),
  retirement: maybe(
    shape<KeptRetirement>({ successor: maybe(successor), by: person, atMs: number, purpose: maybe(text) }),
  ),
  revoked: maybe(shape<Revoked>({ ...mark, replaced: maybe(shape<Omit<Revoked, 'replaced'>>(mark)) })),
  waiting: maybe(
    shape<NonNullable<ImageRecord['waiting']>>({
      enable: maybe(waiting),
      disable: maybe(waiting),
      deregister: maybe(waiting),
      share: maybe(waiting),
      shareWith: maybe(waiting),
      makePrivate: maybe(waiting),
      restore: maybe(waiting),
      retire: maybe(waiting),
      keep: maybe(waiting),
      scan: maybe(waiting),
    }),
  ),
  cards: list(card),
  alerts: maybe(list(exposureAlert)),
  copies: maybe(list(copyRow)),
  sharedCards: maybe(list(sharedCard)),
  lostCardTs: maybe(byName(text)),
})
