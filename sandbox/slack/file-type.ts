import { isUtf8 } from 'node:buffer'
import { getMimeType } from 'hono/utils/mime'

/** Text that the table of media types does not know, and Slack does. */
const MORE_TYPES: Readonly<Record<string, string>> = {
  log: 'text/plain',
  md: 'text/markdown',
  yaml: 'text/yaml',
  yml: 'text/yaml',
}

/** Slack's names for what it does not call by the ending. https://docs.slack.dev/reference/objects/file-object#types */
const FILE_TYPES: Readonly<Record<string, string>> = {
  txt: 'text',
  log: 'text',
  md: 'markdown',
  yml: 'yaml',
  jpeg: 'jpg',
  htm: 'html',
}

export interface FileType {
  mimetype: string
  filetype: string
  isImage: boolean
  isText: boolean
}

/** What a file is, by its ending; without one, by whether its bytes can be read as text. */
export const fileTypeOf = (name: string, bytes: Uint8Array): FileType => {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const isReadable = isUtf8(bytes) && !bytes.includes(0)
  const fallback = isReadable ? 'text/plain' : 'application/octet-stream'
  const mimetype = MORE_TYPES[ending] ?? getMimeType(name.toLowerCase())?.replace(/;.*$/, '') ?? fallback
  return {
    mimetype,
    filetype: FILE_TYPES[ending] ?? (ending || (isReadable ? 'text' : 'binary')),
    isImage: /^image\/(png|jpeg|gif|webp)$/.test(mimetype),
    isText: isReadable && /^text\/|json|xml|javascript|yaml/.test(mimetype),
  }
}
