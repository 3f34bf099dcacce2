import {
  type Assignment,
  aliasPlaceKey,
  assignmentCursor,
  OPEN_ASSIGNMENT_OUTCOMES,
} from '../../../src/domain/alias.ts'
import { type AuditEntry, auditAtMs, daysBetween } from '../../../src/domain/audit-log.ts'
import type { AuditNote } from '../../../src/domain/audit-note.ts'
import type { Membership } from '../../../src/domain/authorise.ts'
import { dayOf } from '../../../src/domain/day.ts'
import { type Deprecation, deprecationDueAtMs, emptyDeprecation } from '../../../src/domain/deprecation.ts'
import { type Digest, digestKey } from '../../../src/domain/digest.ts'
import type { CountedBatch } from '../../../src/domain/digest-batches.ts'
import type { DigestLine } from '../../../src/domain/digest-line.ts'
import { digestDueAtMs } from '../../../src/domain/digest-timing.ts'
import { type Family, familyKey } from '../../../src/domain/failures.ts'
import { type Fleet, placeKey } from '../../../src/domain/fleet.ts'
import type { PlaceGlance } from '../../../src/domain/fleet-glance.ts'
import { isMatch } from '../../../src/domain/glob.ts'
import type { LastAnnounced } from '../../../src/domain/health.ts'
import { type HistoryEntry, historyCursor, isFinal } from '../../../src/domain/history.ts'
import { type ImageRef, imageKey, parseImageKey } from '../../../src/domain/image.ts'
import { scanDueAtMs } from '../../../src/domain/image-scan.ts'
import type { Impact } from '../../../src/domain/impact.ts'
import type { Keep } from '../../../src/domain/kept-image.ts'
import type { Place } from '../../../src/domain/place.ts'
import { type Plan, planDueAtMs } from '../../../src/domain/plan.ts'
import { type PlanImage, planItemKey } from '../../../src/domain/plan-image.ts'
import { type Proposal, proposalDueAtMs } from '../../../src/domain/proposal.ts'
import { changedAtMs, emptyRecord, type ImageRecord } from '../../../src/domain/record.ts'
import { needsRefresh } from '../../../src/domain/record-cards.ts'
import { isOpen } from '../../../src/domain/request.ts'
import { requestDueAtMs } from '../../../src/domain/request-timing.ts'
import type { ScheduleRun } from '../../../src/domain/scan-summary.ts'
import type { SeenAlias } from '../../../src/domain/seen-alias.ts'
import { type Suggestion, suggestionDueAtMs } from '../../../src/domain/suggestion.ts'
import type { DayTotals } from '../../../src/domain/totals.ts'
import type { VisitedHome } from '../../../src/domain/visited-home.ts'
import type { Ledger, Payload, RequestClaim } from '../../../src/ports.ts'
import { createMemoryMembers } from './members.ts'
import { createMemoryMutes } from './mutes.ts'
import { createMemoryReadings } from './readings.ts'
import { createMemoryWatches } from './watches.ts'

interface EventClaim {
  isDone: boolean
  heldUntilMs: number
  batchIds: Set<string>
  sinceMs?: number
  emailHeldUntilMs?: number
  emailedAtMs?: number
}

interface PostItem {
  state: 'begun' | 'posted' | 'void'
  firstMs: number
  lastMs: number
  heldUntilMs: number
  posted?: { channelId: string; ts: string; payload: Payload }
}

const HELD_MS = 90_000
/** What leaves the ledger is a copy, as what leaves a database is. For plain values five times as fast as `structuredClone`. */
const copy = <T>(value: T): T => {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(copy) as T
  const copied: Record<string, unknown> = {}
  for (const key of Object.keys(value)) copied[key] = copy((value as Record<string, unknown>)[key])
  return copied as T
}

