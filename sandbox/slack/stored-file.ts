/** Files on their way and in the workspace: first a place to upload to, then the bytes, then the sharing. */
export interface StoredFile {
  id: string
  name: string
  title: string
  altText?: string
  /** Bytes, as announced; what arrives must have as many. */
  length: number
  userId: string
  createdSec: number
  /** Where it was shared. */
  channelIds: string[]
  isDeleted: boolean
  /** Absent until it was uploaded. */
  bytes?: Uint8Array
}
