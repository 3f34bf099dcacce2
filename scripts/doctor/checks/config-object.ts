import { GetObjectCommand } from '@aws-sdk/client-s3'
import { faultLines } from '../../../src/config/fault.ts'
import { parseConfig } from '../../../src/config/parse-config.ts'
import { isNamed } from '../../aws-clients.ts'
import { findPlaceholders } from '../../find-placeholders.ts'
import { configObjectOf } from '../../read-stack.ts'
import { type Check, note, ok, problem } from '../check.ts'
import type { Context } from '../context.ts'

/** Undefined where there is no such object. */
const read = async ({ aws }: Context, name: string): Promise<string | undefined> => {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(name) ?? []
  try {
    const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket, Key }))
    return await Body?.transformToString()
  } catch (error) {
    if (isNamed(error, /^NoSuch(Key|Bucket)$/)) return undefined
    throw error
  }
}

/** An installation from the template reads its config from S3: it is there, without faults, and the one that is here. */
export const configObject: Check = {
  name: 'config in S3',
  takes: 's3:GetObject on it',
  async run(context) {
    const name = configObjectOf(await context.stack())
    if (name === undefined) return []
    const { configFile, configText, where } = context
    const upload = `aws s3 cp ${configFile} ${name} ${where}`
    const text = await read(context, name)
    if (text === undefined) return [problem(`${name} is not there: no function can start.`, upload)]
    const parsed = parseConfig(text)
    const faults = parsed.ok ? findPlaceholders(text) : parsed.faults
    if (faults.length > 0)
      return faultLines(name, faults).map(line =>
        problem(
          line,
          `${parsed.ok ? 'Correct the line' : 'The functions keep the last good config, and none can start over. Correct the line'}, then: ${upload}`,
        ),
      )
    return [
      configText === undefined || configText === text
        ? ok(`${name} is complete.`)
        : note(`${configFile} is not the one in S3, which is in use.`, upload),
    ]
  },
}
