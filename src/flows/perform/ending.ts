import { utcWords } from '../../../blocks/words.ts'
import { callOf } from '../../domain/call-of.ts'
import { COOLDOWN, NOT_ASKED } from '../../domain/ec2-advice.ts'
import { explainRefusal } from '../../domain/explain-ec2-refusal.ts'
import type { Request } from '../../domain/request.ts'
import { type Sharing, withoutSharing } from '../../domain/sharing.ts'
import type { Acted } from './act.ts'

type Ending = Pick<Request, 'state'> & Partial<Request>

const UNKNOWN =
  'It may or may not have taken effect. amiops checks EC2 within five minutes; click Check again to check now.'

export const UNPROTECTED = ' Its deregistration protection is off now.'

const LEFT_BEHIND = 'The function that called EC2 ended before it could record the answer.'

/**
 * The outcome of a request whose function ended while it called EC2.
 *
 * @param whyNotAgain the reason why a repeatable call is not repeated
 */
export const leftBehind = (whyNotAgain?: string): Ending => ({
  state: 'unknown',
  reason: `${LEFT_BEHIND}${whyNotAgain === undefined ? '' : ` EC2 was not called again: ${whyNotAgain}.`} ${UNKNOWN}`,
})

/** The state of a request after EC2's answer. */
export const endingOf = (request: Request, acted: Acted): Ending => {
  const { requestIds, notShared = [], allSnapshots } = acted
  const others = [...(request.otherRequestIds ?? []), ...requestIds.filter(id => id !== acted.requestId)]
  return {
    ...outcomeOf(request, acted),
    ...(others.length > 0 && { otherRequestIds: others }),
    ...(notShared.length > 0 && acted.kind !== 'unknown' && { notShared }),
    ...(allSnapshots !== undefined && { allSnapshots }),
  }
}

const refusalOf = (
  request: Request,
  {
    code,
    message,
    call = callOf(request).call,
    requestIds,
    unprotected,
  }: Extract<Acted, { kind: 'refused' }>,
): string => {
  const { action } = request
  if (code === NOT_ASKED && requestIds.length > 0)
    return `${call} was not called: ${message}.${unprotected ? UNPROTECTED : ''}`
  if (code === NOT_ASKED) return `EC2 was not called: ${message}. Nothing was changed.`
  if (code === COOLDOWN)
    return `Its deregistration protection is off now, but a cooldown protects it until ${utcWords(Date.parse(message))}. Nothing else was changed. Deregister it after that.`
  return explainRefusal(
    action,
    code,
    message,
    call,
    unprotected && 'The image is unchanged, but its deregistration protection is off now',
  )
}

const outcomeOf = (request: Request, acted: Acted): Ending => {
  switch (acted.kind) {
    case 'accepted': {
      const { notShared = [], snapshots, requestId } = acted
      const done = (asked: Sharing): Sharing =>
        notShared
          .filter(({ snapshotId }) => snapshotId === undefined)
          .reduce((left, no) => withoutSharing(left, no.with), asked)
      return {
        state: 'accepted',
        ...(requestId && { requestId }),
        ...(snapshots && { snapshots }),
        ...(request.share && { share: done(request.share) }),
        ...(request.unshare && { unshare: done(request.unshare) }),
      }
    }
    case 'refused':
      return {
        state: 'failed',
        code: acted.code,
        reason: refusalOf(request, acted),
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
