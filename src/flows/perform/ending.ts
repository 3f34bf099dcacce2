import { utcWords } from '../../../blocks/words.ts'
import { explainRefusal } from '../../domain/explain-refusal.ts'
import type { Request } from '../../domain/request.ts'
import { withoutSharing } from '../../domain/sharing.ts'
import { type Acted, COOLDOWN, callOf, NO_RIGHT } from './act.ts'

type Ending = Pick<Request, 'state'> & Partial<Request>

const UNKNOWN =
  'It may or may not have happened: amiops looks at EC2 within five minutes and tells. Check again looks at once.'

/** Said wherever the image itself stays as it was. */
export const UNPROTECTED =
  ' One thing did change: its deregistration protection was switched off first, and is off now.'

/** What becomes of a request whose function died while EC2 was called. */
export const LEFT_BEHIND: Ending = {
  state: 'unknown',
  reason: `The function that called EC2 ended before it could write down the answer. ${UNKNOWN}`,
}

/** What EC2's answer makes of a request. */
export const endingOf = (request: Request, acted: Acted): Ending => {
  const { requestIds, notShared = [] } = acted
  const others = requestIds.filter(id => id !== acted.requestId)
  return {
    ...outcomeOf(request, acted),
    ...(others.length > 0 && { otherRequestIds: others }),
    ...(notShared.length > 0 && acted.kind !== 'unknown' && { notShared }),
  }
}

const refusalOf = (
  { action }: Request,
  { code, message, call }: Extract<Acted, { kind: 'refused' }>,
): string => {
  if (code === NO_RIGHT) return `EC2 was not called: ${message}. Nothing was changed.`
  if (code === COOLDOWN)
    return `Its deregistration protection is switched off now, but its cooldown protects it until ${utcWords(Date.parse(message))}. The image is unchanged; deregister it after that.`
  return explainRefusal(action, code, message, call)
}

const outcomeOf = (request: Request, acted: Acted): Ending => {
  switch (acted.kind) {
    case 'accepted': {
      const { notShared = [], snapshots, requestId } = acted
      const share =
        request.share && notShared.reduce((left, no) => withoutSharing(left, no.with), request.share)
      return {
        state: 'accepted',
        ...(requestId && { requestId }),
        ...(snapshots && { snapshots }),
        ...(share && { share }),
      }
    }
    case 'refused':
      return {
        state: 'failed',
        code: acted.code,
        reason: `${refusalOf(request, acted)}${acted.unprotected ? UNPROTECTED : ''}`,
        ...(acted.requestId && { requestId: acted.requestId }),
      }
    case 'unknown':
      return {
        state: 'unknown',
        code: acted.reason,
        reason: `${acted.call ?? callOf(request).call} ended with ${acted.reason}. ${UNKNOWN}${acted.unprotected ? UNPROTECTED : ''}`,
        ...(acted.requestId && { requestId: acted.requestId }),
      }
  }
}
