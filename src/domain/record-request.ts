import type { ImageRecord } from './record.ts'
import { isOpen, type Request } from './request.ts'
import { NOBODY, type Sharing, sharedWith, withoutSharing } from './sharing.ts'

/** The record with another request, or with its request in another state. */
export const withRequest = (record: ImageRecord, request: Request): ImageRecord => ({
  ...record,
  request,
  rev: record.rev + 1,
})

/**
 * The record with its request failed. If Disable had begun and changed nothing, the permissions that it saved are wrong: those
 * that were saved before it are kept instead.
 *
 * @param sharing who has access now, where that was looked up: of those saved, all others have lost it
 */
export const withFailed = (record: ImageRecord, failed: Request, sharing?: Sharing): ImageRecord => {
  const { savedPermissions: _notTaken, ...rest } = record
  const begun = record.request
  const tookNothing =
    failed.action === 'disable' && begun?.key === failed.key && begun.actedAtMs !== undefined
  if (!tookNothing) return withRequest(record, failed)
  const saved = sharing
    ? withoutSharing(record.savedPermissions ?? NOBODY, sharing)
    : (begun.previousPermissions ?? NOBODY)
  return withRequest({ ...rest, ...(sharedWith(saved) > 0 && { savedPermissions: saved }) }, failed)
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
