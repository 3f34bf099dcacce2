import type { Message } from '../../../blocks/message.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import { type PostOnceNeeds, postOnce } from './post-once.ts'
import { type FileToShare, type SharedFile, type ShareOnceNeeds, shareOnce } from './share-once.ts'

export type SendFileNeeds = PostOnceNeeds &
  ShareOnceNeeds & { messenger: PostOnceNeeds['messenger'] & ShareOnceNeeds['messenger'] }

export interface FileToSend extends Pick<FileToShare, 'name' | 'title' | 'altText'> {
  /** Identifies the file: the same in every function and at every try. */
  key: string
  /** The number of this file, if the thread of one message has several. */
  file?: number
  userId: string
  /** The direct message that says what the file is. */
  message: Message
  /** A table goes into the thread of the message, a picture below the message. */
  content: string | Uint8Array
}

/**
 * Sends a file to one person alone, once: Slack has no files in ephemeral messages. 1 a direct message 2 the file.
 *
 * @throws {RetryLater} where Slack has no room now
 */
export const sendFile = async (needs: SendFileNeeds, file: FileToSend): Promise<SharedFile> => {
  const { key, userId, message, name, title, altText, content } = file
  // 1 a direct message
  const posted = await postOnce(needs, { key, channel: userId, message })
  throwIfBusy(posted, 'the next direct message')
  if (posted.kind !== 'delivered') {
    const refused = 'code' in posted ? posted.code : posted.kind
    needs.log.warn('A file could not be sent: Slack takes no direct message.', {
      person: userId,
      code: refused,
    })
    return { refused }
  }
  // 2 the file
  const { channelId, ts } = posted
  return shareOnce(needs, {
    key: file.file === undefined ? `${key}/file` : `${key}/file/${file.file}`,
    name,
    title,
    content,
    channelId,
    ...(typeof content === 'string' ? { ending: 'csv', threadTs: ts } : { ending: 'png' }),
    ...(altText !== undefined && { altText }),
  })
}
