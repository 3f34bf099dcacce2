import type { OpenSession } from '../../src/aws/sts/actor-sessions.ts'
import type { AccountRegion } from '../../src/domain/alias.ts'
import type { Change, ChangeAnswer } from '../../src/domain/change.ts'
import type { ImageSession, ParameterSession } from '../../src/domain/change-session.ts'
import type { Images } from '../../src/ports.ts'

const WHO = { requestKey: 'a-test', by: 'U0MARIA' }

/** The session of a request that makes this change alone; the snapshots of its image are not known. */
export const sessionFor = (change: Change): ImageSession => ({
  ...WHO,
  image: change.image,
  calls:
    change.call === 'DeregisterImage' && change.deleteSnapshots
      ? [change.call, 'DeleteSnapshot']
      : [change.call],
})

/** Makes a change in a session of its own. */
export const changeIn = (images: Pick<Images, 'change'>, change: Change): Promise<ChangeAnswer> =>
  images.change(change, sessionFor(change))

/** Asks whether a change would be carried out, in a session of its own. */
export const rehearseIn = (images: Pick<Images, 'rehearse'>, change: Change): Promise<ChangeAnswer> =>
  images.rehearse(change, sessionFor(change))

/** The session of a request that sets this parameter. */
export const sessionForParameter = (place: AccountRegion, parameter: string): ParameterSession => ({
  ...WHO,
  place,
  parameter,
})

/** Every session that is asked for is open. */
export const openEverySession: OpenSession = async () => ({
  kind: 'open',
  credentials: { accessKeyId: 'ASIASESSION', secretAccessKey: 'session', sessionToken: 'session' },
})
