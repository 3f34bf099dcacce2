import { type ReactNode, useMemo, useRef } from 'react'
import { countEvents, createTraces } from '../../kernel/traces.ts'
import { useResource } from '../live.ts'
import { readMoment } from '../text/dates.ts'
import { Icon } from '../ui/icon.tsx'
import { ShortName } from '../ui/short-name.tsx'
import { awsApi } from './aws-api.ts'
import type { ImageDetail } from './aws-model.ts'
import { useControlRoom } from './control-room.tsx'
import { ImageAliases } from './image-aliases.tsx'
import { ImageFacts } from './image-facts.tsx'
import { ImageShares } from './image-shares.tsx'
import { ImageVerbs } from './image-verbs.tsx'
import { JsonView } from './json-view.tsx'
import { countOf } from './moment-words.ts'
import { Pill } from './pill.tsx'
import { useOverlay } from './use-overlay.ts'

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="panel-section" aria-label={title}>
    <h4>{title}</h4>
    {children}
  </section>
)

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
        {row && <ImageVerbs row={row} />}
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
            <ImageFacts row={row} image={detail.image} />
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
