import * as v from 'valibot'
import type { ScanWork } from '../../domain/scan-work.ts'
import { issueWords } from '../events/issue-words.ts'

const PLACE = {
  account: v.pipe(v.string(), v.regex(/^\d{12}$/, 'account: expected twelve digits')),
  region: v.pipe(v.string(), v.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'region: expected the name of a region')),
}

/** What amiops itself puts on the queue of scans, validated again by the function that works on it. */
const WORK = v.variant('kind', [v.object({ ...PLACE, kind: v.literal('scan'), askedAtMs: v.number() })])

export type ParsedScanWork = { ok: true; work: ScanWork } | { ok: false; why: string }

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
