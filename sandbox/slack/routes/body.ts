import type { Context } from 'hono'
import { ImpossibleGesture } from '../interactions/interactor.ts'
import { isObject, type JsonObject } from '../types.ts'

/** The body of a person's action; no body counts as an empty one. */
export const bodyOf = async (c: Context): Promise<JsonObject> => {
  const text = await c.req.text()
  if (text === '') return {}
  try {
    const body: unknown = JSON.parse(text)
    if (isObject(body)) return body
  } catch {
    // Said below, in the same words as for any other body that is not an object.
  }
  throw new ImpossibleGesture(422, 'Expected the body to be a JSON object')
}

/** A file as a browser's form sends it, or as JSON with its bytes in base64. */
export const uploadIn = async (c: Context): Promise<{ name: string; bytes: Uint8Array }> => {
  if (c.req.header('content-type')?.startsWith('multipart/form-data')) {
    const file = [...(await c.req.formData()).values()].find(entry => typeof entry !== 'string')
    if (!file || typeof file === 'string')
      throw new ImpossibleGesture(422, 'Expected the form to hold a file')
    return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
  }
  const { name, content } = await bodyOf(c)
  if (typeof name !== 'string' || typeof content !== 'string') {
    throw new ImpossibleGesture(422, 'Expected `name` to be a string and `content` to be base64')
  }
  return { name, bytes: new Uint8Array(Buffer.from(content, 'base64')) }
}
