import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What people type is the slash command of the installed app: no text may name another one. */

const sources = ['blocks', 'src/flows', 'src/slack', 'src/aws', 'src/domain']
  .flatMap(folder =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .map(name => join(folder, name)),
  )
  // The usual name itself.
  .filter(file => file !== 'src/domain/command.ts')

const withoutComments = (source: string): string => source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')

test('no text says /ami', () => {
  const named = sources.filter(file => /\/ami(?![\w-])/.test(withoutComments(readFileSync(file, 'utf8'))))
  expect(sources.length).toBeGreaterThan(100)
  expect(named).toEqual([])
})
