import { readTimeSecs } from '../text/dates.ts'
import type { MomentLine as Moment } from './aws-model.ts'
import { useControlRoom } from './control-room.tsx'
import { Glyph } from './glyph.tsx'
import { imagesOf, readWords, serviceNames } from './moment-words.ts'
import { ServiceIcon } from './service-icon.tsx'

interface MomentLineProps {
  moment: Moment
  /** In place of the time of day. */
  when?: string
  isOpen: boolean
  onToggle: () => void
  onFollow?: () => void
  /** Among many lines only one takes the Tab; the arrow keys go on from there. */
  isInTabOrder?: boolean
}

/** A line of the timeline: what happened, what came of it, when, and to which image. */
export const MomentLine = ({
  moment,
  when,
  isOpen,
  onToggle,
  onFollow,
  isInTabOrder = true,
}: MomentLineProps) => {
  const { rowOf } = useControlRoom()
  const { head, outcome, tone } = readWords(moment)
  const [imageId, ...others] = imagesOf(moment)
  const name = imageId && (rowOf(imageId)?.name || imageId)
  const tabIndex = isInTabOrder ? 0 : -1
  return (
    <div className={`moment-line tone-${tone}`}>
      <button
        type="button"
        className="moment-toggle"
        aria-expanded={isOpen}
        tabIndex={tabIndex}
        onClick={onToggle}
      >
        <ServiceIcon service={moment.service} />
        <span className="moment-title">{head}</span>
        <span className={`outcome outcome-${tone}`}>{outcome}</span>
        <span className="moment-facts">
          <span className="moment-when">{when ?? readTimeSecs(moment.atMs)}</span>
          <span>{serviceNames[moment.service]}</span>
          {name && (
            <span className="moment-image">{others.length > 0 ? `${others.length + 1} images` : name}</span>
          )}
        </span>
      </button>
      {onFollow && (
        <button
          type="button"
          className="icon-button small"
          tabIndex={tabIndex}
          aria-label={`Follow ${head}`}
          title="Follow the journey"
          onClick={onFollow}
        >
          <Glyph name="route" size={16} />
        </button>
      )}
    </div>
  )
}
