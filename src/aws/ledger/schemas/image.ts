import * as v from 'valibot'
import type { KeptCall } from '../../../domain/cloud-trail-call.ts'
import type { Difference } from '../../../domain/differences.ts'
import type { ExposureAlert, ExposureEnd } from '../../../domain/exposure-alert.ts'
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
import type { Revoked } from '../../../domain/revocation.ts'
import {
  callName,
  cause,
  eventState,
  imageFacts,
  imageRef,
  imageState,
  person,
  principal,
  sharing,
} from './image-parts.ts'
import { request, successor } from './request.ts'
import { criticalFindings, findingCounts } from './scan-results.ts'
import { byName, list, maybe, number, oneOf, shape, text, yes } from './shape.ts'

/** The schemas of an image's record and of what is in it. */

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
