import type { Form } from '../blocks/form.ts'
import type { Message } from '../blocks/message.ts'
import type { MembersAnswer, Membership } from './domain/authorise.ts'
import type { Change, ChangeAnswer } from './domain/change.ts'
import type { Digest } from './domain/digest.ts'
import type { CountedBatch } from './domain/digest-batches.ts'
import type { DigestLine } from './domain/digest-line.ts'
import type { Family } from './domain/failures.ts'
import type { Fleet, FleetPlace, ScanProgress } from './domain/fleet.ts'
import type { DeadLetter, DeadLetterQueue, Depth, LastAnnounced, QueueName } from './domain/health.ts'
import type { HistoryEntry } from './domain/history.ts'
import type { ImageFacts, ImageRef } from './domain/image.ts'
import type { FactsForImpact, PendingImpact } from './domain/impact.ts'
import type { Proposal } from './domain/proposal.ts'
import type { ImageRecord } from './domain/record.ts'
import type { Sharing } from './domain/sharing.ts'
import type { WrongAccount } from './domain/wrong-account.ts'

/** What the flows need from outside. The adapters implement it; nothing here knows Slack's or AWS's shapes. */

interface ImagePage {
  images: readonly { image: ImageRef; facts: ImageFacts }[]
  next?: string
}

export interface Images {
  /** The images that EC2 knows of these, disabled ones too, by id. Throws when EC2 cannot be asked. */
  describe(
    account: string,
    region: string,
    imageIds: readonly string[],
  ): Promise<ReadonlyMap<string, ImageFacts>>
  /** The account's own images whose name, or id, fits; `*` and `?` as EC2 reads them. */
  search(
    account: string,
    region: string,
    pattern: string,
    by?: 'name' | 'image-id',
  ): Promise<readonly { image: ImageRef; facts: ImageFacts }[]>
  /** All deregistered images that the Recycle Bin of this account and region still holds. */
  recycleBin(account: string, region: string): Promise<readonly RecycledImage[]>
  /** The account's own images, a page of at most 1,000; the next one from where this one says. */
  listPage(account: string, region: string, from?: string): Promise<ImagePage>
  /** Asks EC2 whether it would carry this out; changes nothing. */
  rehearse(change: Change): Promise<ChangeAnswer>
  /** Carries it out. Tried once: a second try could act twice. */
  change(change: Change): Promise<ChangeAnswer>
  /** Who else may launch it. Throws when EC2 does not answer. */
  sharing(image: ImageRef): Promise<Sharing>
  /** Until when the Recycle Bin keeps a deregistered image and which of its snapshots; undefined where it is not there. */
  recycled(image: ImageRef, snapshotIds: readonly string[]): Promise<Recycled | undefined>
}

/** The accounts that the config names, and the credentials that they are used with. */
export interface Accounts {
  /** Those that the credentials do not belong to. Throws when that cannot be found out. */
  misconfigured(): Promise<readonly WrongAccount[]>
}

export interface Recycled {
  /** Until when it can be restored: when the first of image and snapshots leaves the Recycle Bin. */
  untilMs: number
  /** Those of the snapshots that are in the Recycle Bin too, and must be restored first. */
  snapshotIds: readonly string[]
  /** Those that are neither there nor in EC2: without them the image cannot be restored. */
  lostIds: readonly string[]
  name?: string
}

/** A deregistered image in the Recycle Bin, as far as its list says. */
export interface RecycledImage {
  imageId: string
  name?: string
  description?: string
  untilMs: number
}

/** Looks up what a change of an image would break. Never throws: what cannot be found out is said as such. */
export interface Uses {
  look(image: ImageRef, facts: FactsForImpact): PendingImpact
}

/** What became of a message. `unusable`: this channel never takes it; `rejected`: no channel takes these blocks;
 * `busy`: later, and `inDoubt` if it may have been posted all the same; `gone`: the message to edit does not exist. */
