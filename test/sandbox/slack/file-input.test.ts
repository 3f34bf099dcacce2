import type { JsonObject } from '../../../sandbox/slack/types.ts'
import { type RunningSlack, refusalOf, startSlack } from './start-slack.ts'

interface View {
  state: { values: { files: { list: { files: JsonObject[] } } } }
}

let world: RunningSlack
beforeEach(async () => {
  world = await startSlack()
})
afterEach(() => world.stop())

const plain = (text: string) => ({ type: 'plain_text', text })
const open = async (element: JsonObject = {}) => {
  await world.post('/people/maria/command', { channel: 'C0READY', command: '/ami' })
  const input = { type: 'file_input', action_id: 'list', ...element }
  const blocks = [{ type: 'input', block_id: 'files', label: plain('Lists'), element: input }]
  const view = { type: 'modal', title: plain('Title'), submit: plain('Go'), blocks }
  await world.client.views.open({ trigger_id: world.received.at(-1)?.body.trigger_id, view } as never)
}
const upload = async (name = 'ids.csv', person = 'maria') => {
  const content = Buffer.from('ami-1,ami-2').toString('base64')
  return String((await world.post(`/people/${person}/files`, { name, content })).id)
}
const submit = (...ids: string[]) =>
  world.ask('POST', '/people/maria/submit', { values: { files: { list: ids } } })

test('a person uploads a file, the modal carries it, and the bot reads it', async () => {
  const id = await upload()
  await open()
  expect((await submit(id)).body).toEqual({ status: 200 })
  const view = world.received.at(-1)?.body.view as unknown as View
  const [file] = view.state.values.files.list.files
  expect(file).toMatchObject({ id, name: 'ids.csv', filetype: 'csv', size: 11, user: 'U0MARIA' })
  const bytes = await fetch(String(file?.url_private_download), {
    headers: { authorization: 'Bearer xoxb-sandbox' },
  })
  expect(await bytes.text()).toBe('ami-1,ami-2')
})

test('a browser sends its file as a form', async () => {
  const form = new FormData()
  form.set('file', new File(['ami-1'], 'one.txt'))
  const answer = await fetch(world.urlOf('/_sandbox/people/maria/files'), { method: 'POST', body: form })
  expect([answer.status, await answer.json()]).toEqual([
    201,
    expect.objectContaining({ name: 'one.txt', size: 5 }),
  ])
})

test('an upload without a file is refused', async () => {
  const form = new FormData()
  form.set('file', 'only words')
  const asForm = await fetch(world.urlOf('/_sandbox/people/maria/files'), { method: 'POST', body: form })
  expect(asForm.status).toBe(422)
  expect((await world.ask('POST', '/people/maria/files', { name: 'x' })).status).toBe(422)
})

test('another’s file, one that is not there, and one of the wrong kind cannot be submitted', async () => {
  const hers = await upload()
  const his = await upload('ids.csv', 'sam')
  const picture = await upload('chart.png')
  await open({ filetypes: ['csv', 'text'] })
  const heard = world.received.length
  for (const id of [his, 'F0NOWHERE', picture]) expect((await submit(id)).status).toBe(422)
  expect(world.received).toHaveLength(heard)
  expect((await submit(hers)).status).toBe(200)
})

test('as many files as the input takes, and not one more', async () => {
  const ids = [await upload('a.csv'), await upload('b.csv'), await upload('c.csv')]
  await open({ max_files: 2 })
  expect((await submit(...ids)).status).toBe(422)
  expect((await submit(...ids.slice(1))).status).toBe(200)
})

test('without a file the required input stays empty', async () => {
  await open()
  expect((await submit()).status).toBe(422)
})

test('a person’s file is not the bot’s to delete', async () => {
  const id = await upload()
  expect((await refusalOf(world.client.files.delete({ file: id }))).error).toBe('cant_delete_file')
})
