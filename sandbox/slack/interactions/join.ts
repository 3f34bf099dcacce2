import { BOT, TEAM } from '../defaults.ts'
import type { Channel, Person } from '../types.ts'
import { ImpossibleGesture, type Interactor } from './interactor.ts'
import { sendEvent } from './send-event.ts'

/** The app by its name, or a person by theirs. */
const memberOf = ({ workspace }: Interactor, who: string): { id: string; name: string } => {
  const name = who.trim().replace(/^@/, '')
  const person = workspace.personByIdOrName(name)
  if (name === BOT.name || name === BOT.user_id) return { id: BOT.user_id, name: BOT.name }
  if (!person) throw new ImpossibleGesture(404, `there is nobody called ${name}`)
  return person
}

/** Somebody joins a channel: an app that is a member gets an event, also for its own joining. */
export const invite = async (
  interactor: Interactor,
  channel: Channel,
  who: string,
  inviter?: Person,
): Promise<{ status: number }> => {
  const { workspace } = interactor
  const member = memberOf(interactor, who)
  if (channel.members.has(member.id)) return { status: 0 }
  channel.members.add(member.id)
  workspace.channelChanged(channel)
  if (!channel.members.has(BOT.user_id)) return { status: 0 }
  return sendEvent(interactor, `${member.name} joined ${channel.name}`, {
    type: 'member_joined_channel',
    user: member.id,
    channel: channel.id,
    channel_type: 'C',
    team: TEAM.id,
    ...(inviter && { inviter: inviter.id }),
    event_ts: workspace.nextTs(),
  })
}

/** Takes somebody out of a channel. */
export const remove = (interactor: Interactor, channel: Channel, who: string): { status: number } => {
  channel.members.delete(memberOf(interactor, who).id)
  interactor.workspace.channelChanged(channel)
  return { status: 0 }
}
