import type { Args } from '../args.ts'
import { validateView } from '../block-kit/validate.ts'
import { refusedBecause, SlackError } from '../slack-error.ts'
import { isObject, type JsonObject, type View } from '../types.ts'
import { changeView, describeView, homeOf, openModal, publishHome, pushModal } from '../views.ts'
import type { Workspace } from '../workspace.ts'
import type { Methods } from './method.ts'
import { personById } from './places.ts'

const MAX_VIEW_BYTES = 250_000

/** A view that Slack would take; views answer `invalid_arguments` where messages answer `invalid_blocks`. */
export const judgeView = (view: unknown, type?: 'modal' | 'home'): JsonObject => {
  if (!isObject(view))
    throw refusedBecause('invalid_arguments', ['must provide an object [json-pointer:/view]'])
  if (Buffer.byteLength(JSON.stringify(view)) > MAX_VIEW_BYTES) throw new SlackError('view_too_large')
  const problems = validateView(view)
  if (type && view.type !== type) problems.unshift(`must be ${type} [json-pointer:/view/type]`)
  if (problems.length > 0) throw refusedBecause('invalid_arguments', problems)
  return view
}

const readView = (args: Args, type?: 'modal' | 'home'): JsonObject =>
  judgeView(args.json('view', 'invalid_arguments') ?? null, type)

const findView = (args: Args, workspace: Workspace): View => {
  const id = args.string('view_id')
  const externalId = args.string('external_id')
  if (!id && !externalId) throw refusedBecause('invalid_arguments', ['missing required field: view_id'])
  const view = id
    ? workspace.views.get(id)
    : [...workspace.views.values()].find(other => other.external_id === externalId)
  if (!view) throw new SlackError('not_found')
  return view
}

const checkHash = (args: Args, view: View | undefined): void => {
  const hash = args.string('hash')
  if (hash && hash !== view?.hash) throw new SlackError('hash_conflict')
}

/** `interactivity_pointer` is the newer name of the same thing. */
const triggerIn = (args: Args): string => args.string('interactivity_pointer') || args.required('trigger_id')

export const viewMethods: Methods = {
  'views.open': {
    scopes: [],
    tier: 4,
    run(args, { workspace, triggers }) {
      const definition = readView(args, 'modal')
      const userId = triggers.exchange(triggerIn(args))
      return { view: describeView(openModal(workspace, definition, userId)) }
    },
  },
  'views.push': {
    scopes: [],
    tier: 4,
    run(args, { workspace, triggers }) {
      const definition = readView(args, 'modal')
      const userId = triggers.exchange(triggerIn(args))
      return { view: describeView(pushModal(workspace, definition, userId)) }
    },
  },
  'views.update': {
    scopes: [],
    tier: 4,
    run(args, { workspace }) {
      const view = findView(args, workspace)
      checkHash(args, view)
      return { view: describeView(changeView(workspace, view, readView(args, view.type))) }
    },
  },
  'views.publish': {
    scopes: [],
    tier: 4,
    run(args, { workspace, hasHomeTab }) {
      if (!hasHomeTab) throw new SlackError('not_enabled')
      const person = personById(workspace, args.required('user_id'))
      checkHash(args, homeOf(workspace, person.id))
      return { view: describeView(publishHome(workspace, readView(args, 'home'), person.id)) }
    },
  },
}
