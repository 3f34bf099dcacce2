import * as v from 'valibot'
import type { Actor } from '../../../domain/cloud-trail-call.ts'
import type { Digest, ImpactCounts, Reminder, Tally } from '../../../domain/digest.ts'
import type { CountedBatch } from '../../../domain/digest-batches.ts'
import type { FailureGroup } from '../../../domain/digest-failures.ts'
import type { DigestLine } from '../../../domain/digest-line.ts'
import { cardMention } from './image.ts'
import { eventState } from './image-parts.ts'
import { byName, list, maybe, number, oneOf, shape, text, yes } from './shape.ts'

/** The schemas of a channel's digest, its lines and its counted batches. */

const tally = shape<Tally>({ counts: byName(number), others: number })

const actor = shape<Actor>({
  kind: oneOf(['user', 'role', 'root', 'federated', 'service', 'account', 'identity-center', 'unknown']),
  name: text,
  session: maybe(text),
  sourceIdentity: maybe(text),
})

export const digestLine = shape<DigestLine>({
  account: text,
  region: text,
  imageId: text,
  eventId: text,
  state: eventState,
  atMs: number,
  name: maybe(text),
  family: maybe(text),
  sizeGiB: maybe(number),
  by: maybe(text),
  actor: maybe(actor),
  reason: maybe(text),
  isPublic: maybe(yes),
  wasShared: maybe(yes),
  lastLaunchedAtMs: maybe(number),
  createdAtMs: maybe(number),
  isProduction: maybe(yes),
  recycledUntilMs: maybe(number),
  superseded: maybe(yes),
})

export const countedBatch = shape<CountedBatch>({ batchId: text, burst: text, atMs: number })

export const digest = shape<Omit<Digest, 'version'>>({
  channel: text,
  stream: maybe(text),
  burst: text,
  batches: list(countedBatch),
  pages: maybe(
    list(shape<NonNullable<Digest['pages']>[number]>({ name: text, burst: maybe(text), atMs: number })),
  ),
  pace: maybe(number),
  lastMs: number,
  sinceMs: number,
  untilMs: number,
  count: number,
  superseded: maybe(number),
  sizeGiB: number,
  states: tally,
  places: tally,
  families: tally,
  people: tally,
  actors: maybe(list(actor)),
  top: list(digestLine),
  impact: maybe(shape<ImpactCounts>({ inUse: number, shared: number, production: number })),
  failures: maybe(list(shape<FailureGroup>({ reason: text, count: number, first: digestLine }))),
  recycled: maybe(shape<NonNullable<Digest['recycled']>>({ count: number, untilMs: number })),
  mention: list(text),
  rules: maybe(list(cardMention)),
  called: list(text),
  cards: number,
  revision: maybe(number),
  shown: maybe(
    shape<NonNullable<Digest['shown']>>({
      channelId: text,
      ts: text,
      count: number,
      actorCount: maybe(number),
      revision: maybe(number),
      notice: maybe(text),
    }),
  ),
  lostMessageTs: maybe(text),
  file: maybe(
    v.union([
      shape<{ fileId: string; count: number; revision?: number }>({
        fileId: text,
        count: number,
        revision: maybe(number),
      }),
      shape<{ refused: string }>({ refused: text }),
    ]),
  ),
  openFile: maybe(text),
  showFromMs: number,
  fileFromMs: number,
  lists: number,
  reminder: maybe(shape<Reminder>({ eventId: text, atMs: number, times: number })),
  followUp: maybe(yes),
})