export type Delivery =
  | { kind: 'delivered'; channelId: string; ts: string; payload?: Payload }
  | { kind: 'unusable'; code: string }
  | { kind: 'rejected'; code: string }
  | { kind: 'busy'; retryAfterSec: number; inDoubt?: true }
  | { kind: 'gone' }

/** What a message's metadata says of it: keys, never secrets. */
export type Payload = Readonly<Record<string, string>>

/** What came of the search for a message. `unreadable`: Slack does not let us look there. */
export type SearchResult =
  | { kind: 'found'; channelId: string; ts: string; payload: Payload }
  | { kind: 'absent' }
  | { kind: 'busy'; retryAfterSec: number }
  | { kind: 'unreadable'; code: string }

/** Where to look for a message: its metadata's `key`, and between which times it can have been posted. */
export interface Search {
  key: string
  fromMs: number
  toMs: number
  threadTs?: string
}

export interface Thread {
  ts: string
  broadcast: boolean
}

/** A step that Slack may refuse for good, or have no room for now. */
export type Refusable = { kind: 'busy'; retryAfterSec: number } | { kind: 'refused'; code: string }

/** Files in Slack, in two steps: the id is known before anybody sees the file. */
export interface Files {
  openFile(name: string, bytes: number): Promise<{ kind: 'open'; fileId: string; url: string } | Refusable>
  shareFile(
    file: { fileId: string; url: string },
    as: { content: string; title: string; channelId: string; threadTs: string },
  ): Promise<{ kind: 'shared' } | Refusable>
  /** Takes a file away, if it is there. */
  removeFile(fileId: string): Promise<void>
}

export interface Messenger extends Files {
  post(channel: string, message: Message, thread?: Thread): Promise<Delivery>
  /** Looks for a message of ours that may have been posted. */
  find(channel: string, search: Search): Promise<SearchResult>
  update(channelId: string, ts: string, message: Message): Promise<Delivery>
  /** An ephemeral message: only this person sees it, in this channel. */
  postEphemeral(channelId: string, userId: string, message: Message): Promise<Delivery>
  /** An answer to the address that Slack gave with a click or a command. */
  respond(responseUrl: string, message: Message, replaceOriginal: boolean): Promise<Delivery>
  /** The link to a message. Never throws; undefined where Slack gives none. */
  permalink(channelId: string, ts: string): Promise<string | undefined>
  /** Draws an open form again; `gone` where the person has closed it. */
  showForm(viewId: string, form: Form): Promise<Delivery>
  /** Whether Slack answers, and takes our token. Never throws. */
  isReachable(): Promise<boolean>
  /** Asks Slack who is in a user group. */
  members(userGroup: string): Promise<MembersAnswer>
}

/** `batchIds`: the batches that had claimed it before and did not settle it. */
export type EventClaim =
  | { kind: 'claimed'; batchIds: readonly string[] }
  | { kind: 'done' }
  | { kind: 'busy' }

/** The right to post a message. `doubt`: somebody tried between these times and never said what came of it. */
export type PostClaim =
  | { kind: 'new' }
  | { kind: 'doubt'; firstMs: number; lastMs: number }
  | { kind: 'posted'; channelId: string; ts: string; payload: Payload }
  | { kind: 'busy' }

/** What is known of each image: its state, facts, cards and latest request. */
export interface ImageRecords {
  /** The records of these images by image key; an image never heard of has an empty one. */
  readImages(images: readonly ImageRef[]): Promise<ReadonlyMap<string, ImageRecord>>
  /** Writes a record. @returns false when somebody else wrote since it was read: read again. */
  saveImage(record: ImageRecord): Promise<boolean>
  /** The images with a request whose time to be settled has come, longest waiting first. */
  readDueImages(nowMs: number): Promise<readonly ImageRef[]>
  /** Images whose cards show what is no longer so, changed before then, the latest first; none with an open request. */
  readStaleImages(beforeMs: number, limit: number): Promise<readonly ImageRef[]>
}

