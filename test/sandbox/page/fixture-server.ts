import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { createPageRoutes } from '../../../sandbox/routes/page.ts'
import { readPage } from '../../support/shared/client.ts'
import * as canned from './canned.ts'
import { createGallery, PICTURE } from './gallery.ts'

const SQUARE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90"><rect width="160" height="90" fill="#2f7fb8"/><circle cx="80" cy="45" r="26" fill="#9be3d0"/></svg>'

interface Asked {
  path: string
  body: unknown
}

export interface FixtureServer {
  url: string
  /** Every POST the page sent, oldest first. */
  asked: Asked[]
  /** The open modal of everybody. */
  setModal: (view: object | null) => void
  /** What the next POST to a path ending so is answered. */
  answer: (ending: string, body: object) => void
  /** The images of the AWS side; an empty account at first. */
  setFleet: (rows: object[]) => void
  setMessages: (channel: string, messages: object[]) => void
  /** Up to which `ts` somebody has read a channel. */
  setLastRead: (channel: string, person: string, ts: string) => void
  /** Back to the beginning, for the next test. */
  reset: () => void
  /** Says something on the stream. */
  say: (change: object) => void
  close: () => Promise<void>
}

/** Two options named after what was typed, in a group. */
const createSuggestions = (body: unknown): object => {
  const typed = body !== null && typeof body === 'object' && 'value' in body ? String(body.value) : ''
  const options = ['-1', '-2'].map(end => ({
    text: { type: 'plain_text', text: `${typed || 'any'}${end}` },
    value: `${typed || 'any'}${end}`,
  }))
  return { status: 200, option_groups: [{ label: { type: 'plain_text', text: 'Found' }, options }] }
}

/** The sandbox's routes with canned answers: enough to draw the page, and to see what it asks for. */
export const startFixtureServer = async (): Promise<FixtureServer> => {
  const asked: Asked[] = []
  const answers = new Map<string, object>()
  const streams = new Set<(change: object) => void>()
  let messages: Record<string, object[]> = { ...canned.messages }
  let modal: object | null = null
  let fleet: object[] = []
  let lastRead: Record<string, Record<string, string>> = {}
  const app = new Hono()
  app.route('/', createPageRoutes(readPage).app)
  app.get('/_sandbox/people', c => c.json(canned.people))
  app.get('/_sandbox/usergroups', c => c.json(canned.userGroups))
  app.get('/_sandbox/channels', c =>
    c.json(canned.channels.map(channel => ({ ...channel, last_read: lastRead[channel.name] ?? {} }))),
  )
  app.get('/_sandbox/channels/:name/messages', c => {
    const name = c.req.param('name')
    const gallery = name === 'gallery' ? createGallery(new URL(c.req.url).origin) : []
    return c.json(messages[name] ?? gallery)
  })
  app.get('/_sandbox/people/:name/private', c => c.json(canned.privateMessages[c.req.param('name')] ?? []))
  app.get('/_sandbox/people/:name/modal', c => c.json(modal))
  app.get('/_sandbox/slack', c => c.json({ eventsUrl: 'verified', shortcuts: [] }))
  app.get('/_sandbox/people/:name/home', c => c.json(canned.home))
  // The AWS side is tested over the sandbox itself.
  app.get('/_sandbox/fleet', c => c.json({ cursor: '0', isAll: true, rows: fleet, gone: [], names: {} }))
  app.get('/_sandbox/fleet/:account/:region/:id', c => c.json(canned.imageDetail))
  for (const nothing of ['images', 'timeline', 'moments', 'queues', 'faults']) {
    app.get(`/_sandbox/${nothing}`, c => c.json([]))
  }
  app.get(PICTURE, c => c.body(SQUARE, 200, { 'content-type': 'image/svg+xml' }))
  app.get('/download/:name', c => c.text(`all of ${c.req.param('name')}`))
  app.get('/_sandbox/stream', c =>
    streamSSE(c, async stream => {
      const say = (change: object) => void stream.writeSSE({ data: JSON.stringify(change) })
      streams.add(say)
      await new Promise<void>(resolve => stream.onAbort(resolve))
      streams.delete(say)
    }),
  )
  app.post('/_sandbox/*', async c => {
    const path = c.req.path.replace('/_sandbox/', '')
    const text = await c.req.text()
    asked.push({ path, body: text ? JSON.parse(text) : null })
    for (const [ending, body] of answers) {
      if (!path.endsWith(ending)) continue
      answers.delete(ending)
      return c.json(body)
    }
    if (path.endsWith('/suggest')) return c.json(createSuggestions(asked.at(-1)?.body))
    if (path.endsWith('/files')) return c.json({ id: `F${asked.length}` }, 201)
    return c.json({ status: 200 })
  })
  const server = await new Promise<ServerType>(resolve => {
    const started: ServerType = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () =>
      resolve(started),
    )
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    setModal: view => {
      modal = view
    },
    answer: (ending, body) => void answers.set(ending, body),
    setFleet: rows => {
      fleet = rows.map(row => ({ ...canned.fleetRow, ...row }))
    },
    setMessages: (channel, next) => {
      messages[channel] = next
    },
    setLastRead: (channel, person, ts) => {
      lastRead[channel] = { ...lastRead[channel], [person]: ts }
    },
    reset: () => {
      asked.length = 0
      answers.clear()
      modal = null
      fleet = []
      messages = { ...canned.messages }
      lastRead = {}
    },
    say: change => {
      for (const say of streams) say(change)
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
