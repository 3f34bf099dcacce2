import { imagesOf } from '../../kernel/moment.ts'
import { useResource } from '../live.ts'
import { readMoment } from '../text/dates.ts'
import { awsApi } from './aws-api.ts'
import { keyOf, type MomentLine } from './aws-model.ts'
import { useControlRoom } from './control-room.tsx'
import { JsonView } from './json-view.tsx'
import { readWords } from './moment-words.ts'

/** What an opened line shows: what it means, where it leads, and its JSON. */
export const MomentDetail = ({ moment, isInTrace }: { moment: MomentLine; isInTrace: boolean }) => {
  const { follow, setOpenImage, rowOf } = useControlRoom()
  const { data, error } = useResource('moment', String(moment.id), () => awsApi.moment(moment.id))
  const { meaning, head } = readWords(moment)
  const images = imagesOf(moment).flatMap(imageId => rowOf(imageId) ?? [])
  const [only] = images.length === 1 ? images : []
  return (
    <div className="moment-detail">
      <p className="moment-meaning">
        {meaning} <time>{readMoment(moment.atMs)}</time>
      </p>
      <p className="moment-actions">
        {!isInTrace && (
          <button
            type="button"
            className="button small"
            onClick={() => follow({ kind: 'moment', id: moment.id })}
          >
            Trace
          </button>
        )}
        {only && (
          <button type="button" className="button small" onClick={() => setOpenImage(keyOf(only))}>
            Open image
          </button>
        )}
      </p>
      {error && <p className="trouble">{error}</p>}
      {data && <JsonView value={data.detail} label={`JSON of ${head}`} />}
    </div>
  )
}