/** What happened to each image. */
export interface Histories {
  /** Adds an entry; adding it again changes nothing. A request that is over stays so, whatever is added later of it. */
  addHistory(image: ImageRef, entry: HistoryEntry): Promise<void>
  addHistories(entries: readonly { image: ImageRef; entry: HistoryEntry }[]): Promise<void>
  /** The entry of this id and time; undefined where there is none. */
  readHistoryEntry(
    image: ImageRef,
    entry: Pick<HistoryEntry, 'id' | 'atMs'>,
  ): Promise<HistoryEntry | undefined>
  /** The newest entries, newest first; those older than `before`, a `historyCursor`, where it is given. */
  readHistory(image: ImageRef, limit: number, before?: string): Promise<readonly HistoryEntry[]>
}

/** Each event is announced once. */
export interface EventClaims {
  /** Claims an event for a batch: `done` if it was announced, `busy` while another function holds it. */
  claimEvent(eventId: string, nowMs: number, batchId?: string): Promise<EventClaim>
  settleEvents(eventIds: readonly string[], nowMs: number): Promise<void>
  /** Lets the next delivery try at once. */
  releaseEvent(eventId: string): Promise<void>
}

/**
 * What is known of a claimed request. `open`: claimed before and not settled, so its work continues; `acting`: EC2 may have
 * been asked for it; `refused`: in these words.
 */
export type RequestClaim =
  | { kind: 'new' | 'open' | 'acting' | 'settled' }
  | { kind: 'refused'; message: Message }

/** Each request is carried out once. */
export interface RequestClaims {
  /** Takes a request by its key. */
  claimRequest(key: string, nowMs: number): Promise<RequestClaim>
  /** Saves that this was refused, and the message: delivered again, it stays refused, and the person gets the same answer. */
  saveRefusal(key: string, message: Message, nowMs: number): Promise<void>
  /** The message of a refusal, also once its request is settled. */
  readRefusal(key: string): Promise<Message | undefined>
  /** Notes that EC2 is asked next. */
  saveActing(key: string): Promise<void>
  settleRequest(key: string): Promise<void>
}

/** Each message is posted once. */
export interface Posts {
  /** Takes the right to post the message of this key, before it is posted. */
  beginPost(key: string, nowMs: number): Promise<PostClaim>
  settlePost(key: string, posted: { channelId: string; ts: string; payload: Payload }): Promise<void>
  /** Lets the next one try at once; in doubt, it has to look first. */
  releasePost(key: string, inDoubt: boolean): Promise<void>
  /** The keys whose message is posted, or may be. */
  readPosts(keys: readonly string[]): Promise<ReadonlySet<string>>
}

/** Many events of a channel as one message. */
export interface Digests {
  /** Those of these digests that there are, by their keys (`digestKey`). */
  readDigests(keys: readonly string[]): Promise<ReadonlyMap<string, Digest>>
  /** Writes a digest. @returns false when somebody else wrote since it was read */
  saveDigest(digest: Digest): Promise<boolean>
  /** The keys of the digests that wait for somebody since then. */
  readDueDigests(nowMs: number): Promise<readonly string[]>
  /** The lines of one batch; they count once the digest does. */
  addDigestLines(channel: string, batchId: string, lines: readonly DigestLine[], nowMs: number): Promise<void>
  readDigestLines(channel: string, batchId: string): Promise<readonly DigestLine[]>
  /** Keeps a digest's counted batches on a page of their own, which the first of them names. */
  addDigestBatches(digest: string, batches: readonly CountedBatch[], nowMs: number): Promise<void>
  /** The batches of these pages, page by page. */
  readDigestBatches(digest: string, pages: readonly string[]): Promise<readonly CountedBatch[]>
}

/** What people mean to do, and what waits for an approval. */
export interface Proposals {
  readProposal(id: string): Promise<Proposal | undefined>
  /** Writes a proposal. @returns false when somebody else wrote since it was read: read again. */
  saveProposal(proposal: Proposal): Promise<boolean>
  /** The ids of those that somebody has to see to, longest waiting first: to remind, to let them expire, to tell what became
   * of them. */
  readDueProposals(nowMs: number): Promise<readonly string[]>
}

