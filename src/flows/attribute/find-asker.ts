import { type ActorRoles, isOfActorRole } from '../../domain/actor-role.ts'
import { decideAsker } from '../../domain/attribute.ts'
import type { CloudTrailCall } from '../../domain/cloud-trail-call.ts'
import type { Person } from '../../domain/request.ts'
import type { Histories, ImageRecords } from '../../ports.ts'
import { readImage } from '../../stored/change-image.ts'

/** The newest entries of the history that are searched for the request of a call. */
const LOOK_BACK = 20
/** The same, before a call is said to have none: each call of a request is an entry. */
const LOOK_FURTHER_BACK = 200

interface Needs extends ActorRoles {
  ledger: ImageRecords & Pick<Histories, 'readHistory'>
}

/**
 * Who asked amiops for a call, and whether the call is unexplained: a session of the actor role made it, and no request is found. A
 * call that EC2 refused changed nothing, so it needs no explanation.
 */
export const findAsker = async (
  needs: Needs,
  call: CloudTrailCall,
): Promise<{ askedBy?: Person; isUnexplained: boolean }> => {
  const { ledger } = needs
  const isOurs = isOfActorRole(needs, call.account, call.principal)
  const record = await readImage(ledger, call)
  const search = async (entries: number): Promise<Person | undefined> => {
    const isKnowable = isOurs || call.requestId !== undefined
    const history = isKnowable ? await ledger.readHistory(call, entries) : []
    return decideAsker(record, history, call, isOurs)
  }
  const askedBy = (await search(LOOK_BACK)) ?? (isOurs ? await search(LOOK_FURTHER_BACK) : undefined)
  return {
    ...(askedBy && { askedBy }),
    isUnexplained: isOurs && askedBy === undefined && call.errorCode === undefined,
  }
}
