import type { JsonObject } from './types.ts'
import type { Workspace } from './workspace.ts'

/** Files on their way: first a place to upload to, then the bytes, then the sharing. */
export interface UploadedFile {
  id: string
  name: string
  length: number
  bytes?: Uint8Array
}

export interface Files {
  expect(name: string, length: number): UploadedFile
  find(id: string): UploadedFile | undefined
  receive(id: string, bytes: Uint8Array): boolean
}

export const createFiles = (workspace: Workspace): Files => {
  const files = new Map<string, UploadedFile>()
  return {
    expect(name, length) {
      const file = { id: workspace.newId('F'), name, length }
      files.set(file.id, file)
      return file
    },
    find: id => files.get(id),
    receive(id, bytes) {
      const file = files.get(id)
      if (!file || bytes.byteLength !== file.length) return false
      file.bytes = bytes
      return true
    },
  }
}

/** A file as a message shows it. */
export const fileObject = (file: UploadedFile, title: string): JsonObject => ({
  id: file.id,
  name: file.name,
  title,
  size: file.length,
  mode: 'hosted',
  permalink: `https://sandbox.slack.com/files/U0AMIOPS/${file.id}/${encodeURIComponent(file.name)}`,
})
