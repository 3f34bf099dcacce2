import type { Person, UserGroup } from '../model.ts'
import { useSession } from '../session.tsx'
import { useDirectory } from '../text/directory.tsx'
import { Avatar } from '../ui/avatar.tsx'

const HOME_TEAM = 'T0SANDBOX'

const describe = (person: Person, groups: readonly UserGroup[]) => {
  if (person.team_id && person.team_id !== HOME_TEAM) return 'another company'
  const handles = groups.filter(group => group.users?.includes(person.id)).map(group => group.handle)
  return handles.join(', ')
}

/** "You are": radio buttons, so the arrow keys change the person. */
export const PersonSwitch = () => {
  const { person: me, people, becomePerson } = useSession()
  const { groups } = useDirectory()
  return (
    <fieldset className="persons">
      <legend>You are</legend>
      {people.map(person => (
        <label key={person.id} className="person">
          <input
            type="radio"
            name="person"
            value={person.name}
            checked={person.name === me.name}
            onChange={() => becomePerson(person.name)}
          />
          <Avatar name={person.name} size={26} />
          <span className="person-name">{person.name}</span>
          <span className="person-title">{describe(person, groups)}</span>
        </label>
      ))}
    </fieldset>
  )
}
