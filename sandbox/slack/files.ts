import { fileObject } from './file-object.ts'
import { SlackError } from './slack-error.ts'
import type { StoredFile } from './stored-file.ts'
import type { JsonObject } from './types.ts'
import type { Workspace } from './workspace.ts'

export interface Files {
  /** Every file by its id, also those not yet uploaded and those deleted. */
  readonly stored: Map<string, StoredFile>
  expect(name: string, length: number, userId: string, altText?: string): StoredFile
  receive(id: string, bytes: Uint8Array): boolean
  /** A file whose bytes are there; refused with Slack's word otherwise. */
  arrived(id: string): StoredFile & { bytes: Uint8Array }
  describe(file: StoredFile): JsonObject
  /** Messages that hold the file keep a tombstone. */
  remove(file: StoredFile): void
  /** Writes the addresses again into every message: a sandbox that starts again may listen elsewhere. */
  refresh(): void
}

export const createFiles = (workspace: Workspace, baseUrl: () => string): Files => {
  const stored = new Map<string, StoredFile>()

  const describe = (file: StoredFile): JsonObject => fileObject(file, baseUrl(), workspace.domain)

  const redraw = (isMeant: (id: string) => boolean): void => {
    for (const channel of workspace.channels.values()) {
      for (const message of channel.messages) {
        if (!message.files?.some(({ id }) => isMeant(String(id)))) continue
        message.files = message.files.map(shown => {
          const file = stored.get(String(shown.id))
          return file && isMeant(file.id) ? describe(file) : shown
        })
        workspace.channelChanged(channel)
      }
    }
  }

  return {
    stored,
    describe,
    expect(name, length, userId, altText) {
      const file: StoredFile = {
        id: workspace.newId('F'),
        name,
        title: name,
        length,
        userId,
        createdSec: Math.floor(workspace.clock.nowMs() / 1000),
        channelIds: [],
        isDeleted: false,
        ...(altText === undefined ? {} : { altText }),
      }
      stored.set(file.id, file)
      return file
    },
    receive(id, bytes) {
      const file = stored.get(id)
      if (!file || file.isDeleted || bytes.byteLength !== file.length) return false
      file.bytes = bytes
      return true
    },
    arrived(id) {
      const file = stored.get(id)
      if (file?.isDeleted) throw new SlackError('file_deleted')
      if (!file?.bytes) throw new SlackError('file_not_found')
      return { ...file, bytes: file.bytes }
    },
    remove(file) {
      stored.set(file.id, { ...file, isDeleted: true, length: 0, bytes: new Uint8Array() })
      redraw(id => id === file.id)
    },
    refresh: () => redraw(() => true),
  }
}
