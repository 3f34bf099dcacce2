import { Hono } from 'hono'
import { BOT, TEAM } from '../defaults.ts'
import { ImpossibleGesture, type Interactor } from '../interactions/interactor.ts'
import { invite } from '../interactions/join.ts'
import { unreadOf } from '../mentions.ts'
import { repliesTo, rootsOf } from '../messages.ts'
import { type Channel, isObject, type Message } from '../types.ts'
import type { Workspace } from '../workspace.ts'

/** Root messages with their replies, as a person sees the channel: all of them, or the newest so many. */
export const threadsOf = (channel: Channel, newest?: number): (Message & { replies: Message[] })[] =>
  rootsOf(channel)
    .slice(newest === undefined ? 0 : -newest)
    .map(message => ({
      ...message,
      replies: message.subtype === 'thread_broadcast' ? [] : repliesTo(channel, message.ts),
    }))

/** `/_sandbox/channels`: what there is to read. */
export const createChannelRoutes = (interactor: Interactor): Hono => {
  const { workspace } = interactor
  const app = new Hono()

  app.get('/', c =>
    c.json([...workspace.channels.values()].filter(channel => !channel.imWith).map(list(workspace))),
  )

  app.post('/', async c => {
    const body: unknown = await c.req.json()
    if (!isObject(body) || typeof body.name !== 'string' || !/^[a-z0-9_-]{1,80}$/.test(body.name)) {
      return c.json({ error: 'Expected `name` to be a channel name in lower case' }, 400)
    }
    if (workspace.channelByIdOrName(body.name)) return c.json({ error: 'name_taken' }, 409)
    const isExtShared = body.is_ext_shared === true
    const insiders = [...workspace.people.values()].filter(
      person => isExtShared || person.team_id === TEAM.id,
    )
    const channel = workspace.addChannel({
      id: workspace.newId('C'),
      name: body.name,
      isPrivate: body.is_private === true,
      isExtShared,
      isArchived: body.archived === true,
      members: new Set([
        ...insiders.map(person => person.id),
        ...(body.botIsMember === false ? [] : [BOT.user_id]),
      ]),
    })
    workspace.channelChanged(channel)
    return c.json(list(workspace)(channel), 201)
  })

  app.get('/:name/messages', c => {
    const channel = workspace.channelByIdOrName(c.req.param('name'))
    if (!channel) return c.json({ error: 'channel_not_found' }, 404)
    const newest = c.req.query('newest')
    if (newest !== undefined && !/^[1-9]\d{0,5}$/.test(newest))
      return c.json({ error: 'Expected `newest` to be a whole number above 0' }, 400)
    return c.json(threadsOf(channel, newest === undefined ? undefined : Number(newest)))
  })

  app.post('/:name/invite', async c => {
    const channel = workspace.channelByIdOrName(c.req.param('name'))
    const body: unknown = await c.req.json()
    if (!channel) return c.json({ error: 'channel_not_found' }, 404)
    try {
      const { who, by } = isObject(body) ? body : {}
      const inviter = typeof by === 'string' ? workspace.personByIdOrName(by) : undefined
      return c.json(await invite(interactor, channel, typeof who === 'string' ? who : '', inviter))
    } catch (error) {
      if (error instanceof ImpossibleGesture) return c.json({ error: error.message }, error.status)
      throw error
    }
  })

  app.post('/:name/archive', c => {
    const channel = workspace.channelByIdOrName(c.req.param('name'))
    if (!channel) return c.json({ error: 'channel_not_found' }, 404)
    channel.isArchived = true
    workspace.channelChanged(channel)
    return c.json({ ok: true })
  })

  app.post('/:name/read', async c => {
    const channel = workspace.channelByIdOrName(c.req.param('name'))
    const body: unknown = await c.req.json()
    const person = workspace.personByIdOrName(isObject(body) ? String(body.person) : '')
    if (!channel || !person) return c.json({ error: channel ? 'user_not_found' : 'channel_not_found' }, 404)
    channel.lastRead.set(person.id, channel.messages.at(-1)?.ts ?? '0')
    workspace.channelChanged(channel)
    return c.json({ ok: true })
  })

  return app
}

const list = (workspace: Workspace) => (channel: Channel) => {
  const members = [...workspace.people.values()].filter(person => channel.members.has(person.id))
  return {
    id: channel.id,
    name: channel.name,
    is_private: channel.isPrivate,
    is_ext_shared: channel.isExtShared,
    is_archived: channel.isArchived,
    members: members.map(person => person.name),
    /** By person: messages not read yet, and those among them that call the person. */
    unread: Object.fromEntries(members.map(person => [person.name, unreadOf(channel, person).unread])),
    mentions: Object.fromEntries(members.map(person => [person.name, unreadOf(channel, person).mentions])),
    last_read: Object.fromEntries(members.map(({ id, name }) => [name, channel.lastRead.get(id) ?? '0'])),
  }
}
