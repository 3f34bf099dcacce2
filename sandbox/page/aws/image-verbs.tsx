import { Fragment } from 'react'
import { type FleetRow, type Verb, verbs } from './aws-model.ts'
import { useChange } from './use-change.ts'
import { calls, isOffered, labelOf } from './verb-words.ts'

const REGIONS = ['us-east-1', 'eu-west-1', 'us-west-2']

/** A copy elsewhere is another image of the same build. */
const CopyTo = ({ row }: { row: FleetRow }) => {
  const change = useChange()
  return (
    <select
      className="chip-select"
      aria-label="Copy to another region"
      value=""
      onChange={event => void change(row, 'copy', { region: event.target.value, name: row.name })}
    >
      <option value="">Copy to…</option>
      {REGIONS.filter(region => region !== row.region).map(region => (
        <option key={region} value={region}>
          {region}
        </option>
      ))}
    </select>
  )
}

/** What AWS can do with the image, without Slack. */
export const ImageVerbs = ({ row }: { row: FleetRow }) => {
  const change = useChange()
  const isDone = (verb: Verb) => void change(row, verb)
  return (
    <fieldset className="verbs" aria-label="Actions outside Slack">
      {verbs
        .filter(verb => isOffered(verb, row.state, row.isProtected))
        .map(verb => (
          <Fragment key={verb}>
            <button
              type="button"
              className={verb === 'deregister' ? 'button small button-danger' : 'button small'}
              title={calls[verb]}
              onClick={() => isDone(verb)}
            >
              {labelOf(verb)}
            </button>
            {verb === 'copy' && <CopyTo row={row} />}
          </Fragment>
        ))}
    </fieldset>
  )
}
