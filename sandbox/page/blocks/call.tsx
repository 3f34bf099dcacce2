import { readMoment } from '../text/dates.ts'
import { isSafeUrl } from '../text/safe-url.ts'
import { Icon } from '../ui/icon.tsx'
import type { CallBlock } from './newer-blocks.ts'

/** A call that another service holds. */
export const Call = ({ block }: { block: CallBlock }) => {
  const { name, date_start, date_end, join_url, all_participants } = block.call?.v1 ?? {}
  const facts = [
    date_end ? 'Ended' : date_start ? `Since ${readMoment(date_start * 1000)}` : undefined,
    all_participants?.length ? `${all_participants.length} people` : undefined,
  ].filter(Boolean)
  return (
    <div className="call">
      <Icon name="play" size={20} />
      <div className="call-text">
        <strong>{name ?? `Call ${block.call_id}`}</strong>
        <small>{facts.join(' · ')}</small>
      </div>
      {join_url && isSafeUrl(join_url) && !date_end && (
        <a className="button small" href={join_url} target="_blank" rel="noopener noreferrer">
          Join
        </a>
      )}
    </div>
  )
}
