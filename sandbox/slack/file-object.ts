import { TEAM } from './defaults.ts'
import { fileTypeOf } from './file-type.ts'
import type { StoredFile } from './stored-file.ts'
import type { JsonObject } from './types.ts'

/** How much of a text a message shows before it is opened. */
const PREVIEW_LINES = 5
const PREVIEW_CHARACTERS = 400

/** Widths in which Slack offers an image; the fake serves the whole image for each. */
const THUMBS = [64, 80, 160, 360, 480, 720]

/** A file as messages and `files.info` show it. https://docs.slack.dev/reference/objects/file-object */
export const fileObject = (file: StoredFile, baseUrl: string, domain: string): JsonObject => {
  if (file.isDeleted) return { id: file.id, mode: 'tombstone' }
  const bytes = file.bytes ?? new Uint8Array()
  const { mimetype, filetype, isImage, isText } = fileTypeOf(file.name, bytes)
  const name = encodeURIComponent(file.name)
  const address = `${baseUrl}/slack/files/${TEAM.id}-${file.id}`
  return {
    id: file.id,
    created: file.createdSec,
    timestamp: file.createdSec,
    name: file.name,
    title: file.title,
    mimetype,
    filetype,
    pretty_type: filetype.toUpperCase(),
    user: file.userId,
    user_team: TEAM.id,
    mode: isText ? 'snippet' : 'hosted',
    editable: isText,
    is_external: false,
    external_type: '',
    is_public: file.channelIds.length > 0,
    public_url_shared: false,
    size: file.length,
    url_private: `${address}/${name}`,
    url_private_download: `${address}/download/${name}`,
    permalink: `https://${TEAM.domain}.${domain}/files/${file.userId}/${file.id}/${name}`,
    channels: [...file.channelIds],
    ...(file.altText === undefined ? {} : { alt_txt: file.altText }),
    ...(isText ? previewOf(bytes) : {}),
    ...(isImage
      ? Object.fromEntries(THUMBS.map(width => [`thumb_${width}`, `${address}/${name}`] as const))
      : {}),
  }
}

const previewOf = (bytes: Uint8Array): JsonObject => {
  const lines = new TextDecoder().decode(bytes).split('\n')
  const preview = lines.slice(0, PREVIEW_LINES).join('\n').slice(0, PREVIEW_CHARACTERS)
  return {
    preview,
    lines: lines.length,
    lines_more: Math.max(0, lines.length - PREVIEW_LINES),
    preview_is_truncated: preview.length < lines.join('\n').length,
  }
}