/** The ledger in memory: one process, so that every call is one step. Nothing in it expires. */
export const createMemoryLedger = (): Ledger => {
  const records = new Map<string, ImageRecord>()
  const events = new Map<string, EventClaim>()
  const requests = new Map<string, RequestClaim>()
  const posts = new Map<string, PostItem>()
  const history = new Map<string, Map<string, HistoryEntry>>()
  const proposals = new Map<string, Proposal>()
  const suggestions = new Map<string, Suggestion>()
  const warned = new Map<string, number>()
  const keeps = new Map<string, Keep>()
  const onceRevoked = new Map<string, ImageRef>()
  const plans = new Map<string, Plan>()
  const planImages = new Map<string, Map<string, PlanImage>>()
  const planImpacts = new Map<string, Map<string, Impact | undefined>>()
  const assignments = new Map<string, Map<string, Assignment>>()
  const deprecations = new Map<string, Deprecation>()
  const seenAliases = new Map<string, SeenAlias>()
  const failures = new Map<string, { family: Family; image: ImageRef; atMs: number }>()
  const gone: { image: ImageRef; name: string; atMs: number }[] = []
  const memberships = new Map<string, Membership>()
  const counted = new Map<string, Map<string, number>>()

  const homes = new Map<string, VisitedHome>()
  const glances = new Map<string, PlaceGlance>()
  const auditNotes = new Map<string, AuditNote>()
  const totals = new Map<string, DayTotals>()
  const fleets = new Map<string, Fleet>()
  const touched: { atMs: number; images: readonly ImageRef[] }[] = []
  const places = new Map<string, Place>()
  let lastRun: ScheduleRun | undefined
  const digests = new Map<string, Digest>()
  const digestLines = new Map<string, DigestLine[]>()
  const digestBatches = new Map<string, CountedBatch[]>()

  const add = (image: ImageRef, entry: HistoryEntry): void => {
    const key = imageKey(image)
    const entries = history.get(key) ?? new Map<string, HistoryEntry>()
    const before = entries.get(historyCursor(entry))
    if (before?.kind === 'request' && isFinal(before) && entry.kind === 'request' && !isFinal(entry)) return
    history.set(key, entries.set(historyCursor(entry), copy(entry)))
  }

  let lastAnnounced: LastAnnounced | undefined
  const turns = new Map<string, { untilMs: number; by: string | undefined }>()

  const claimOf = (eventId: string): EventClaim => {
    const claim = events.get(eventId) ?? { isDone: false, heldUntilMs: 0, batchIds: new Set<string>() }
    events.set(eventId, claim)
    return claim
  }

  return {
    ...createMemoryWatches(),
    ...createMemoryMembers(),
    ...createMemoryMutes(),
    ...createMemoryReadings(),
    readImages: async images =>
      new Map(
        images.map(image => [imageKey(image), copy(records.get(imageKey(image)) ?? emptyRecord(image))]),
      ),
    async saveImage(record) {
      const key = imageKey(record)
      if ((records.get(key)?.version ?? 0) !== record.version) return false
      records.set(key, { ...copy(record), version: record.version + 1 })
      return true
    },
    readDeprecation: async image => copy(deprecations.get(imageKey(image)) ?? emptyDeprecation(image)),
    async saveDeprecation(deprecation) {
      const key = imageKey(deprecation)
      if ((deprecations.get(key)?.version ?? 0) !== deprecation.version) return false
      deprecations.set(key, { ...copy(deprecation), version: deprecation.version + 1 })
      return true
    },
    async readDueDeprecations(nowMs, limit) {
      const dueAtMs = (one: Deprecation): number => deprecationDueAtMs(one) ?? Number.POSITIVE_INFINITY
      const due = [...deprecations.values()].filter(one => dueAtMs(one) <= nowMs)
      return copy(due.sort((a, b) => dueAtMs(a) - dueAtMs(b)).slice(0, limit))
    },
    async readDueImages(nowMs) {
      const due = [...records.values()].flatMap((record): { image: ImageRef; atMs: number }[] => {
        const { account, region, imageId, request } = record
        const atMs = request && isOpen(request) ? requestDueAtMs(request) : scanDueAtMs(record)
        return atMs === undefined || atMs > nowMs ? [] : [{ image: { account, region, imageId }, atMs }]
      })
      return due.sort((a, b) => a.atMs - b.atMs).map(({ image }) => image)
    },
    async readOutdatedImages(beforeMs, limit) {
      const outdated = [...records.values()].filter(
        record =>
          needsRefresh(record) &&
          !(record.request && isOpen(record.request)) &&
          changedAtMs(record) <= beforeMs,
      )
      return outdated
        .sort((a, b) => changedAtMs(b) - changedAtMs(a))
        .slice(0, limit)
        .map(({ account, region, imageId }) => ({ account, region, imageId }))
    },
    async claimEvent(eventId, nowMs, batchId) {
      const claim = claimOf(eventId)
      if (claim.isDone) return { kind: 'done' }
      if (claim.heldUntilMs > nowMs) return { kind: 'busy' }
      claim.heldUntilMs = nowMs + HELD_MS
      claim.sinceMs ??= nowMs
      const batchIds = [...claim.batchIds]
      if (batchId !== undefined) claim.batchIds.add(batchId)
      const { sinceMs, emailedAtMs } = claim
      return { kind: 'claimed', batchIds, sinceMs, ...(emailedAtMs !== undefined && { emailedAtMs }) }
    },
    async beginEmail(eventId, nowMs) {
      const claim = claimOf(eventId)
      if (claim.emailedAtMs !== undefined) return 'sent'
      if ((claim.emailHeldUntilMs ?? 0) > nowMs) return 'busy'
      const isInDoubt = claim.emailHeldUntilMs !== undefined
      claim.emailHeldUntilMs = nowMs + HELD_MS
      return isInDoubt ? 'doubt' : 'new'
    },
    async settleEmail(eventId, nowMs) {
      claimOf(eventId).emailedAtMs = nowMs
    },
    async releaseEmail(eventId) {
      delete claimOf(eventId).emailHeldUntilMs
    },
    async settleEvents(eventIds) {
      for (const eventId of eventIds) claimOf(eventId).isDone = true
    },
    async releaseEvent(eventId) {
      claimOf(eventId).heldUntilMs = 0
    },
    async beginPost(key, nowMs) {
      const before = posts.get(key)
      if (before?.posted) return { kind: 'posted', ...copy(before.posted) }
      if (before?.state === 'begun' && before.heldUntilMs > nowMs) return { kind: 'busy' }
      const firstMs = before?.state === 'begun' ? before.firstMs : nowMs
      posts.set(key, { state: 'begun', firstMs, lastMs: nowMs, heldUntilMs: nowMs + HELD_MS })
      return before?.state === 'begun' ? { kind: 'doubt', firstMs, lastMs: before.lastMs } : { kind: 'new' }
    },
    async settlePost(key, posted) {
      posts.set(key, { state: 'posted', firstMs: 0, lastMs: 0, heldUntilMs: 0, posted: copy(posted) })
    },
    async releasePost(key, inDoubt) {
      const before = posts.get(key)
      if (before) posts.set(key, { ...before, state: inDoubt ? 'begun' : 'void', heldUntilMs: 0 })
    },
    readPosts: async keys => new Set(keys.filter(key => (posts.get(key)?.state ?? 'void') !== 'void')),
    readDigests: async keys =>
      new Map(
        keys.flatMap((key): [string, Digest][] => {
          const digest = digests.get(key)
          return digest ? [[key, copy(digest)]] : []
        }),
      ),
    async saveDigest(digest) {
      const key = digestKey(digest)
      if ((digests.get(key)?.version ?? 0) !== digest.version) return false
      digests.set(key, { ...copy(digest), version: digest.version + 1 })
      return true
    },
    readDueDigests: async nowMs =>
      [...digests]
        .filter(([, digest]) => (digestDueAtMs(digest) ?? Number.POSITIVE_INFINITY) <= nowMs)
        .map(([key]) => key),
    async addDigestLines(channel, batchId, lines) {
      digestLines.set(`${channel}#${batchId}`, copy([...lines]))
    },
    async addDigestBatches(digest, batchIds) {
      digestBatches.set(`${digest}#${batchIds[0]?.batchId}`, copy([...batchIds]))
    },
    readDigestBatches: async (digest, pages) =>
      pages.flatMap(page => copy(digestBatches.get(`${digest}#${page}`) ?? [])),
    readDigestLines: async (channel, batchId) => copy(digestLines.get(`${channel}#${batchId}`) ?? []),
    async claimRequest(key) {
      const known = requests.get(key)
      if (known === undefined) requests.set(key, { kind: 'open' })
      return copy(known) ?? { kind: 'new' }
    },
    async saveRefusal(key, message) {
      requests.set(key, { kind: 'refused', message: copy(message) })
    },
    async readRefusal(key) {
      const known = requests.get(key)
      return known?.kind === 'refused' ? copy(known.message) : undefined
    },
    async saveActing(key) {
      requests.set(key, { kind: 'acting' })
    },
    async saveOpen(key) {
      requests.set(key, { kind: 'open' })
    },
    async settleRequest(key) {
      requests.set(key, { kind: 'settled' })
    },
    addHistory: async (image, entry) => add(image, entry),
    async addHistories(entries) {
      for (const { image, entry } of entries) add(image, entry)
    },
    async addAssignment(assignment) {
      const entries = assignments.get(aliasPlaceKey(assignment)) ?? new Map<string, Assignment>()
      const before = entries.get(assignmentCursor(assignment))
      const isOpen = ({ outcome }: Assignment) => OPEN_ASSIGNMENT_OUTCOMES.includes(outcome)
      if (before && !isOpen(before) && assignment.outcome !== 'confirmed') return
      assignments.set(aliasPlaceKey(assignment), entries.set(assignmentCursor(assignment), copy(assignment)))
    },
    readAssignments: async (where, most) =>
      [...(assignments.get(aliasPlaceKey(where)) ?? [])]
        .sort(([a], [b]) => (a < b ? 1 : -1))
        .slice(0, most)
        .map(([, assignment]) => copy(assignment)),
    readAssignment: async (where, entry) =>
      copy(assignments.get(aliasPlaceKey(where))?.get(assignmentCursor(entry))),
    readSeenAliases: async places =>
      new Map(
        places.flatMap((place): [string, SeenAlias][] => {
          const seen = seenAliases.get(aliasPlaceKey(place))
          return seen ? [[aliasPlaceKey(place), copy(seen)]] : []
        }),
      ),
    async saveSeenAlias(seen) {
      const key = aliasPlaceKey(seen)
      if ((seenAliases.get(key)?.version ?? 0) !== seen.version) return false
      seenAliases.set(key, { ...copy(seen), version: seen.version + 1 })
      return true
    },
    async saveFailed(list) {
      for (const one of list) failures.set(imageKey(one.image), copy(one))
    },
    readFailed: async families =>
      [...failures.values()]
        .filter(({ family }) => families.some(one => familyKey(one) === familyKey(family)))
        .sort((a, b) => b.atMs - a.atMs)
        .map(({ family, image }) => copy({ family, image })),
    async saveGone(images) {
      gone.push(...images)
    },
    readAllGone: async place =>
      gone
        .filter(({ image }) => image.account === place.account && image.region === place.region)
        .map(({ image, name, atMs }) => ({ imageId: image.imageId, name, atMs })),
    async readGone({ account, region }, pattern) {
      const isId = /^ami-.*[*?]/i.test(pattern)
      const same = gone
        .filter(
          ({ name, image }) =>
            (isMatch(pattern, name) || (isId && isMatch(pattern, image.imageId))) &&
            image.account === account &&
            image.region === region,
        )
        .sort((a, b) => b.atMs - a.atMs)
      return [...new Map(same.map(({ image }) => [image.imageId, image])).values()].slice(0, 200)
    },
    async readHistoryEntry(image, entry) {
      const found = history.get(imageKey(image))?.get(historyCursor(entry))
      return found && copy(found)
    },
    async addAuditNote(note) {
      auditNotes.set(note.id, copy(note))
    },
    async readAuditPage(fromMs, toMs, from) {
      const all: AuditEntry[] = [
        ...[...history].flatMap(([key, entries]) => {
          const image = parseImageKey(key)
          return image ? [...entries.values()].map(entry => ({ image, entry: copy(entry) })) : []
        }),
        ...[...assignments.values()].flatMap(one =>
          [...one.values()].map(assignment => ({ assignment: copy(assignment) })),
        ),
        ...[...auditNotes.values()].map(note => ({ note: copy(note) })),
      ]
      const [day = '', next] = daysBetween(from === undefined ? fromMs : Date.parse(from), toMs)
      const entries = all.filter(one => {
        const atMs = auditAtMs(one)
        return atMs >= fromMs && atMs <= toMs && dayOf(atMs) === day
      })
      return { entries, unreadable: 0, ...(next !== undefined && { next }) }
    },
    async saveTotals(now) {
      totals.set(now.day, copy(now))
    },
    readTotals: async sinceDay =>
      [...totals.values()]
        .filter(({ day }) => day >= sinceDay)
        .sort((a, b) => (a.day < b.day ? -1 : 1))
        .map(copy),
    readAttemptsOf: async (userId, limit) =>
      [...history]
        .flatMap(([key, entries]) => {
          const image = parseImageKey(key)
          return [...entries.values()].flatMap(entry =>
            image && entry.kind === 'request' && !entry.planId && entry.by.userId === userId
              ? [{ image, attempt: copy(entry) }]
              : [],
          )
        })
        .sort((a, b) => b.attempt.atMs - a.attempt.atMs)
        .slice(0, limit),
    readHistory: async (image, limit, before) =>
      [...(history.get(imageKey(image)) ?? [])]
        .filter(([cursor]) => before === undefined || cursor < before)
        .sort(([a], [b]) => (a < b ? 1 : -1))
        .slice(0, limit)
        .map(([, entry]) => copy(entry)),
    async saveLastAnnounced(told) {
      lastAnnounced = copy(told)
    },
    readLastAnnounced: async () => copy(lastAnnounced),
    async takeLease(what, nowMs, everyMs, by) {
      const turn = turns.get(what)
      if (turn && turn.untilMs > nowMs && (by === undefined || turn.by !== by)) return false
      turns.set(what, { untilMs: nowMs + everyMs, by })
      return true
    },
    readFleet: async place => fleets.get(placeKey(place)),
    async saveFleet(place, _before, now) {
      fleets.set(placeKey(place), new Map(now))
    },
    readGlances: async () => [...glances.values()].map(copy),
    async saveGlance(glance) {
      glances.set(placeKey(glance), copy(glance))
    },
    readGlance: async place => copy(glances.get(placeKey(place))),
    readPlaces: async account =>
      [...places.values()].filter(place => account === undefined || place.account === account).map(copy),
    async savePlacesAsked(asked, askedAtMs) {
      for (const { account, region, waitsSinceMs = askedAtMs } of asked) {
        const key = placeKey({ account, region })
        places.set(key, { ...places.get(key), account, region, askedAtMs, waitsSinceMs })
      }
    },
    async saveScan({ account, region }, scan) {
      const key = placeKey({ account, region })
      places.set(key, { ...places.get(key), account, region, scan: copy(scan) })
    },
    async forgetPlaces(gone) {
      for (const place of gone) places.delete(placeKey(place))
    },
    readLastRun: async () => copy(lastRun),
    async saveLastRun(run) {
      lastRun = copy(run)
    },
    async saveRecentlyChanged(_noteId, images, atMs) {
      touched.push({ atMs, images: copy(images) })
    },
    readRecentlyChanged: async sinceMs =>
      touched.filter(note => note.atMs >= sinceMs).flatMap(note => note.images),
    readMembership: async group => copy(memberships.get(group)),
    async saveMembership(group, membership) {
      memberships.set(group, copy(membership))
    },
    async createPlan(plan, images) {
      if (plans.has(plan.id)) return false
      planImages.set(plan.id, new Map(images.map(({ image }) => [planItemKey(image), copy(image)])))
      planImpacts.set(plan.id, new Map(images.map(({ image, impact }) => [planItemKey(image), copy(impact)])))
      if (plan.version !== 0) return false
      plans.set(plan.id, { ...copy(plan), version: 1 })
      return true
    },
    async readPlan(id) {
      return copy(plans.get(id))
    },
    async savePlan(plan) {
      if ((plans.get(plan.id)?.version ?? 0) !== plan.version) return false
      plans.set(plan.id, { ...copy(plan), version: plan.version + 1 })
      return true
    },
    readPlanImages: async id =>
      [...(planImages.get(id) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => copy(one)),
    async readPlanImage(id, key) {
      const found = planImages.get(id)?.get(key)
      const impact = planImpacts.get(id)?.get(key)
      return found && { image: copy(found), ...(impact && { impact: copy(impact) }) }
    },
    async savePlanImage(id, before, now) {
      const images = planImages.get(id)
      const known = images?.get(planItemKey(now))
      if (known?.state !== before.state || known.sentAtMs !== before.sentAtMs) return false
      images?.set(planItemKey(now), copy(now))
      return true
    },
    readPlansOf: async (userId, limit) =>
      [...plans.values()]
        .filter(({ person }) => person.userId === userId)
        .sort((a, b) => b.createdAtMs - a.createdAtMs)
        .slice(0, limit)
        .flatMap(plan => (plan.state === 'open' ? [] : [copy(plan)])),
    readDuePlans: async nowMs =>
      [...plans.values()]
        .flatMap(plan => {
          const atMs = planDueAtMs(plan)
          return atMs !== undefined && atMs <= nowMs ? [{ id: plan.id, atMs }] : []
        })
        .sort((a, b) => a.atMs - b.atMs)
        .map(({ id }) => id),
    async readProposal(id) {
      const found = proposals.get(id)
      return found && copy(found)
    },
    async saveProposal(proposal) {
      if ((proposals.get(proposal.id)?.version ?? 0) !== proposal.version) return false
      proposals.set(proposal.id, { ...copy(proposal), version: proposal.version + 1 })
      return true
    },
    readDueProposals: async nowMs =>
      [...proposals.values()]
        .flatMap(proposal => {
          const atMs = proposalDueAtMs(proposal)
          return atMs !== undefined && atMs <= nowMs ? [{ id: proposal.id, atMs }] : []
        })
        .sort((a, b) => a.atMs - b.atMs)
        .map(({ id }) => id),
    async saveWarned(images, atMs) {
      for (const image of images) warned.set(imageKey(image), atMs)
    },
    readWarned: async images =>
      new Map(
        images.flatMap((image): [string, number][] => {
          const atMs = warned.get(imageKey(image))
          return atMs === undefined ? [] : [[imageKey(image), atMs]]
        }),
      ),
    async saveKeep(keep) {
      keeps.set(imageKey(keep.image), copy(keep))
    },
    readKeeps: async nowMs => [...keeps.values()].filter(({ untilMs }) => untilMs > nowMs).map(copy),
    async addRevoked(images) {
      for (const image of images) onceRevoked.set(imageKey(image), copy(image))
    },
    readOnceRevoked: async () => [...onceRevoked.values()].map(copy),
    async readSuggestion(id) {
      return copy(suggestions.get(id))
    },
    async saveSuggestion(suggestion) {
      if ((suggestions.get(suggestion.id)?.version ?? 0) !== suggestion.version) return false
      suggestions.set(suggestion.id, { ...copy(suggestion), version: suggestion.version + 1 })
      return true
    },
    readDueSuggestions: async nowMs =>
      [...suggestions.values()]
        .flatMap(suggestion => {
          const atMs = suggestionDueAtMs(suggestion)
          return atMs !== undefined && atMs <= nowMs ? [{ id: suggestion.id, atMs }] : []
        })
        .sort((a, b) => a.atMs - b.atMs)
        .map(({ id }) => id),
    async countRequests(userId, nowMs) {
      return [...(counted.get(userId) ?? [])].filter(([, atMs]) => nowMs - atMs < 3_600_000).length
    },
    async readHome(userId) {
      return copy(homes.get(userId))
    },
    async saveHome(home) {
      const { userId } = home.person
      if ((homes.get(userId)?.version ?? 0) !== home.version) return false
      homes.set(userId, { ...copy(home), version: home.version + 1 })
      return true
    },
    readHomesOpenedSince: async sinceMs =>
      [...homes.values()]
        .filter(({ openedAtMs }) => openedAtMs >= sinceMs)
        .sort((a, b) => b.openedAtMs - a.openedAtMs)
        .map(copy),
    async countRequest(userId, key, nowMs, max) {
      const taken = counted.get(userId) ?? new Map<string, number>()
      counted.set(userId, taken)
      const recent = [...taken].filter(([, atMs]) => nowMs - atMs < 3_600_000)
      if (recent.some(([known]) => known === key)) return true
      if (recent.length >= max) return false
      taken.set(key, nowMs)
      return true
    },
  }
}
