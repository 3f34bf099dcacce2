import { imagesOf } from '../../kernel/moment.ts'
import { readTimeSecs } from '../text/dates.ts'
import { ShortName } from '../ui/short-name.tsx'
import type { MomentLine as Moment } from './aws-model.ts'
import { useControlRoom } from './control-room.tsx'
import { Glyph } from './glyph.tsx'
import { readWords, serviceNames } from './moment-words.ts'
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
          {name && others.length === 0 && <ShortName className="moment-image" name={name} />}
          {others.length > 0 && <span>{others.length + 1} images</span>}
        </span>
      </button>
      {onFollow && (
        <button
          type="button"
          className="icon-button small"
          tabIndex={tabIndex}
          aria-label={`Trace ${head}`}
          title="Trace"
          onClick={onFollow}
        >
          <Glyph name="route" size={16} />
        </button>
      )}
    </div>
  )
}
