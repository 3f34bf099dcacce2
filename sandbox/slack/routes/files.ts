import { type Context, Hono } from 'hono'
import { TEAM } from '../defaults.ts'
import { fileTypeOf } from '../file-type.ts'
import type { Files } from '../files.ts'
import type { StoredFile } from '../stored-file.ts'

export interface FileRoutesOptions {
  files: Files
  botToken: string
  hasScope: (scope: string) => boolean
}

/** `/slack/files`: the bytes behind `url_private` and `url_private_download`. */
export const createFileRoutes = ({ files, botToken, hasScope }: FileRoutesOptions): Hono => {
  const app = new Hono()

  const isBot = (c: Context) =>
    c.req.header('authorization') === `Bearer ${botToken}` && hasScope('files:read')
  /** A browser says so by itself and no page can make it lie: the sandbox's own page, or an address typed in. */
  const isPerson = (c: Context) => ['same-origin', 'none'].includes(c.req.header('sec-fetch-site') ?? '')

  const send = (c: Context, disposition: 'inline' | 'attachment') => {
    // Without a sign-in Slack answers with a sign-in page, which bots mistake for the file.
    if (!isBot(c) && !isPerson(c)) return c.html('<!doctype html><title>Sign in</title>', 403)
    const file = fileAt(files, c.req.param('key') ?? '')
    if (!file?.bytes || file.isDeleted) return c.text('File not found', 404)
    return new Response(new Uint8Array(file.bytes), {
      headers: {
        'content-type': fileTypeOf(file.name, file.bytes).mimetype,
        'content-disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        // An uploaded file is shown, never run.
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
      },
    })
  }

  app.get('/:key/download/:name', c => send(c, 'attachment'))
  app.get('/:key/:name', c => send(c, 'inline'))
  return app
}

const fileAt = (files: Files, key: string): StoredFile | undefined =>
  key.startsWith(`${TEAM.id}-`) ? files.stored.get(key.slice(TEAM.id.length + 1)) : undefined
