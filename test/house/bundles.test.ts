import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { parse } from 'yaml'

const options = createRequire(join(process.cwd(), 'package.json'))('./esbuild.config.cjs')() as BuildOptions

const deployment = parse(readFileSync('serverless.yml', 'utf8'), { merge: true }) as {
  functions: Record<string, { handler: string }>
}
const functions = Object.entries(deployment.functions).map(([name, { handler }]) => ({
  name,
  file: `${handler.replace(/\.handler$/, '')}.ts`,
}))

const contentsOf = async (file: string): Promise<string[]> => {
  const { metafile } = await build({
    ...options,
    entryPoints: [file],
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  return Object.values(metafile?.outputs ?? {}).flatMap(output => Object.keys(output.inputs))
}

describe('the four bundles', () => {
  test('are the four functions of serverless.yml, and their handlers exist', () => {
    expect(functions.map(f => f.name).sort()).toEqual(['events', 'requests', 'schedule', 'slack'])
    expect(functions.filter(({ file }) => !existsSync(file))).toEqual([])
  })

  test.each(functions)('$name holds nothing of the sandbox or of the tools', async ({ file }) => {
    const contents = await contentsOf(file)
    expect(contents).toContain(file)
    expect(
      contents.filter(path =>
        /^(sandbox|test|bench|scripts)\/|node_modules\/(jest|react|dynalite|hono|esbuild)\//.test(path),
      ),
    ).toEqual([])
  })

  test('slack, which the internet reaches, holds no client of EC2 or DynamoDB, no YAML, no unused receiver', async () => {
    const contents = await contentsOf('src/handlers/slack.ts')
    expect(contents.some(path => path.includes('node_modules/@slack/bolt/'))).toBe(true)
    expect(
      contents.filter(path =>
        /node_modules\/(@aws-sdk|@smithy|yaml|express|undici|@slack\/socket-mode|@slack\/oauth)\//.test(path),
      ),
    ).toEqual([])
  })
})
