import type { ImageBlock, ImageElement } from '@slack/types'
import { useState } from 'react'
import { isSafeUrl } from '../text/safe-url.ts'

/** An image of a block; where it can't be loaded (the sandbox needs no network), its description. */
export const Picture = ({ image, className }: { image: ImageElement | ImageBlock; className: string }) => {
  const [isBroken, setBroken] = useState(false)
  const file = 'slack_file' in image ? image.slack_file : undefined
  const url = 'image_url' in image ? image.image_url : file && 'url' in file ? file.url : undefined
  if (isBroken || !url || !isSafeUrl(url)) return <span className="picture-missing">{image.alt_text}</span>
  return <img className={className} src={url} alt={image.alt_text} onError={() => setBroken(true)} />
}