/** Images that are gone, by their names. */
export interface Names {
  /** Notes images that are gone, by their names. */
  saveGone(images: readonly { image: ImageRef; name: string; atMs: number }[]): Promise<void>
  /** The images that are gone whose name or id fits a pattern (`*` and `?`), the last first, as many as anybody looks through. */
  readGone(place: Pick<ImageRef, 'account' | 'region'>, pattern: string): Promise<readonly ImageRef[]>
}

/** Failed images by their families: a good image finds those that it makes past. */
export interface Failures {
  saveFailed(failed: readonly { family: Family; image: ImageRef; atMs: number }[]): Promise<void>
  /** The newest failed images of these families. */
  readFailed(families: readonly Family[]): Promise<readonly { family: Family; image: ImageRef }[]>
}

/** What the schedule saw, and how far it came. */
export interface FleetScans {
  /** What the last look found in a place; empty where nobody looked. */
  readFleet(place: FleetPlace): Promise<Fleet>
  /** Writes what differs from before; where nothing does, nothing. */
  saveFleet(place: FleetPlace, before: Fleet, now: Fleet): Promise<void>
  readScanProgress(): Promise<ScanProgress>
  saveScanProgress(progress: ScanProgress): Promise<void>
  /** Saves which images are about to change, all of a batch at once: the next scan reads their records. */
  saveRecentlyChanged(noteId: string, images: readonly ImageRef[], nowMs: number): Promise<void>
  readRecentlyChanged(sinceMs: number): Promise<readonly ImageRef[]>
}

/** Who was in a user group. */
export interface Memberships {
  /** Who was in a user group when somebody asked last. */
  readMembership(userGroup: string): Promise<Membership | undefined>
  saveMembership(userGroup: string, membership: Membership): Promise<void>
}

/** What one function does at a time, or only so often. */
export interface Leases {
  /** Takes a lease for `everyMs`; the function that holds it (`by`) may take it again. */
  takeLease(what: string, nowMs: number, everyMs: number, by?: string): Promise<boolean>
}

/** What each person did within the hour. */
export interface Limits {
  /** Counts a request against what one person may do within the hour; the same request counts once.
   * @returns false when that is used up */
  countRequest(userId: string, key: string, nowMs: number, max: number): Promise<boolean>
}

/** The newest event that was announced. */
export interface LastEvents {
  saveLastAnnounced(lastAnnounced: LastAnnounced): Promise<void>
  readLastAnnounced(): Promise<LastAnnounced | undefined>
}

/** The ledger: all that amiops remembers, one part for each purpose. A flow names the parts that it needs. */
export type Ledger = ImageRecords &
  Histories &
  EventClaims &
  RequestClaims &
  Posts &
  Digests &
  Proposals &
  Names &
  Failures &
  FleetScans &
  Memberships &
  Leases &
  Limits &
  LastEvents

/** What a redrive came to: how many went back, and one of those that stay. */
export interface Redriven {
  redriven: number
  first?: DeadLetter
}

export interface Queues {
  /** Never throws: a depth that cannot be found out is `unknown`. */
  depth(queue: QueueName): Promise<Depth>
  /** Sends dead letters that can be parsed to their queue again, each once, until a time in milliseconds since the epoch.
   * Throws where SQS does not answer. */
  redrive(queue: DeadLetterQueue, stopAtMs: number): Promise<Redriven>
  /** Asks for a look at an image, by a message that is delivered so much later. */
  lookLater(image: ImageRef, afterSec: number): Promise<void>
}

export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number
}

/** CloudWatch metrics; docs/operations.md says what each name means. */
export interface Metrics {
  /** At most one dimension. */
  count(name: string, value?: number, dimensions?: Readonly<Record<string, string>>): void
  time(name: string, ms: number): void
}

/** One JSON line for each fact. Never a token, a body or a response_url. */
export interface Log {
  info(message: string, facts: Readonly<Record<string, unknown>>): void
  warn(message: string, facts: Readonly<Record<string, unknown>>): void
  error(message: string, facts: Readonly<Record<string, unknown>>): void
}
