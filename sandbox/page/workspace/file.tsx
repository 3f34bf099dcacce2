import { useState } from 'react'
import type { SlackFile } from '../model.ts'
import { isSafeUrl } from '../text/safe-url.ts'
import { readSize } from '../text/size.ts'
import { Icon } from '../ui/icon.tsx'

/** An address of the sandbox itself, or one that is safe to open. */
const readAddress = (url: string | undefined) =>
  url && (/^\/(?!\/)/.test(url) || isSafeUrl(url)) ? url : undefined

const Download = ({ file, name }: { file: SlackFile; name: string }) => {
  const url = readAddress(file.url_private_download ?? file.url_private)
  if (!url) return null
  return (
    <a
      className="icon-button small"
      href={url}
      download={file.name ?? name}
      aria-label={`Download ${name}`}
      title="Download"
    >
      <Icon name="download" size={18} />
    </a>
  )
}

const ImageFile = ({ file, name }: { file: SlackFile; name: string }) => {
  const [isBroken, setBroken] = useState(false)
  const url = readAddress(file.url_private)
  if (!url || isBroken) return null
  return (
    <a
      className="file-image"
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={`Open ${name}`}
    >
      <img src={url} alt={file.alt_txt ?? name} onError={() => setBroken(true)} />
    </a>
  )
}

const TextFile = ({ file, name }: { file: SlackFile; name: string }) => (
  <>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line scrolls, by keyboard too */}
    <section className="file-text" tabIndex={0} aria-label={`Beginning of ${name}`}>
      <pre>{file.preview}</pre>
    </section>
    {file.preview_is_truncated && <p className="file-more">Download it to read the rest.</p>}
  </>
)

/** A file of a message: what it is called, what is in it as far as that can be shown, and a way to keep it. */
export const FileView = ({ file }: { file: SlackFile & { mode?: string } }) => {
  if (file.mode === 'tombstone') return <p className="file-gone">This file was deleted.</p>
  const name = file.title || file.name || file.id
  return (
    <figure className="file">
      <figcaption className="file-head">
        <Icon name="file" size={20} />
        <span className="file-line-name">{name}</span>
        <span className="file-line-size">
          {[file.pretty_type, readSize(file.size)].filter(Boolean).join(' · ')}
        </span>
        <Download file={file} name={name} />
      </figcaption>
      {file.mimetype?.startsWith('image/') && <ImageFile file={file} name={name} />}
      {file.preview !== undefined && <TextFile file={file} name={name} />}
    </figure>
  )
}
