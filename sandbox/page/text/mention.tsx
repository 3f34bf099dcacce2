import { useDirectory } from './directory.tsx'

interface Named {
  id: string
  label?: string | undefined
}

const Chip = ({ text, isMine = false }: { text: string; isMine?: boolean }) => (
  <span className={isMine ? 'mention mention-mine' : 'mention'}>{text}</span>
)

export const UserMention = ({ id, label }: Named) => {
  const { people, me } = useDirectory()
  const person = people.find(p => p.id === id)
  const name = person?.name ?? label ?? (id === 'U0AMIOPS' ? 'amiops' : id)
  return <Chip text={`@${name.replace(/^@/, '')}`} isMine={person !== undefined && person.name === me} />
}

export const ChannelMention = ({ id, label }: Named) => {
  const channel = useDirectory().channels.find(c => c.id === id)
  return <Chip text={`#${(channel?.name ?? label ?? id).replace(/^#/, '')}`} />
}

export const UserGroupMention = ({ id, label }: Named) => {
  const { groups, people, me } = useDirectory()
  const handle = (groups.find(g => g.id === id)?.handle ?? label ?? id).replace(/^@/, '')
  const isMine = people.some(p => p.name === me && p.user_groups?.includes(handle))
  return <Chip text={`@${handle}`} isMine={isMine} />
}

/** `@here`, `@channel` and `@everyone` concern everybody, so they stand out like one's own name. */
export const Broadcast = ({ range }: { range: string }) => <Chip text={`@${range}`} isMine />
