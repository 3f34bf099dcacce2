import type { ImageRecord } from './record.ts'

const LOOK_AFTER_MS = 15 * 60_000
/** Scans take minutes to hours; AWS names no limit. */
const WITHIN_MS = 24 * 60 * 60_000
/** AWS's clocks and ours differ. */
const DIFFERS_MS = 60_000

export const isScanning = ({ scanning }: Pick<ImageRecord, 'scanning'>): boolean =>
  scanning !== undefined && scanning.failed === undefined

/** When to check whether the scan is over, in case its event does not come. */
export const scanDueAtMs = ({ scanning }: Pick<ImageRecord, 'scanning'>): number | undefined =>
  scanning && scanning.failed === undefined ? scanning.sinceMs + LOOK_AFTER_MS : undefined

/** The record without a scan that is over: EC2 shows what it found. */
export const withoutEndedScan = (record: ImageRecord): ImageRecord => {
  const { scanning, ...rest } = record
  const scannedAtMs = record.facts?.scan?.scannedAtMs
  return scanning && scannedAtMs !== undefined && scannedAtMs > scanning.sinceMs - DIFFERS_MS
    ? { ...rest, rev: record.rev + 1 }
    : record
}

/** The record with a scan that ended without a result; undefined where none is under way. */
export const withFailedScan = (record: ImageRecord, failed: string): ImageRecord | undefined =>
  record.scanning && isScanning(record)
    ? { ...record, scanning: { ...record.scanning, failed }, rev: record.rev + 1 }
    : undefined

/** Given up: EC2 has shown nothing for a day. */
export const withLateScan = (record: ImageRecord, nowMs: number): ImageRecord | undefined =>
  record.scanning && nowMs - record.scanning.sinceMs > WITHIN_MS
    ? withFailedScan(record, 'no result within 24 hours')
    : undefined
