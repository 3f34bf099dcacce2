import type { ImageRef } from '../../domain/image.ts'

/** Times as text of fifteen digits, so that DynamoDB sorts them; no time is before 1970. */
const sortable = (atMs: number): string => String(Math.max(0, atMs)).padStart(15, '0')

export const PART = 'PART#'
export const HISTORY = 'HISTORY#'
export const MUTED = 'MUTED#'
export const ASKED = 'ASKED#'
export const ASSIGNMENT = 'ASSIGNMENT#'

/** The key of each item of the table; docs/architecture.md lists what is in them. */
export const keys = {
  image: (imageKey: string) => ({ pk: `IMAGE#${imageKey}`, sk: 'RECORD' }),
  deprecation: (imageKey: string) => ({ pk: `IMAGE#${imageKey}`, sk: 'DEPRECATION' }),
  history: (imageKey: string, cursor: string) => ({ pk: `IMAGE#${imageKey}`, sk: `${HISTORY}${cursor}` }),
  asked: (imageKey: string, cursor: string) => ({ pk: `IMAGE#${imageKey}`, sk: `${ASKED}${cursor}` }),
  event: (eventId: string) => ({ pk: `EVENT#${eventId}`, sk: 'CLAIM' }),
  post: (key: string) => ({ pk: `POST#${key}`, sk: 'CLAIM' }),
  digest: (digestKey: string) => ({ pk: `DIGEST#${digestKey}`, sk: 'HEAD' }),
  digestPart: (channel: string, batchId: string, part: number) => ({
    pk: `DIGEST#${channel}#${batchId}`,
    sk: `PART#${String(part).padStart(4, '0')}`,
  }),
  digestBatches: (digestKey: string, page: string) => ({ pk: `DIGEST#${digestKey}`, sk: `BATCHES#${page}` }),
  plan: (id: string) => ({ pk: `PLAN#${id}`, sk: 'RECORD' }),
  planAsked: (id: string) => ({ pk: `PLAN#${id}`, sk: 'ASKED' }),
  planImage: (id: string, itemKey: string) => ({ pk: `PLAN#${id}`, sk: `IMAGE#${itemKey}` }),
  planImpact: (id: string, itemKey: string) => ({ pk: `PLAN#${id}`, sk: `IMPACT#${itemKey}` }),
  suggestion: (id: string) => ({ pk: `SUGGESTION#${id}`, sk: 'RECORD' }),
  cleanupWarning: (imageKey: string) => ({ pk: `IMAGE#${imageKey}`, sk: 'CLEANUP_WARNED' }),
  keep: (imageKey: string) => ({ pk: 'KEEPS', sk: imageKey }),
  revoked: (imageKey: string) => ({ pk: 'REVOKED', sk: imageKey }),
  proposal: (id: string) => ({ pk: `PROPOSAL#${id}`, sk: 'RECORD' }),
  home: (userId: string) => ({ pk: `PERSON#${userId}`, sk: 'HOME' }),
  person: (userId: string) => ({ pk: `PERSON#${userId}`, sk: 'REQUESTS' }),
  membership: (userGroup: string) => ({ pk: `GROUP#${userGroup}`, sk: 'MEMBERS' }),
  watcher: (userId: string) => ({ pk: 'WATCHERS', sk: userId }),
  watchNews: (userId: string, atMs: number, id: string) => ({
    pk: `NEWS#${userId}`,
    sk: `${sortable(atMs)}#${id}`,
  }),
  mute: (id: string) => ({ pk: 'MUTES', sk: id }),
  mutedChange: (muteId: string, atMs: number, id: string) => ({
    pk: `${MUTED}${muteId}`,
    sk: `${sortable(atMs)}#${id}`,
  }),
  request: (key: string) => ({ pk: `REQUEST#${key}`, sk: 'CLAIM' }),
  fleet: (placeKey: string) => ({ pk: `FLEET#${placeKey}`, sk: 'FORMAT' }),
  glance: (placeKey: string) => ({ pk: 'GLANCES', sk: placeKey }),
  reading: (id: string) => ({ pk: `READING#${id}`, sk: 'HEAD' }),
  latestReading: (shortKey: string) => ({ pk: 'READINGS', sk: shortKey }),
  waiting: (readingId: string, askKey: string) => ({ pk: `READING#${readingId}`, sk: `WAITING#${askKey}` }),
  placesRead: (readingId: string, shard: number) => ({ pk: `READING#${readingId}#${shard}`, sk: 'PLACES' }),
  readPart: (readingId: string, shard: number, at: number, of: string) => ({
    pk: `READING#${readingId}#${shard}`,
    sk: `${PART}${String(at).padStart(6, '0')}#${of}`,
  }),
  fleetPart: (placeKey: string, part: number) => ({
    pk: `FLEET#${placeKey}`,
    sk: `IMAGES#${String(part).padStart(3, '0')}`,
  }),
  gone: ({ account, region, imageId }: ImageRef, name: string, atMs: number) => ({
    pk: `GONE#${account}/${region}`,
    sk: `${name}#${sortable(atMs)}#${imageId}`,
  }),
  assignment: (aliasPlaceKey: string, cursor: string) => ({
    pk: `ALIAS#${aliasPlaceKey}`,
    sk: `${ASSIGNMENT}${cursor}`,
  }),
  seenAlias: (aliasPlaceKey: string) => ({ pk: `ALIAS#${aliasPlaceKey}`, sk: 'SEEN' }),
  failed: (familyKey: string) => ({ pk: `FAMILY#${familyKey}`, sk: 'FAILED' }),
  auditNote: (id: string) => ({ pk: `AUDIT#${id}`, sk: 'NOTE' }),
  members: () => ({ pk: 'ORGANIZATION', sk: 'ACCOUNTS' }),
  membersCopy: (format: number) => ({ pk: 'ORGANIZATION', sk: `ACCOUNTS_COPY#${format}` }),
  unknownAccount: (account: string) => ({ pk: 'UNKNOWN_ACCOUNTS', sk: account }),
  totals: (day: string) => ({ pk: 'TOTALS', sk: day }),
  lastAnnounced: () => ({ pk: 'EVENTS', sk: 'LAST' }),
  lease: (what: string) => ({ pk: `LEASE#${what}`, sk: 'CLAIM' }),
  lastRun: () => ({ pk: 'SCHEDULE', sk: 'RUN' }),
  place: (placeKey: string) => ({ pk: 'PLACES', sk: placeKey }),
  recentlyChanged: (atMs: number, noteId: string) => ({
    pk: 'RECENTLY_CHANGED',
    sk: `${sortable(atMs)}#${noteId}`,
  }),
}
