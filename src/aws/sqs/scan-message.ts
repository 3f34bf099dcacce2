import * as v from 'valibot'
import { IMAGE_STATES } from '../../domain/image.ts'
import type { EndReading, ReadPlace } from '../../domain/reading.ts'
import { isRegion } from '../../domain/regions.ts'
import type { ScanWork } from '../../domain/scan-work.ts'
import { LIST_VERBS } from '../../domain/verb-kinds.ts'
import { issueWords } from '../events/issue-words.ts'

const PLACE = {
  account: v.pipe(v.string(), v.regex(/^\d{12}$/, 'account: expected twelve digits')),
  region: v.pipe(v.string(), v.check(isRegion, 'region: expected the name of a region')),
}

const COUNT = v.pipe(v.number(), v.integer(), v.minValue(0))
const TEXTS = v.array(v.string())
const FILTER = v.object({
  states: v.array(v.picklist(IMAGE_STATES)),
  accounts: TEXTS,
  regions: TEXTS,
  families: TEXTS,
  owners: TEXTS,
  tags: v.array(v.object({ key: v.string(), value: v.string() })),
  olderThanMs: v.exactOptional(v.number()),
  name: v.exactOptional(v.string()),
})

/** What amiops itself puts on the queue of scans, validated again by the function that works on it. */
const WORK = v.variant('kind', [
  v.object({ ...PLACE, kind: v.literal('scan'), askedAtMs: v.number() }),
  v.object({
    ...PLACE,
    kind: v.literal('read'),
    reading: v.string(),
    at: COUNT,
    of: COUNT,
    untilMs: v.number(),
    what: v.variant('kind', [
      v.object({ kind: v.literal('fleet') }),
      v.object({ kind: v.literal('listed'), verb: v.picklist(LIST_VERBS), filter: FILTER }),
      v.object({
        kind: v.literal('found'),
        target: v.string(),
        toRestore: v.boolean(),
        account: v.exactOptional(v.string()),
        region: v.exactOptional(v.string()),
      }),
    ]),
  }),
  v.object({ kind: v.literal('end-reading'), reading: v.string() }),
])

export type QueuedWork = ScanWork | ReadPlace | EndReading

export type ParsedScanWork = { ok: true; work: QueuedWork } | { ok: false; why: string }

/** Never throws. */
export const parseScanWork = (body: string): ParsedScanWork => {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return { ok: false, why: 'expected JSON' }
  }
  const parsed = v.safeParse(WORK, json)
  return parsed.success ? { ok: true, work: parsed.output } : { ok: false, why: issueWords(parsed.issues) }
}
