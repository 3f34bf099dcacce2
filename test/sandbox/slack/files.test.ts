import type { JsonObject } from '../../../sandbox/slack/types.ts'
import { type RunningSlack, refusalOf, startSlack } from './start-slack.ts'

let world: RunningSlack
beforeEach(async () => {
  world = await startSlack()
})
afterEach(() => world.stop())

const BOT = { authorization: 'Bearer xoxb-sandbox' }
const CSV = 'id,state\nami-1,available\nami-2,failed\nami-3,failed\nami-4,failed\nami-5,failed\n'

const upload = async (filename = 'images.csv', content: string | Buffer = CSV, more: object = {}) => {
  const file = { filename, file: Buffer.from(content), channel_id: 'C0READY', ...more }
  await world.client.filesUploadV2(file)
  const [message] = (await world.get<{ files: JsonObject[] }[]>('/channels/ami-ready/messages')).slice(-1)
  return message?.files[0] ?? {}
}
const read = (address: unknown, headers: Record<string, string> = BOT) => fetch(String(address), { headers })

test('a file is uploaded and shared', async () => {
  const file = await upload('images.csv', CSV, { title: 'Images', initial_comment: 'All of them' })
  expect(file).toMatchObject({
    name: 'images.csv',
    title: 'Images',
    mimetype: 'text/csv',
    filetype: 'csv',
    size: CSV.length,
    user: 'U0AMIOPS',
    channels: ['C0READY'],
    preview: CSV.split('\n').slice(0, 5).join('\n'),
    lines: 7,
    lines_more: 2,
    preview_is_truncated: true,
  })
  expect(await world.get('/channels/ami-ready/messages')).toMatchObject([
    { text: 'All of them', files: [{}] },
  ])
})

test('a file is shared in a thread', async () => {
  const { ts } = await world.client.chat.postMessage({ channel: 'C0READY', text: 'root' })
  const file = { filename: 'a.txt', file: Buffer.from('a'), channel_id: 'C0READY', thread_ts: String(ts) }
  await world.client.filesUploadV2(file)
  expect(await world.get('/channels/ami-ready/messages')).toMatchObject([{ replies: [{ files: [{}] }] }])
})

test('a file comes back as it was sent, to be shown and to be kept', async () => {
  const { url_private, url_private_download } = await upload('größe.txt', 'Größe: 8 GiB')
  const shown = await read(url_private)
  expect([shown.status, await shown.text()]).toEqual([200, 'Größe: 8 GiB'])
  expect(shown.headers.get('content-disposition')).toMatch(/^inline/)
  const kept = await read(url_private_download)
  expect(await kept.text()).toBe('Größe: 8 GiB')
  expect(kept.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''gr%C3%B6%C3%9Fe.txt")
})

test('an image has thumbs, and its bytes are served as an image that runs nothing', async () => {
  const bytes = Buffer.from('iVBORw0KGgo=', 'base64')
  const file = await upload('chart.png', bytes, { alt_text: 'A chart' })
  expect(file).toMatchObject({ mimetype: 'image/png', filetype: 'png', alt_txt: 'A chart', mode: 'hosted' })
  expect(file).not.toHaveProperty('preview')
  const thumb = await read(file.thumb_360)
  expect(Buffer.from(await thumb.arrayBuffer())).toEqual(bytes)
  expect(thumb.headers.get('content-type')).toBe('image/png')
  expect(thumb.headers.get('content-security-policy')).toContain('sandbox')
})

test.each([
  ['notes', 'words', 'text', 'text/plain'],
  ['notes.log', 'words', 'text', 'text/plain'],
  ['NOTES.MD', '# words', 'markdown', 'text/markdown'],
  ['data', Buffer.from([0, 255, 1]), 'binary', 'application/octet-stream'],
])('%s is told by its ending, or by what it holds', async (name, content, filetype, mimetype) => {
  expect(await upload(name, content)).toMatchObject({ filetype, mimetype })
})

test('a private address opens to the bot and to the page, not to a stranger or another site', async () => {
  const { url_private } = await upload()
  const statusFor = async (headers: Record<string, string>) => (await read(url_private, headers)).status
  expect(await statusFor({ 'sec-fetch-site': 'same-origin' })).toBe(200)
  expect(await statusFor({ 'sec-fetch-site': 'cross-site' })).toBe(403)
  expect(await statusFor({ authorization: 'Bearer xoxb-other' })).toBe(403)
  expect(await statusFor({})).toBe(403)
})

test('a token without files:read cannot download what it uploaded', async () => {
  const narrow = await startSlack({ scopes: ['files:write'] })
  const file = { filename: 'a.txt', file: Buffer.from('a'), channel_id: 'C0READY' }
  await narrow.client.filesUploadV2(file)
  const [message] = await narrow.get<{ files: JsonObject[] }[]>('/channels/ami-ready/messages')
  expect((await read(message?.files[0]?.url_private)).status).toBe(403)
  await narrow.stop()
})

test('a file that never arrived cannot be shared', async () => {
  const { file_id, upload_url } = await world.client.files.getUploadURLExternal({
    filename: 'a.txt',
    length: 3,
  })
  const complete = () => world.client.files.completeUploadExternal({ files: [{ id: String(file_id) }] })
  expect((await refusalOf(complete())).error).toBe('file_not_found')
  expect((await fetch(String(upload_url), { method: 'POST', body: 'four' })).status).toBe(400)
  expect((await fetch(String(upload_url), { method: 'POST', body: 'abc' })).status).toBe(200)
  expect((await complete()).files).toEqual([{ id: file_id, title: 'a.txt' }])
})

test('a file is not shared where the bot is not', async () => {
  const { id } = await world.post<{ id: string }>('/channels', { name: 'away', botIsMember: false })
  const file = { filename: 'a.txt', file: Buffer.from('a'), channel_id: id }
  expect((await refusalOf(world.client.filesUploadV2(file))).error).toBe('not_in_channel')
})

test('a file is looked up', async () => {
  const { id } = await upload()
  expect((await world.client.files.info({ file: String(id) })).file).toMatchObject({ id, name: 'images.csv' })
  expect((await refusalOf(world.client.files.info({ file: 'F0NOWHERE' }))).error).toBe('file_not_found')
})

test('a deleted file leaves a tombstone, and its address leads nowhere', async () => {
  const { id, url_private } = await upload()
  const remove = () => world.client.files.delete({ file: String(id) })
  await remove()
  expect(await world.get('/channels/ami-ready/messages')).toMatchObject([
    { files: [{ id, mode: 'tombstone' }] },
  ])
  expect((await read(url_private)).status).toBe(404)
  expect((await refusalOf(world.client.files.info({ file: String(id) }))).error).toBe('file_deleted')
  expect((await refusalOf(remove())).error).toBe('file_deleted')
})
