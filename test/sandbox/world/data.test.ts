import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { World } from '../../../sandbox/world.ts'
import type { WorldOptions } from '../../../sandbox/world-options.ts'
import { endAll, start } from './run-start.ts'
import { get, post, startWorld } from './support.ts'

let data = ''
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'amiops-data-'))
})
afterEach(() => {
  endAll()
  rmSync(data, { recursive: true, force: true })
})

interface Message {
  ts: string
  text: string
}

const read = async <T>(url: string, path: string): Promise<T> =>
  (await (await fetch(`${url}/_sandbox${path}`)).json()) as T

const send = async <T>(url: string, path: string, body: object): Promise<T> => {
  const answer = await fetch(`${url}/_sandbox${path}`, { method: 'POST', body: JSON.stringify(body) })
  return (await answer.json()) as T
}

/** An image of somebody outside Slack, once its card stands in the channel. */
const makeImage = async (url: string): Promise<string> => {
  const { imageId } = await send<{ imageId: string }>(url, '/images', { name: 'kept' })
  await read(url, '/idle')
  return imageId
}

const cardOf = async (url: string, imageId: string): Promise<Message> => {
  const messages = await read<Message[]>(url, '/channels/ami-ready/messages')
  const [card, ...others] = messages.filter(({ text }) => text.includes(imageId))
  if (!card || others.length > 0) throw new Error(`Expected one card of ${imageId}.`)
  return card
}

const namesIn = (folder: string): string[] => readdirSync(folder)

const contains = (name: string, text: string): boolean => {
  try {
    return readFileSync(join(data, name), 'utf8').includes(text)
  } catch {
    // Replaced by a newer one since it was listed.
    return false
  }
}

/** What the last save that counts consists of. */
const currentFiles = (): string[] => {
  if (!namesIn(data).includes('sandbox.json')) return []
  const { files } = JSON.parse(readFileSync(join(data, 'sandbox.json'), 'utf8')) as {
    files: Record<string, string>
  }
  return ['sandbox.json', 'sandbox.lock', ...Object.values(files)]
}

const fileOf = (service: string): string => currentFiles().find(name => name.includes(service)) ?? ''

/** Looks again whenever a file comes or goes: another process's work cannot be waited for otherwise. */
const until = (isSo: () => boolean): Promise<void> =>
  new Promise(resolve => {
    const watcher = watch(data, () => look())
    const look = () => {
      if (!isSo()) return
      watcher.close()
      resolve()
    }
    look()
  })

