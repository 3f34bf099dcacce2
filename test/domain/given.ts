import type { Config } from '../../src/domain/config.ts'
import type { ImageEvent } from '../../src/domain/event.ts'
import type { ImageFacts, ImageRef } from '../../src/domain/image.ts'
import type { Impact } from '../../src/domain/impact.ts'
import type { ImageRecord, LastEvent } from '../../src/domain/record.ts'
import type { Person, Request } from '../../src/domain/request.ts'

/** The plain case of everything; a test names only what is special about its own. Types alone are imported: a mutant is tried
 * with each test that loads its file. */

/** 2026-11-05 12:00:00 UTC, a whole second as AWS gives them. */
export const NOON_MS = Date.UTC(2026, 10, 5, 12)

export const IMAGE: ImageRef = {
  account: '123456789012',
  region: 'eu-west-1',
  imageId: 'ami-0123456789abcdef0',
}

export const MARIA: Person = { userId: 'U0MARIA', name: 'maria', workspaceId: 'T0HOME' }

export const givenFacts = (special: Partial<ImageFacts> = {}): ImageFacts => ({
  state: 'available',
  name: 'payments-base-42',
  tags: {},
  snapshots: [],
  ...special,
})

export const givenEvent = (special: Partial<ImageEvent> = {}): ImageEvent => ({
  ...IMAGE,
  id: 'event-1',
  state: 'available',
  atMs: NOON_MS,
  ...special,
})

export const givenTold = (special: Partial<LastEvent> = {}): LastEvent => ({
  eventId: 'event-0',
  state: 'available',
  atMs: NOON_MS,
  ...special,
})

export const givenRequest = (special: Partial<Request> = {}): Request => ({
  key: 'click-1',
  action: 'disable',
  image: IMAGE,
  person: MARIA,
  place: { channelId: 'C0READY', isPrivate: false },
  state: 'accepted',
  askedAtMs: NOON_MS,
  actedAtMs: NOON_MS,
  ...special,
})

export const givenRecord = (special: Partial<ImageRecord> = {}): ImageRecord => ({
  ...IMAGE,
  version: 0,
  rev: 0,
  cards: [],
  ...special,
})

export const givenConfig = (special: Partial<Config> = {}): Config => ({
  channels: { fallback: 'ami-alerts' },
  rules: [],
  roles: {},
  actions: {},
  notify: { requester: true, approvers: false },
  limits: { destructivePerHour: 20 },
  prices: { default: 0.05, byRegion: {} },
  accounts: [],
  audiences: {},
  families: {},
  fleet: { ownerTags: ['Owner', 'Team'] },
  stale: { afterDays: 90 },
  digest: { above: 5 },
  ...special,
})

export const known = <T>(value: T): { known: true; value: T } => ({ known: true, value })

/** Nobody uses it, nobody else may launch it, and the Recycle Bin keeps it. */
export const givenImpact = (special: Partial<Impact> = {}): Impact => ({
  references: known([]),
  instances: known([]),
  launchTemplates: known([]),
  autoScaling: known([]),
  otherAccounts: known({ asked: 0, running: [], unread: [] }),
  sharing: known({ accounts: [], organizations: [], organizationalUnits: [], isPublic: false }),
  snapshots: known([]),
  retention: known({ imageDays: 14 }),
  ...special,
})
