import type { Person } from '../model.ts'
import { useSession } from '../session.tsx'
import { Avatar } from '../ui/avatar.tsx'

const describe = (person: Person) =>
  person.is_stranger ? 'external (Slack Connect)' : (person.user_groups ?? []).join(', ')

/** "You are": radio buttons, so the arrow keys change the person. */
export const PersonSwitch = () => {
  const { person: me, people, becomePerson } = useSession()
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
          <span className="person-title">{describe(person)}</span>
        </label>
      ))}
    </fieldset>
  )
}
