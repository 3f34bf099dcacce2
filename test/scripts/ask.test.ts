import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { createTerminal } from '../../scripts/setup/ask.ts'

const SECRET = 'xoxb-never-to-be-seen'

/** A terminal of streams, with all that it showed. */
const start = () => {
  const input = new PassThrough()
  const output = new PassThrough()
  let shown = ''
  output.on('data', chunk => {
    shown += chunk
  })
  return { ask: createTerminal(input, output), input, shown: () => shown }
}

test('a secret is asked for, and none of its letters is shown, not even when it is corrected', async () => {
  const { ask, input, shown } = start()
  const answer = ask.secret('The token')
  input.write(`${SECRET}y\u007f\r`)
  expect(await answer).toBe(SECRET)
  expect(shown()).toBe('The token (not shown): \n')
})

test('a name is shown, an empty answer is the offered one, and only yes confirms', async () => {
  const { ask, input, shown } = start()
  const name = ask.text('Region')
  input.write('eu-west-1\r')
  expect(await name).toBe('eu-west-1')
  expect(shown()).toContain('eu-west-1')
  const offered = ask.text('Account', '123456789012')
  input.write('\r')
  expect(await offered).toBe('123456789012')
  for (const [typed, confirmed] of [
    ['y', true],
    ['Yes', true],
    ['', false],
    ['yet', false],
  ] as const) {
    const answer = ask.confirm('Overwrite it?')
    input.write(`${typed}\r`)
    expect(await answer).toBe(confirmed)
  }
})

// `script` gives a command a terminal of its own; it belongs to util-linux.
const onLinux = process.platform === 'linux' ? test : test.skip

onLinux('at a real terminal the name is echoed and the secret is not', async () => {
  const command = `${process.execPath} --import tsx test/support/terminal/ask-secret.ts`
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'])
  const ended = once(child, 'close')
  let shown = ''
  const wait = async (words: string) => {
    while (!shown.includes(words)) shown += String((await once(child.stdout, 'data'))[0])
  }
  await wait('Your name: ')
  child.stdin.write('maria\r')
  await wait('(not shown): ')
  child.stdin.write(`${SECRET}\r`)
  await wait('letters.')
  child.stdin.end()
  expect((await ended)[0]).toBe(0)
  expect(shown).toMatch(/Your name: .*maria/)
  expect(shown).toContain(`maria has ${SECRET.length} letters.`)
  expect(shown).not.toContain(SECRET)
  expect(shown).not.toContain('xoxb')
})
