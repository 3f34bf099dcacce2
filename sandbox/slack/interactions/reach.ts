import type { Channel, Person } from '../types.ts'
import { ImpossibleGesture, type Interactor } from './interactor.ts'

/** The channel as this person reaches it; a private or foreign one is out of reach. */
export const channelOf = ({ workspace }: Interactor, person: Person, where: string): Channel => {
  const channel = workspace.channelByIdOrName(where)
  if (!channel) throw new ImpossibleGesture(404, `there is no channel ${where}`)
  if (!channel.members.has(person.id)) {
    throw new ImpossibleGesture(403, `${person.name} is not in ${channel.name}`)
  }
  return channel
}

/** Slack hides the names of conversations that are not channels. */
export const shownName = (channel: Channel): string => {
  if (channel.imWith) return 'directmessage'
  return channel.isPrivate ? 'privategroup' : channel.name
}
