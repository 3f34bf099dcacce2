import { randomBytes } from 'node:crypto'
import type { Clock } from '../kernel/clock.ts'
import { BOT, CHANNELS, PEOPLE, TEAM, USER_GROUPS } from './defaults.ts'
import type { Change, Channel, Ephemeral, Person, Shortcut, UserGroup, View } from './types.ts'

/** Everything that the workspace knows, in memory, and the few questions that every part asks it. */
export interface Workspace {
  readonly clock: Clock
  /** User groups cost money: on the free plan their methods answer `plan_upgrade_required`. */
  plan: 'paid' | 'free'
  /** GovSlack is on slack-gov.com. */
  domain: 'slack.com' | 'slack-gov.com'
  /** The app is installed once for the whole organization, with one token. */
  isOrgWide: boolean
  /** The app's entries in the menu of a message. */
  readonly shortcuts: readonly Shortcut[]
  /** The events that the app subscribes to, all where nothing is said; whether its URL has answered Slack's challenge. */
  readonly events: { subscribed?: readonly string[]; url: 'not asked' | 'verified' | 'refused' }
  /** The last `ts` given out, in microseconds: no two are the same, also when the clock stands still. */
  lastTsMicros: number
  readonly people: Map<string, Person>
  readonly userGroups: Map<string, UserGroup>
  readonly channels: Map<string, Channel>
  /** By person. */
  readonly ephemerals: Map<string, Ephemeral[]>
  readonly views: Map<string, View>
  /** By person: ids of the open views, the one in front last. */
  readonly modals: Map<string, string[]>
  /** By person: the id of the published Home. */
  readonly homes: Map<string, string>
  /** People who have opened the Home tab at least once. */
  readonly homeVisitors: Set<string>
  addChannel(channel: Pick<Channel, 'id' | 'name'> & Partial<Channel>): Channel
  /** The channel by id; by name too only where the method takes one. */
  channelById(id: string): Channel | undefined
  channelByIdOrName(idOrName: string): Channel | undefined
  personByIdOrName(idOrName: string): Person | undefined
  /** The direct message between the bot and a person, opened when first asked for. */
  imWith(person: Person): Channel
  /** A message timestamp: the clock's time, unique and increasing in the whole workspace. */
  nextTs(): string
  /** An id that nobody has seen before. */
  newId(prefix: string): string
  onChange(listener: (change: Change) => void): () => void
  changed(change: Change): void
  channelChanged(channel: Channel): void
}

export const createWorkspace = (
  clock: Clock,
  {
    events: subscribed,
    shortcuts = [],
  }: { events?: readonly string[]; shortcuts?: readonly Shortcut[] } = {},
): Workspace => {
  const listeners = new Set<(change: Change) => void>()
  const channels = new Map<string, Channel>()
  const people = new Map(PEOPLE.map(person => [person.id, { ...person }]))

  const workspace: Workspace = {
    clock,
    plan: 'paid',
    domain: 'slack.com',
    isOrgWide: false,
    shortcuts,
    events: subscribed ? { subscribed, url: 'not asked' } : { url: 'verified' },
    lastTsMicros: 0,
    people,
    userGroups: new Map(USER_GROUPS.map(group => [group.id, { ...group, users: [...group.users] }])),
    channels,
    ephemerals: new Map(),
    views: new Map(),
    modals: new Map(),
    homes: new Map(),
    homeVisitors: new Set(),
    addChannel(given) {
      const channel: Channel = {
        isPrivate: false,
        isExtShared: false,
        isArchived: false,
        members: new Set(),
        createdSec: Math.floor(clock.nowMs() / 1000),
        messages: [],
        lastRead: new Map(),
        mentions: new Map(),
        ...given,
      }
      channels.set(channel.id, channel)
      return channel
    },
    channelById: id => channels.get(id),
    channelByIdOrName(idOrName) {
      const name = idOrName.replace(/^#/, '')
      return channels.get(idOrName) ?? [...channels.values()].find(c => c.name === name && !c.imWith)
    },
    personByIdOrName(idOrName) {
      const name = idOrName.replace(/^@/, '')
      return people.get(idOrName) ?? [...people.values()].find(person => person.name === name)
    },
    imWith(person) {
      const id = person.id.replace(/^[UW]/, 'D')
      const members = new Set([BOT.user_id, person.id])
      return channels.get(id) ?? workspace.addChannel({ id, name: person.name, imWith: person.id, members })
    },
    nextTs() {
      workspace.lastTsMicros = Math.max(Math.floor(clock.nowMs()) * 1000, workspace.lastTsMicros + 1)
      const micros = String(workspace.lastTsMicros).padStart(7, '0')
      return `${micros.slice(0, -6)}.${micros.slice(-6)}`
    },
    newId: prefix => `${prefix}${randomBytes(5).toString('hex').toUpperCase()}`,
    onChange(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    changed(change) {
      for (const listener of listeners) listener(change)
    },
    channelChanged(channel) {
      workspace.changed({ type: channel.imWith ? 'person' : 'channel', name: channel.name })
    },
  }

  for (const channel of CHANNELS) {
    const insiders = PEOPLE.filter(person => channel.isExtShared || person.team_id === TEAM.id)
    workspace.addChannel({
      ...channel,
      members: new Set([BOT.user_id, ...insiders.map(person => person.id)]),
    })
  }
  return workspace
}
