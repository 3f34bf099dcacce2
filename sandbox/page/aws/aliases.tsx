import { readAge, readMoment } from '../text/dates.ts'
import { ShortName } from '../ui/short-name.tsx'
import { useNow } from '../use-now.ts'
import { type AliasFamily, groupAliases } from './alias-families.ts'
import { awsApi } from './aws-api.ts'
import { keyOf, type Parameter } from './aws-model.ts'
import { useControlRoom } from './control-room.tsx'
import { Pill } from './pill.tsx'
import { useOptional } from './use-optional.ts'

/** The image by its name, which opens it; by its id where it is in no account's list. */
const Target = ({ imageId }: { imageId: string }) => {
  const { rowOf, setOpenImage } = useControlRoom()
  const row = rowOf(imageId)
  if (!row) return <code>{imageId}</code>
  return (
    <>
      <button type="button" className="text-button alias-target" onClick={() => setOpenImage(keyOf(row))}>
        <ShortName name={row.name} />
      </button>
      {row.state !== 'available' && <Pill state={row.state} />}
    </>
  )
}

const Place = ({ parameter, nowMs }: { parameter: Parameter; nowMs: number }) => {
  const { account, region, value, version, versions, proposed } = parameter
  const { names } = useControlRoom().fleet
  const since = versions.at(-1)
  return (
    <li className="alias-place">
      <span className="alias-where">
        {region} <span className="quiet">{names.get(account) ?? account}</span>
      </span>
      <span className="alias-now">
        {value === null ? <span className="quiet">no value yet</span> : <Target imageId={value} />}
      </span>
      {since && (
        <time className="quiet" title={`${readMoment(since.modifiedAtMs)} by ${since.modifiedBy}`}>
          version {version}, {readAge(since.modifiedAtMs, nowMs)} ago
        </time>
      )}
      {proposed.map(next => (
        <span key={next.version} className="alias-next" role="status">
          <span className="quiet">version {next.version} is validated:</span> <Target imageId={next.value} />
        </span>
      ))}
    </li>
  )
}

const Family = ({ family, nowMs }: { family: AliasFamily; nowMs: number }) => (
  <li className="queue alias-family">
    <h3>
      {family.name || 'In no folder'} <span className="quiet">{family.folder}</span>
    </h3>
    {family.aliases.map(({ name, places }) => (
      <section key={name} aria-label={`Alias ${name} of ${family.name}`}>
        <h4>{name}</h4>
        <ul>
          {places.map(parameter => (
            <Place key={`${parameter.account}/${parameter.region}`} parameter={parameter} nowMs={nowMs} />
          ))}
        </ul>
      </section>
    ))}
  </li>
)

/** Which image each alias names, in each account and region: the parameters of data type `aws:ec2:image`. */
export const Aliases = () => {
  const nowMs = useNow(1_000)
  const [parameters] = useOptional(awsApi.parameters, 'parameters')
  const families = groupAliases(parameters ?? [])
  if (parameters && families.length === 0) {
    return (
      <div className="nothing">
        <h3>No aliases</h3>
        <p>An SSM parameter of data type aws:ec2:image is an alias: launch templates launch what it names.</p>
      </div>
    )
  }
  return (
    <ul className="queues">
      {families.map(family => (
        <Family key={family.folder} family={family} nowMs={nowMs} />
      ))}
    </ul>
  )
}
