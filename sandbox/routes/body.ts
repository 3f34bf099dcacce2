import type { Context } from 'hono'
import * as v from 'valibot'

/** The JSON body as `schema` wants it, or the answer that says what is wrong with it. */
export const readBody = async <Schema extends v.GenericSchema>(
  c: Context,
  schema: Schema,
): Promise<{ ok: true; body: v.InferOutput<Schema> } | { ok: false; answer: Response }> => {
  const text = await c.req.text()
  let json: unknown
  try {
    json = text === '' ? {} : JSON.parse(text)
  } catch {
    return { ok: false, answer: c.json({ error: 'invalid_json', message: 'The body is not JSON.' }, 400) }
  }
  const parsed = v.safeParse(schema, json)
  if (parsed.success) return { ok: true, body: parsed.output }
  const message = parsed.issues.map(issue => `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`).join('; ')
  return { ok: false, answer: c.json({ error: 'invalid_body', message }, 400) }
}
