import type { Person } from '../types.ts'
import { describeView, homeOf } from '../views.ts'
import type { Interactor } from './interactor.ts'
import { sendEvent } from './send-event.ts'

/** A person opens the app's Home tab: the bot gets `app_home_opened`. */
export const openHome = (interactor: Interactor, person: Person): Promise<{ status: number }> => {
  const { workspace } = interactor
  workspace.homeVisitors.add(person.id)
  const home = homeOf(workspace, person.id)
  return sendEvent(interactor, `${person.name} opened Home`, {
    type: 'app_home_opened',
    user: person.id,
    channel: workspace.imWith(person).id,
    tab: 'home',
    event_ts: workspace.nextTs(),
    ...(home ? { view: describeView(home) } : {}),
  })
}
