import { randomBytes } from 'node:crypto'
import { BOT, TEAM } from './defaults.ts'
import { inputState } from './interactions/state.ts'
import { normalizeBlocks } from './normalize.ts'
import { SlackError } from './slack-error.ts'
import { isObject, type Json, type JsonObject, type View } from './types.ts'
import type { Workspace } from './workspace.ts'

/** Modals and Homes: how they are made, found, changed and closed. */

/** At most three views lie on top of each other. */
const MAX_STACK = 3

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')
const objectOf = (name: string, value: Json | undefined) => (isObject(value) ? { [name]: value } : {})

/** Turns a judged definition into a view that can be shown. */
const buildView = (
  workspace: Workspace,
  definition: JsonObject,
  user: string,
  place: Pick<View, 'id' | 'previous_view_id' | 'root_view_id'>,
): View => {
  const external_id = textOf(definition.external_id)
  const twin = [...workspace.views.values()].find(
    view => view.external_id === external_id && view.id !== place.id,
  )
  if (external_id && twin) throw new SlackError('duplicate_external_id')
  const blocks = normalizeBlocks(Array.isArray(definition.blocks) ? definition.blocks.filter(isObject) : [])
  const { id, previous_view_id, root_view_id } = place
  return {
    id,
    previous_view_id,
    root_view_id,
    type: definition.type === 'home' ? 'home' : 'modal',
    user,
    ...objectOf('title', definition.title),
    ...objectOf('submit', definition.submit),
    ...objectOf('close', definition.close),
    blocks,
    private_metadata: textOf(definition.private_metadata),
    callback_id: textOf(definition.callback_id),
    external_id,
    hash: newHash(workspace),
    clear_on_close: definition.clear_on_close === true,
    notify_on_close: definition.notify_on_close === true,
    submit_disabled: definition.submit_disabled === true,
    state: inputState(blocks),
  }
}

const newHash = (workspace: Workspace): string =>
  `${Math.floor(workspace.clock.nowMs() / 1000)}.${randomBytes(6).toString('base64url')}`

export const openModal = (workspace: Workspace, definition: JsonObject, userId: string): View => {
  closeAll(workspace, userId)
  const id = workspace.newId('V')
  const view = buildView(workspace, definition, userId, { id, root_view_id: id, previous_view_id: null })
  return putOnTop(workspace, view)
}

export const pushModal = (workspace: Workspace, definition: JsonObject, userId: string): View => {
  const stack = stackOf(workspace, userId)
  const below = topOf(workspace, userId)
  if (!below) throw new SlackError('not_found')
  if (stack.length >= MAX_STACK) throw new SlackError('push_limit_reached')
  const place = { id: workspace.newId('V'), root_view_id: below.root_view_id, previous_view_id: below.id }
  return putOnTop(workspace, buildView(workspace, definition, userId, place))
}

/** The new definition takes the place of the old one; what people typed stays where the ids stay the same. */
export const changeView = (workspace: Workspace, old: View, definition: JsonObject): View => {
  const view = buildView(workspace, definition, old.user, old)
  for (const [blockId, byAction] of Object.entries(view.state)) {
    for (const [actionId, fresh] of Object.entries(byAction)) {
      const typed = old.state[blockId]?.[actionId]
      if (typed?.type === fresh.type) byAction[actionId] = typed ?? fresh
    }
  }
  workspace.views.set(view.id, view)
  personChanged(workspace, view.user)
  return view
}

export const publishHome = (workspace: Workspace, definition: JsonObject, userId: string): View => {
  const id = workspace.homes.get(userId) ?? workspace.newId('V')
  const view = buildView(workspace, definition, userId, { id, root_view_id: id, previous_view_id: null })
  workspace.homes.set(userId, id)
  workspace.views.set(id, view)
  personChanged(workspace, userId)
  return view
}

export const topOf = (workspace: Workspace, userId: string): View | undefined => {
  const id = stackOf(workspace, userId).at(-1)
  return id === undefined ? undefined : workspace.views.get(id)
}

export const homeOf = (workspace: Workspace, userId: string): View | undefined =>
  workspace.views.get(workspace.homes.get(userId) ?? '')

export const closeTop = (workspace: Workspace, userId: string): void => {
  const stack = [...stackOf(workspace, userId)]
  const id = stack.pop()
  if (id !== undefined) workspace.views.delete(id)
  workspace.modals.set(userId, stack)
  personChanged(workspace, userId)
}

export const closeAll = (workspace: Workspace, userId: string): void => {
  for (const id of stackOf(workspace, userId)) workspace.views.delete(id)
  workspace.modals.set(userId, [])
  personChanged(workspace, userId)
}

const stackOf = (workspace: Workspace, userId: string): readonly string[] =>
  workspace.modals.get(userId) ?? []

const putOnTop = (workspace: Workspace, view: View): View => {
  workspace.views.set(view.id, view)
  workspace.modals.set(view.user, [...stackOf(workspace, view.user), view.id])
  personChanged(workspace, view.user)
  return view
}

const personChanged = (workspace: Workspace, userId: string): void => {
  workspace.changed({ type: 'person', name: workspace.people.get(userId)?.name ?? userId })
}

/** A view as Slack shows it to the app. */
export const describeView = (view: View): JsonObject => {
  const { user: _whoSeesIt, title, submit, close, ...rest } = view
  return {
    ...rest,
    state: { values: view.state },
    title: title ?? null,
    submit: submit ?? null,
    close: close ?? null,
    team_id: TEAM.id,
    app_id: BOT.app_id,
    app_installed_team_id: TEAM.id,
    bot_id: BOT.bot_id,
  }
}
