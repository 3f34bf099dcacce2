import type { Caller } from '../caller.ts'
import type { Ec2World } from './action.ts'
import { ACTIONS } from './actions/index.ts'
import { isRead } from './call-log.ts'
import { Ec2Error, unauthorized } from './errors.ts'
import type { StoredImage } from './fleet.ts'
import { permissionsOf } from './permissions.ts'
import { createQuery, type Query } from './query.ts'

/** Does what a call asks for; throws Ec2Error. */
export type Perform = (caller: Caller, form: URLSearchParams, requestId: string) => object

/** A dry run tells, by its error, that the call would be allowed. It looks at no image's state. */
const refuseDryRun = (): never => {
  throw new Ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.')
}

export const createPerform = (world: Ec2World, changed: () => void): Perform => {
  const { fleet, views } = world

  /** The images that a call is about to change. */
  const findSubjects = ({ region }: Caller, query: Query): StoredImage[] => {
    const ids = [query.text('ImageId'), ...query.list('ResourceId')]
    return fleet.images.filter(stored => stored.region === region && ids.includes(stored.image.ImageId))
  }

  return (caller, form, requestId) => {
    const query = createQuery(form)
    const name = query.text('Action') ?? ''
    const action = ACTIONS[name]
    if (!action) throw new Ec2Error('InvalidAction', `The action ${name} is not valid for this web service.`)
    const call = { ...caller, query, requestId }
    action.validate(query)
    for (const needed of permissionsOf(name, query, caller, fleet)) {
      const denial = world.authorise(caller, needed)
      if (denial !== undefined) throw unauthorized(denial)
    }
    action.authorise?.(call, world)
    if (query.flag('DryRun')) refuseDryRun()
    if (isRead(name)) return action.run(call, world)
    for (const stored of findSubjects(caller, query)) views.beforeChange(stored)
    const known = fleet.images.length
    const result = action.run(call, world)
    for (const born of fleet.images.slice(known)) views.afterBirth(born)
    changed()
    return result
  }
}
