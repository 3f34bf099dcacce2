import { Hono } from 'hono'
import { buildPage, type Page } from '../page/build.ts'

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
  app.get('/', async c => c.html((await readPage()).html))
  app.get('/page.js', async c =>
    c.body((await readPage()).js, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  )
  app.get('/page.css', async c =>
    c.body((await readPage()).css, 200, { 'content-type': 'text/css; charset=utf-8' }),
  )
  return {
    app,
    warmUp: async () => {
      await readPage()
    },
  }
}