describe('npm start -- --data', () => {
  test('ended and started again: the card is there, and a click on it disables the image', async () => {
    const first = start(['--data', data])
    const imageId = await makeImage(await first.url())
    await first.prints(new RegExp(`Saved in ${data}\n`))
    const card = await cardOf(await first.url(), imageId)
    first.kill('SIGINT')
    expect((await first.ended).code).toBe(0)
    expect(readdirSync(data)).not.toContain('sandbox.lock')

    const second = start(['--data', data])
    const url = await second.url()
    await second.prints(/images in \d+ regions of \d+ accounts, saved by the previous run at 2/)
    expect(await cardOf(url, imageId)).toEqual(card)
    const { ts } = card
    await send(url, '/people/maria/click', { channel: 'ami-ready', ts, action_id: 'disable' })
    await read(url, '/idle')
    await send(url, '/people/maria/submit', { values: {} })
    await read(url, '/idle')
    expect((await cardOf(url, imageId)).text).toContain('By <@U0MARIA>')
    const images = await read<{ imageId: string; state: string }[]>(url, '/images')
    expect(images.find(image => image.imageId === imageId)?.state).toBe('disabled')
  })

  test('killed without a word: what was saved is there, and the folder is free', async () => {
    const first = start(['--data', data])
    const imageId = await makeImage(await first.url())
    await until(() =>
      [/slack/, /ec2/, /dynamodb/].every(service =>
        currentFiles().some(name => service.test(name) && contains(name, imageId)),
      ),
    )
    first.kill('SIGKILL')
    await first.ended
    expect(namesIn(data)).toContain('sandbox.lock')

    const second = start(['--data', data])
    expect((await cardOf(await second.url(), imageId)).text).toContain('Available')
  })

  test('killed in the middle of a save: it starts again, and all services are of one moment', async () => {
    const first = start(['--data', data])
    const url = await first.url()
    await until(() => currentFiles().length > 0)
    void send(url, '/burst', { count: 50, verb: 'create' }).catch(() => {})
    await until(() => contains(fileOf('slack'), 'ami-'))
    const isSaving = () => namesIn(data).some(name => !currentFiles().includes(name))
    await until(isSaving)
    first.kill('SIGKILL')
    await first.ended
    // The bot writes an image down before it posts its card: a card without a record would be of another moment.
    const kept = (service: string) => readFileSync(join(data, fileOf(service)), 'utf8')
    const carded = kept('slack').match(/ami-[0-9a-f]{17}/g) ?? []
    expect(carded.filter(imageId => !kept('dynamodb').includes(imageId))).toEqual([])

    const second = start(['--data', data])
    expect(await read(await second.url(), '/ready')).toEqual({ ready: true })
  })

  test('a second sandbox in the same folder is refused, and the first goes on', async () => {
    const first = start(['--data', data])
    const url = await first.url()
    const { code, output } = await start(['--data', data]).ended
    expect(code).toBe(1)
    expect(output).toMatch(/Another sandbox \(process \d+\) uses/)
    expect(output).not.toMatch(/\n\s+at /)
    expect(await read(url, '/ready')).toEqual({ ready: true })
  })
})

describe('a world that keeps its state', () => {
  let world: World | undefined
  afterEach(() => world?.close())

  /** One run after the other; without functions, so that what is in a queue stays there. */
  const next = async (options: Partial<WorldOptions> = {}): Promise<World> => {
    await world?.close()
    world = await startWorld({ data, ...options })
    return world
  }

  test('messages wait in their queue, and how often they were received is known', async () => {
    const before = await next()
    const [queue] = before.sqs.queues.values()
    queue?.send({ body: 'read once', groupId: 'a', deduplicationId: 'a' })
    queue?.receive(1)
    queue?.send({ body: 'not read yet', groupId: 'b', deduplicationId: 'b' })
    const kept = queue?.messages()
    expect(kept).toMatchObject([
      { body: 'read once', receiveCount: 1 },
      { body: 'not read yet', receiveCount: 0 },
    ])

    const after = await next()
    expect(after.sqs.queues.get(queue?.settings.name ?? '')?.messages()).toEqual(kept)
  })

  test('faults are not kept', async () => {
    await post(await next(), '/_sandbox/faults', { service: 'ec2', call: '*', error: 'InternalError' })
    expect((await get(await next(), '/_sandbox/faults')).json).toEqual([])
  })

  test('other images than those that are kept: refused, and nothing is lost', async () => {
    await post(await next(), '/_sandbox/images', { name: 'mine' })
    const kept = await next()
    await kept.close()
    world = undefined
    await expect(startWorld({ data, fleet: { seed: 1, images: 5 } })).rejects.toThrow(
      /keeps a fleet already, of 2.* Start without other images to go on with it, or choose another folder\./,
    )
    expect((await next()).ec2.fleet.images).toMatchObject([{ image: { Name: 'mine' } }])
  })

  test.each(['slack', 'ec2', 'sqs', 'bus', 'dynamodb'])(
    'a damaged file of %s: the start says which, and changes nothing',
    async service => {
      await (await next()).close()
      world = undefined
      const name = fileOf(service)
      truncateSync(join(data, name), 1)
      const contents = () => readdirSync(data).map(file => [file, readFileSync(join(data, file), 'utf8')])
      const before = contents()
      await expect(startWorld({ data })).rejects.toThrow(`${join(data, name)} is damaged`)
      expect(contents()).toEqual(before)
    },
  )
})
