import { fileTypeOf } from '../file-type.ts'
import type { Files } from '../files.ts'
import { isObject, type Json, type JsonObject, type Person } from '../types.ts'
import { ImpossibleGesture } from './interactor.ts'

/** Slack's own number, where the input names none. */
const MAX_FILES = 10

/** The state of a file input: files that this person uploaded, as many and of such kinds as the input takes. */
export const filesState = (files: Files, person: Person, element: JsonObject, given: Json): JsonObject => {
  const stated = isObject(given) && given.files !== undefined ? given.files : given
  const entries = (Array.isArray(stated) ? stated : [stated]).filter(entry => entry !== null)
  const ids = entries.map(entry => String(isObject(entry) ? entry.id : entry))
  const max = typeof element.max_files === 'number' ? element.max_files : MAX_FILES
  if (ids.length > max) throw new ImpossibleGesture(422, `Expected at most ${max} files, got ${ids.length}`)
  return { type: 'file_input', files: ids.map(id => files.describe(ownFile(files, person, element, id))) }
}

const ownFile = (files: Files, person: Person, { filetypes }: JsonObject, id: string) => {
  const file = files.stored.get(id)
  if (!file?.bytes || file.isDeleted || file.userId !== person.id) {
    throw new ImpossibleGesture(422, `${person.name} has uploaded no file ${id}`)
  }
  const { filetype } = fileTypeOf(file.name, file.bytes)
  if (Array.isArray(filetypes) && filetypes.length > 0 && !filetypes.includes(filetype)) {
    throw new ImpossibleGesture(422, `Expected a file of type ${filetypes.join(' or ')}, got ${filetype}`)
  }
  return file
}
