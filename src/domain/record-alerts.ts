import type { CloudTrailCall, Principal } from './cloud-trail-call.ts'
import { sharingNamed } from './exposure.ts'
import type { Exposure, ExposureAlert, ExposureEnd } from './exposure-alert.ts'
import type { ImageRecord } from './record.ts'
import { inBoth, type Sharing, sharedWith, withoutSharing, withSharing } from './sharing.ts'

/** A pipeline that exposes an image again and again must not fill its record. */
const KEPT_ALERTS = 5

/** Whether the alert shows less than the record. Once the access has ended, later changes of the image do not matter. */
export const isAlertOutdated = ({ shownRev, over }: ExposureAlert, { rev }: ImageRecord): boolean =>
  shownRev < (over?.rev ?? rev)

export const openAlerts = ({ alerts = [] }: Pick<ImageRecord, 'alerts'>): readonly ExposureAlert[] =>
  alerts.filter(({ over }) => over === undefined)

/** The record with an alert that was posted; the newest alerts are kept. */
export const withAlert = (record: ImageRecord, alert: ExposureAlert): ImageRecord => {
  const { alerts = [] } = record
  const isKnown = alerts.some(({ channelId, ts }) => channelId === alert.channelId && ts === alert.ts)
  return isKnown ? record : { ...record, alerts: [...alerts, alert].slice(-KEPT_ALERTS) }
}

const isSame = (a: ExposureAlert, b: ExposureAlert): boolean => a.channelId === b.channelId && a.ts === b.ts

export const withAlertShown = (record: ImageRecord, shown: ExposureAlert): ImageRecord => ({
  ...record,
  alerts: (record.alerts ?? []).map(one => (isSame(one, shown) ? { ...one, shownRev: shown.shownRev } : one)),
})

/** The record without an alert that was deleted. */
export const withoutAlert = (record: ImageRecord, lost: ExposureAlert): ImageRecord => ({
  ...record,
  alerts: (record.alerts ?? []).filter(one => !isSame(one, lost)),
})

/**
 * Ends the alerts of those who lost their access.
 *
 * @param given who has access now, of those that the alerts name
 * @returns undefined where none ends
 */
export const endAlerts = (
  record: ImageRecord,
  given: (alert: ExposureAlert) => Sharing,
  end: Omit<ExposureEnd, 'rev'>,
): ImageRecord | undefined => {
  const { alerts = [] } = record
  const rev = record.rev + 1
  const next = alerts.map(alert =>
    alert.over === undefined && sharedWith(given(alert)) === 0 ? { ...alert, over: { ...end, rev } } : alert,
  )
  return next.some((alert, at) => alert !== alerts[at]) ? { ...record, alerts: next, rev } : undefined
}

/** Ends the alerts whose access a call outside Slack took away. If it took only a part, the alert shows the rest. */
export const endAlertsByCall = (
  record: ImageRecord,
  {
    sharing,
    errorCode,
    atMs,
    principal,
  }: Pick<CloudTrailCall, 'sharing' | 'errorCode' | 'atMs' | 'principal'>,
): ImageRecord | undefined => {
  if (errorCode !== undefined || !sharing || sharing.removed.length === 0) return undefined
  const taken = sharingNamed(sharing.removed)
  const earlier = openAlerts(record).some(
    alert => alert.atMs <= atMs && sharedWith(inBoth(alert.to, taken)) > 0,
  )
  if (!earlier) return undefined
  const alerts = (record.alerts ?? []).map(alert =>
    alert.over || alert.atMs > atMs || sharedWith(withoutSharing(alert.to, taken)) === 0
      ? alert
      : { ...alert, to: withoutSharing(alert.to, taken) },
  )
  const left = ({ to, atMs: openedAtMs }: ExposureAlert): Sharing =>
    openedAtMs > atMs ? to : withoutSharing(to, taken)
  const kept = { ...record, alerts }
  return endAlerts(kept, left, { atMs, principal }) ?? { ...kept, rev: record.rev + 1 }
}

/** The alert of a scan that has no actor yet, because CloudTrail's call comes later. */
const unnamedAlert = (record: ImageRecord): ExposureAlert | undefined =>
  openAlerts(record).find(({ principal, to }) => principal === undefined && to.isPublic)

/** Writes CloudTrail's name into it. */
export const nameAlert = (
  record: ImageRecord,
  { to, principal, requestId }: Pick<Exposure, 'to' | 'requestId'> & { principal: Principal },
): ImageRecord | undefined => {
  const unnamed = to.isPublic ? unnamedAlert(record) : undefined
  if (!unnamed) return undefined
  const named = { ...unnamed, principal, to: withSharing(unnamed.to, to), ...(requestId && { requestId }) }
  const alerts = (record.alerts ?? []).map(one => (one === unnamed ? named : one))
  return { ...record, alerts, rev: record.rev + 1 }
}
