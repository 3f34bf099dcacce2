import { WebAPIPlatformError, type WebClient } from '@slack/web-api'
import type { Files, Refusable } from '../ports.ts'
import { deliveryOf, isTokenRefused } from './delivery.ts'

const TIMEOUT_MS = 10_000

/** Files in Slack: ask for an address, upload, share. https://docs.slack.dev/messaging/working-with-files */
export const createFiles = (connect: () => Promise<WebClient>): Files => {
  const trying = async <T extends object>(work: (web: WebClient) => Promise<T>): Promise<T | Refusable> => {
    try {
      return await work(await connect())
    } catch (error) {
      return refusalOf(error)
    }
  }
  return {
    openFile: (name, bytes, altText) =>
      trying(async web => {
        // Slack's documentation calls it alt_txt, Slack's own client alt_text.
        // https://docs.slack.dev/reference/methods/files.getUploadURLExternal
        const alt = altText === undefined ? {} : { alt_txt: altText, alt_text: altText }
        const answer = await web.files.getUploadURLExternal({ filename: name, length: bytes, ...alt })
        return { kind: 'open', fileId: answer.file_id ?? '', url: answer.upload_url ?? '' }
      }),

    shareFile: ({ fileId, url }, { content, title, channelId, threadTs }) =>
      trying(async web => {
        const uploaded = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body: typeof content === 'string' ? content : Uint8Array.from(content),
          redirect: 'error',
          signal: AbortSignal.timeout(TIMEOUT_MS),
        }).catch(() => undefined)
        if (!uploaded?.ok) return { kind: 'busy', retryAfterSec: 5 }
        await web.files.completeUploadExternal({
          files: [{ id: fileId, title }],
          channel_id: channelId,
          ...(threadTs !== undefined && { thread_ts: threadTs }),
        })
        return { kind: 'shared' }
      }),

    async removeFile(fileId) {
      await trying(async web => {
        await web.files.delete({ file: fileId })
        return { kind: 'shared' }
      })
    },
  }
}

/**
 * A file that Slack refuses is not an error: the digest stays without its list, and says so.
 *
 * @throws the error itself where Slack refused the token: the list follows once the token is replaced
 */
const refusalOf = (error: unknown): Refusable => {
  if (isTokenRefused(error)) throw error
  try {
    const delivery = deliveryOf(error)
    if (delivery.kind === 'busy') return { kind: 'busy', retryAfterSec: delivery.retryAfterSec }
  } catch {
    // A code that says nothing about messages.
  }
  if (error instanceof WebAPIPlatformError) return { kind: 'refused', code: error.data.error }
  throw error
}
