import { ACTIONS } from '../../../domain/actions.ts'
import { type Principal, TRAIL_CALLS } from '../../../domain/cloud-trail-call.ts'
import { EVENT_STATES } from '../../../domain/event.ts'
import { IMAGE_STATES, type ImageFacts, type ImageRef, type ImageSnapshot } from '../../../domain/image.ts'
import type { Person, SlackPlace } from '../../../domain/request.ts'
import type { Sharing } from '../../../domain/sharing.ts'
import { scanResults } from './scan-results.ts'
import { byName, flag, list, maybe, number, oneOf, shape, text, yes } from './shape.ts'

/** The schemas of what records share: an image and its facts, people, places. */

export const eventState = oneOf(EVENT_STATES)
export const imageState = oneOf(IMAGE_STATES)
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
