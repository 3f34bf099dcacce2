import { Fragment, type ReactNode, useMemo, useRef } from 'react'
import { countEvents, createTraces } from '../../kernel/traces.ts'
import { useResource } from '../live.ts'
import { readAge, readMoment } from '../text/dates.ts'
import { Icon } from '../ui/icon.tsx'
import { ShortName } from '../ui/short-name.tsx'
import { useNow } from '../use-now.ts'
import { awsApi } from './aws-api.ts'
import { type FleetRow, type ImageDetail, type Verb, verbs } from './aws-model.ts'
import { useControlRoom } from './control-room.tsx'
import { ImageAliases } from './image-aliases.tsx'
import { ImageShares } from './image-shares.tsx'
import { JsonView } from './json-view.tsx'
import { countOf } from './moment-words.ts'
import { Pill } from './pill.tsx'
import { useChange } from './use-change.ts'
import { useOverlay } from './use-overlay.ts'
import { calls, isOffered, labelOf } from './verb-words.ts'

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="panel-section" aria-label={title}>
    <h4>{title}</h4>
    {children}
  </section>
)

const readWhen = (iso: string | undefined, nowMs: number) => {
  const ms = Date.parse(iso ?? '')
  if (Number.isNaN(ms)) return undefined
  const age = ms > nowMs ? `in ${readAge(nowMs, ms)}` : `${readAge(ms, nowMs)} ago`
  return <time title={readMoment(ms)}>{age}</time>
}

const readSource = ({ SourceImageId, SourceImageRegion, SourceInstanceId }: ImageDetail['image']) => {
  if (SourceInstanceId) return `instance ${SourceInstanceId}`
  return SourceImageId && `${SourceImageId}${SourceImageRegion ? ` in ${SourceImageRegion}` : ''}`
}

const Facts = ({ row, image }: { row: FleetRow; image: ImageDetail['image'] }) => {
  const nowMs = useNow(1_000)
  const facts: [string, ReactNode][] = [
    ['AMI ID', <code key="id">{row.imageId}</code>],
    ['Account', row.account],
    ['Region', row.region],
    ['Created', readWhen(image.CreationDate, nowMs)],
    ['Last launched', readWhen(image.LastLaunchedTime, nowMs)],
    ['Deprecation', readWhen(image.DeprecationTime, nowMs)],
    ['Platform', [row.architecture, image.PlatformDetails].filter(Boolean).join(' · ')],
    ['Size', `${row.sizeGiB} GiB`],
    ['Source', readSource(image)],
    ['Protection', row.isProtected ? image.DeregistrationProtection : undefined],
    ['Description', image.Description],
  ]
  return (
    <dl className="facts">
      {facts.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  )
}

const Uses = ({ uses }: { uses: ImageDetail['uses'] }) => (
  <ul className="panel-list">
    {uses.map(({ kind, account, id, name, note }) => (
      <li key={`${kind} ${account} ${id}`}>
        <span>{name || kind}</span>
        {id !== name && <code>{id}</code>}
        <span className="quiet">{[name && kind, note].filter(Boolean).join(', ')}</span>
      </li>
    ))}
  </ul>
)

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

const Verbs = ({ row }: { row: FleetRow }) => {
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

interface ImagePanelProps {
  /** account/region/id */
  imageKey: string
  onClose: () => void
}

/** One image with everything that belongs to it, over the list. Esc goes back. */
export const ImagePanel = ({ imageKey, onClose }: ImagePanelProps) => {
  const { fleet, timeline, follow } = useControlRoom()
  const row = fleet.rows.get(imageKey)
  const imageId = imageKey.split('/')[2] ?? ''
  // Its row changes whenever one of its facts does, and then it is asked for again.
  const key = `${imageKey} ${JSON.stringify(row)}`
  const { data, error } = useResource(`image/${imageId}`, key, () => awsApi.image(imageKey))
  const lastDetail = useRef<ImageDetail>(undefined)
  if (data) lastDetail.current = data
  const detail = data ?? lastDetail.current
  const { back, onKeyDown } = useOverlay(onClose)
  const events = useMemo(
    () => countEvents(createTraces(timeline.moments).ofImage(imageId)),
    [timeline.moments, imageId],
  )
  return (
    <section className="image-panel" aria-label={`Image ${row?.name ?? imageId}`} onKeyDown={onKeyDown}>
      <header className="pane-head">
        <button
          ref={back}
          type="button"
          className="icon-button"
          aria-label="Back to images"
          onClick={onClose}
        >
          <Icon name="back" />
        </button>
        <h3 className="panel-name">
          <ShortName name={row?.name || imageId} />
        </h3>
        {row && <Pill state={row.state} />}
      </header>
      <div className="panel-body">
        {!row && (
          <div className="nothing">
            <h4>This image no longer exists</h4>
            <p>
              It was deregistered, and no Recycle Bin retention rule kept it. Its trace is still in the
              timeline.
            </p>
          </div>
        )}
        {row && <Verbs row={row} />}
        {detail?.recycled && row?.state === 'recycled' && (
          <p className="callout">
            Restorable from the Recycle Bin until {readMoment(detail.recycled.exitsAtMs)}.
          </p>
        )}
        {row && detail?.image.StateReason?.Message && (
          <p className="callout bad">{detail.image.StateReason.Message}</p>
        )}
        <button
          type="button"
          className="button small wide"
          disabled={events === 0}
          onClick={() => follow({ kind: 'image', imageId })}
        >
          {events === 0 ? 'No events yet' : `Trace · ${countOf(events, 'event')}`}
        </button>
        {error && row && <p className="trouble">{error}</p>}
        {row && detail && (
          <>
            <Facts row={row} image={detail.image} />
            {(detail.image.Tags?.length ?? 0) > 0 && (
              <Section title="Tags">
                <ul className="tags">
                  {detail.image.Tags?.map(({ Key, Value }) => (
                    <li key={Key}>
                      <span>{Key}</span> {Value}
                    </li>
                  ))}
                </ul>
              </Section>
            )}
            <ImageAliases imageId={row.imageId} />
            <Section title={row.uses > 0 ? `Used by ${row.uses}` : 'No usage found'}>
              <Uses uses={detail.uses} />
            </Section>
            <Section title="Shared with">
              <ImageShares row={row} detail={detail} />
            </Section>
            <Section title="Snapshots">
              <ul className="panel-list">
                {detail.snapshots.map(({ SnapshotId, VolumeSize, State, StorageTier, keyAlias }) => (
                  <li key={SnapshotId}>
                    <code>{SnapshotId}</code>
                    <span>{VolumeSize} GiB</span>
                    <span className="quiet">
                      {[State, StorageTier, keyAlias ?? 'not encrypted'].filter(Boolean).join(', ')}
                    </span>
                  </li>
                ))}
              </ul>
            </Section>
            <details className="panel-json">
              <summary>JSON</summary>
              <JsonView value={detail.image} label="JSON of the image" />
            </details>
          </>
        )}
      </div>
    </section>
  )
}
