import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Hono } from 'hono'
import { buildPage, type Page } from '../page/build.ts'

const { resolve } = createRequire(join(process.cwd(), 'sandbox', 'package.json'))

/** Asked for only where the machine has no emoji font of its own; see `fonts.css`. */
const readEmojiFont = () => readFile(resolve('twemoji-colr-font/twemoji.woff2'))

const hashOf = (script: string): string => `'sha256-${createHash('sha256').update(script).digest('base64')}'`

/**
 * Nothing but what the sandbox serves runs in the page or reaches it. Pictures are the exception: a message may show one from
 * anywhere. React sets `style` attributes.
 */
const createPolicy = (html: string): string => {
  const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script = '']) => hashOf(script))
  return [
    "default-src 'none'",
    `script-src 'self' ${scripts.join(' ')}`,
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "font-src 'self'",
    "connect-src 'self'",
    'img-src * data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** The page, bundled once, when somebody first wants it or `warmUp` is called. */
export const createPageRoutes = (
  build: () => Promise<Page> = buildPage,
): { app: Hono; warmUp: () => Promise<void> } => {
  let page: Promise<Page> | undefined
  const readPage = () => {
    page ??= build().catch(error => {
      // A failed build is not remembered: the next visit tries again.
      page = undefined
      throw error
    })
    return page
  }
  const app = new Hono()
  app.get('/', async c => {
    const { html } = await readPage()
    return c.html(html, 200, { 'content-security-policy': createPolicy(html) })
  })
  app.get('/page.js', async c =>
    c.body((await readPage()).js, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  )
  app.get('/page.css', async c =>
    c.body((await readPage()).css, 200, { 'content-type': 'text/css; charset=utf-8' }),
  )
  app.get('/emoji.woff2', async c =>
    c.body(new Uint8Array(await readEmojiFont()), 200, {
      'content-type': 'font/woff2',
      'cache-control': 'max-age=86400',
    }),
  )
  return {
    app,
    warmUp: async () => {
      await readPage()
    },
  }
}
