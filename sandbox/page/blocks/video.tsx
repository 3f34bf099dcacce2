import type { VideoBlock } from '@slack/types'
import { useState } from 'react'
import { withEmoji } from '../text/emoji.ts'
import { Link } from '../text/link.tsx'
import { isSafeUrl } from '../text/safe-url.ts'
import { Icon } from '../ui/icon.tsx'

/** A video as Slack shows it before it is played. It plays where it lives, in a tab of its own. */
export const Video = ({ block }: { block: VideoBlock }) => {
  const [isBroken, setBroken] = useState(false)
  const title = withEmoji(block.title.text)
  const hasPicture = isSafeUrl(block.thumbnail_url) && !isBroken
  return (
    <figure className="video">
      <figcaption>
        {(block.author_name || block.provider_name) && (
          <p className="video-by">{[block.provider_name, block.author_name].filter(Boolean).join(' · ')}</p>
        )}
        <p className="video-title">{block.title_url ? <Link url={block.title_url}>{title}</Link> : title}</p>
        {block.description && <p>{withEmoji(block.description.text)}</p>}
      </figcaption>
      <a
        className="video-frame"
        href={isSafeUrl(block.video_url) ? block.video_url : undefined}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={`Play ${title}: ${block.alt_text}`}
      >
        {hasPicture ? (
          <img src={block.thumbnail_url} alt="" onError={() => setBroken(true)} />
        ) : (
          <span className="video-alt">{block.alt_text}</span>
        )}
        <span className="video-play">
          <Icon name="play" size={28} />
        </span>
      </a>
    </figure>
  )
}
