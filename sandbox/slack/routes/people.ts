import { type Context, Hono } from 'hono'
import { isOfOrganization } from '../defaults.ts'
import { ephemeralsOf } from '../ephemerals.ts'
import { click } from '../interactions/click.ts'
import { command } from '../interactions/command.ts'
import { openHome } from '../interactions/home.ts'
import { ImpossibleGesture, type Interactor } from '../interactions/interactor.ts'
import { chooseShortcut } from '../interactions/message-shortcut.ts'
import { close, submit } from '../interactions/modal.ts'
import { suggest } from '../interactions/suggest.ts'
import { isUnread } from '../mentions.ts'
import { isObject, type Person } from '../types.ts'
import { describeView, homeOf, topOf } from '../views.ts'
import type { Workspace } from '../workspace.ts'
import { bodyOf, uploadIn } from './body.ts'
import { threadsOf } from './channels.ts'

/** `/_sandbox/people`: what each person sees for themselves, and what they can do. */
export const createPeopleRoutes = (interactor: Interactor): Hono => {
  const { workspace } = interactor
  const app = new Hono()

  app.onError((error, c) => {
    if (error instanceof ImpossibleGesture) return c.json({ error: error.message }, error.status)
    throw error
  })

  app.get('/', c => c.json([...workspace.people.values()].map(person => describe(workspace, person))))
  app.get('/:name/private', c => c.json(privateOf(workspace, personOf(workspace, c))))
  app.get('/:name/modal', c => {
    const view = topOf(workspace, personOf(workspace, c).id)
    return c.json(view ? describeView(view) : null)
  })
  // The first look opens the tab as a person would; later looks only read, so that a page may refresh itself.
  app.get('/:name/home', async c => {
    const person = personOf(workspace, c)
    if (!workspace.homeVisitors.has(person.id)) await openHome(interactor, person)
    const view = homeOf(workspace, person.id)
    return c.json(view ? describeView(view) : null)
  })
  app.post('/:name/home', async c => c.json(await openHome(interactor, personOf(workspace, c))))

  app.post('/:name/click', async c => {
    const person = personOf(workspace, c)
    const { channel, ts, action_id, block_id, value, values } = await bodyOf(c)
    if (typeof action_id !== 'string') throw new ImpossibleGesture(422, 'Expected `action_id` to be a string')
    const outcome = await click(interactor, person, {
      action_id,
      ...(typeof channel === 'string' ? { channel } : {}),
      ...(typeof ts === 'string' ? { ts } : {}),
      ...(typeof block_id === 'string' ? { block_id } : {}),
      ...(value === undefined || value === null ? {} : { value }),
      ...(isObject(values) ? { values } : {}),
    })
    return c.json(outcome)
  })

  app.post('/:name/shortcut', async c => {
    const person = personOf(workspace, c)
    const { channel, ts, callback_id } = await bodyOf(c)
    if (typeof channel !== 'string' || typeof ts !== 'string' || typeof callback_id !== 'string')
      throw new ImpossibleGesture(422, 'Expected `channel`, `ts` and `callback_id` to be strings')
    return c.json(await chooseShortcut(interactor, person, { channel, ts, callback_id }))
  })

  app.post('/:name/suggest', async c => {
    const person = personOf(workspace, c)
    const { channel, ts, action_id, block_id, value } = await bodyOf(c)
    if (typeof action_id !== 'string' || typeof value !== 'string') {
      throw new ImpossibleGesture(422, 'Expected `action_id` and `value` to be strings')
    }
    const outcome = await suggest(interactor, person, {
      action_id,
      value,
      ...(typeof channel === 'string' ? { channel } : {}),
      ...(typeof ts === 'string' ? { ts } : {}),
      ...(typeof block_id === 'string' ? { block_id } : {}),
    })
    return c.json(outcome)
  })

  app.post('/:name/files', async c => {
    const person = personOf(workspace, c)
    const { name, bytes } = await uploadIn(c)
    const file = interactor.files.expect(name, bytes.byteLength, person.id)
    interactor.files.receive(file.id, bytes)
    return c.json(interactor.files.describe(file), 201)
  })

  app.post('/:name/command', async c => {
    const person = personOf(workspace, c)
    const { channel, command: name, text } = await bodyOf(c)
    if (typeof channel !== 'string' || typeof name !== 'string') {
      throw new ImpossibleGesture(422, 'Expected `channel` and `command` to be strings')
    }
    const given = { channel, command: name, ...(typeof text === 'string' ? { text } : {}) }
    return c.json(await command(interactor, person, given))
  })

  app.post('/:name/submit', async c => {
    const person = personOf(workspace, c)
    const { values } = await bodyOf(c)
    return c.json(await submit(interactor, person, isObject(values) ? values : {}))
  })

  app.post('/:name/close', async c => {
    const person = personOf(workspace, c)
    const { all } = await bodyOf(c)
    return c.json(await close(interactor, person, all === true))
  })

  return app
}

const personOf = (workspace: Workspace, c: Context): Person => {
  const name = c.req.param('name') ?? ''
  const person = workspace.personByIdOrName(name)
  if (!person) throw new ImpossibleGesture(404, `there is nobody called ${name}`)
  return person
}

const describe = (workspace: Workspace, person: Person) => ({
  id: person.id,
  name: person.name,
  real_name: person.real_name,
  team_id: person.team_id,
  is_stranger: !isOfOrganization(person),
  user_groups: [...workspace.userGroups.values()]
    .filter(group => group.users.includes(person.id))
    .map(group => group.handle),
})

/** Ephemerals and direct messages, in the order in which they came. */
const privateOf = (workspace: Workspace, person: Person) => {
  const im = [...workspace.channels.values()].find(channel => channel.imWith === person.id)
  const direct = im
    ? threadsOf(im).map(message => ({
        ...message,
        channel: im.id,
        is_ephemeral: false,
        is_unread: isUnread(im, person, message),
      }))
    : []
  return [...ephemeralsOf(workspace, person), ...direct].sort((a, b) => Number(a.ts) - Number(b.ts))
}
