import { splitAlias } from './alias-families.ts'
import { awsApi } from './aws-api.ts'
import { useOptional } from './use-optional.ts'

/** The aliases that name the image now, each with its place. */
export const ImageAliases = ({ imageId }: { imageId: string }) => {
  const [parameters = []] = useOptional(awsApi.parameters, 'parameters')
  const named = parameters.filter(({ dataType, value }) => dataType === 'aws:ec2:image' && value === imageId)
  if (named.length === 0) return null
  return (
    <section className="panel-section" aria-label="Named by aliases">
      <h4>Named by {named.length === 1 ? 'one alias' : `${named.length} aliases`}</h4>
      <ul className="panel-list">
        {named.map(({ name, account, region }) => (
          <li key={`${account}/${region}${name}`}>
            <span>{splitAlias(name).alias}</span>
            <code>{name}</code>
            <span className="quiet">
              {region}, {account}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
