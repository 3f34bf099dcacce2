import * as v from 'valibot'
import { REGION_SIGNS } from '../../domain/regions.ts'
import type { ScanNews } from '../../domain/scan-news.ts'
import { issueWords } from './issue-words.ts'

const TEXT = v.fallback(v.optional(v.string()), undefined)

/**
 * The fields of the detail that may name an image: AWS's examples differ from event to event.
 * https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html
 */
const DETAIL = v.object({
  resourceId: TEXT,
  'machine-image-id': TEXT,
  scanStatus: v.fallback(v.optional(v.unknown()), undefined),
  scanStatusReason: TEXT,
  resources: v.fallback(
    v.array(v.fallback(v.object({ id: TEXT, region: TEXT }), { id: undefined, region: undefined })),
    [],
  ),
})

const ENVELOPE = v.object({
  id: v.pipe(v.string('id: expected a string'), v.nonEmpty(), v.maxLength(300)),
  'detail-type': v.fallback(v.pipe(v.string(), v.maxLength(200)), 'unknown'),
  account: v.pipe(v.string('account: expected a string'), v.regex(/^\d{12}$/, 'account: expected 12 digits')),
  region: v.pipe(
    v.string('region: expected a string'),
    v.regex(new RegExp(`^${REGION_SIGNS}$`), 'region: expected something like us-east-1'),
  ),
  time: TEXT,
  resources: v.fallback(v.array(v.fallback(v.string(), '')), []),
  detail: v.fallback(DETAIL, {
    resourceId: undefined,
    'machine-image-id': undefined,
    scanStatus: undefined,
    scanStatusReason: undefined,
    resources: [],
  }),
})

export type ParsedScan = { kind: 'scan'; news: ScanNews } | { kind: 'unreadable'; why: string }

/** Whether a source is Amazon Inspector's: `aws.inspector2`, of findings of a scan on demand `inspector2.ami.ondemand`. */
export const isInspector = (source: unknown): boolean =>
  typeof source === 'string' && /^(aws\.)?inspector2(\.|$)/.test(source)

/** `ami-…` by itself, or at the end of an ARN. */
const imageIdIn = (text: string | undefined): string[] => {
  const id = /(?:^|image\/)(ami-[\w-]{1,28})$/.exec(text ?? '')?.[1]
  return id === undefined ? [] : [id]
}

/** Reads an event of Amazon Inspector's: the body of one SQS record, parsed. Never throws. */
export const parseScanNews = (json: unknown, nowMs: number): ParsedScan => {
  const parsed = v.safeParse(ENVELOPE, json)
  if (!parsed.success) return { kind: 'unreadable', why: issueWords(parsed.issues) }
  const { id, account, region, time, resources, detail, 'detail-type': detailType } = parsed.output
  const named = [
    detail.resourceId,
    detail['machine-image-id'],
    ...detail.resources.map(one => one.id),
    ...resources,
  ]
  const atMs = Date.parse(time ?? '')
  const hasFailed = detail.scanStatus === 'FAILED'
  return {
    kind: 'scan',
    news: {
      account,
      region,
      id: `inspector/${id}`,
      atMs: Number.isNaN(atMs) || atMs > nowMs ? nowMs : atMs,
      imageIds: [...new Set(named.flatMap(imageIdIn))],
      detailType,
      ...(hasFailed && { failed: (detail.scanStatusReason ?? 'no reason given').slice(0, 100) }),
    },
  }
}
