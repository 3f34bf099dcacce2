import type { Action } from './actions.ts'
import type { ImageRecord } from './record.ts'
import { endAlerts } from './record-alerts.ts'
import { isOpen, type Request } from './request.ts'
import { inBoth, NOBODY, type Sharing, sharedWith, withoutSharing } from './sharing.ts'

/** The record with another request, or with its request in another state. */
export const withRequest = (record: ImageRecord, request: Request): ImageRecord => ({
  ...record,
  request,
  rev: record.rev + 1,
})

/** The actions that take launch permissions away. The permissions are saved before EC2 is called. */
const TAKES_ACCESS: readonly Action[] = ['disable', 'makePrivate']

/**
 * The record with its request failed. If one of these had begun and changed nothing, the permissions that it saved are wrong: those that
 * were saved before it are kept instead.
 *
 * @param sharing who has access now, if that was looked up: all others of those that are saved have lost it
 */
export const withFailed = (record: ImageRecord, failed: Request, sharing?: Sharing): ImageRecord => {
  const { savedPermissions: _notTaken, ...rest } = record
  const begun = record.request
  const tookNothing =
    TAKES_ACCESS.includes(failed.action) && begun?.key === failed.key && begun.actedAtMs !== undefined
  if (!tookNothing) return withRequest(record, failed)
  const saved = sharing
    ? withoutSharing(record.savedPermissions ?? NOBODY, sharing)
    : (begun.previousPermissions ?? NOBODY)
  return withRequest({ ...rest, ...(sharedWith(saved) > 0 && { savedPermissions: saved }) }, failed)
}

/**
 * The record with a change of launch permissions confirmed: permissions that were given back, or that could not be taken away, are no
 * longer saved.
 *
 * @param given who has access now
 */
export const withSharingConfirmed = (record: ImageRecord, request: Request, given: Sharing): ImageRecord => {
  const { savedPermissions: saved = NOBODY, ...rest } = record
  // Permissions that were saved since then are not part of the request, and stay saved.
  const left = withoutSharing(saved, request.share ?? given)
  const facts = rest.facts && { ...rest.facts, public: given.isPublic }
  const { person: by, confirmedAtMs: atMs = request.askedAtMs, actedAtMs = atMs } = request
  const now = { ...rest, ...(facts && { facts }), ...(sharedWith(left) > 0 && { savedPermissions: left }) }
  const end = { atMs, by, afterMs: Math.max(0, atMs - actedAtMs) }
  return withRequest(endAlerts(now, ({ to }) => inBoth(to, given), end) ?? now, request)
}

export const withoutRequest = ({ request: _refused, ...rest }: ImageRecord): ImageRecord => ({
  ...rest,
  rev: rest.rev + 1,
})

/** Something newer happened: a request that has ended leaves the record, an open one stays. */
export const withoutSettledRequest = (record: ImageRecord): ImageRecord => {
  const { request, ...rest } = record
  return request && !isOpen(request) ? rest : record
}
