import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Queues } from '../../src/ports.ts'
import { actorStatements, actorStatementsByConfig } from '../support/template/actor-role.ts'
import { callsOfImages, callsOfQueues, methodsOf } from './calls-of-functions.ts'

/** Each worker's role allows every call that its code can make, and of EC2 none that no code makes; `requests` changes images in sessions of
 * the actor role. */

interface Statement {
  Effect: 'Allow'
  Action: string | string[]
  Resource: unknown
  Condition?: object
}

const { functions } = parse(readFileSync('serverless.yml', 'utf8'), { merge: true }) as {
  functions: Record<string, { handler: string; iamRoleStatements: (Statement | string)[] }>
}

/** What the function itself may call; what AWS calls in its name has a condition. */
const statementsOf = (name: string): Statement[] =>
  [...(functions[name]?.iamRoleStatements ?? []), ...(name === 'requests' ? actorStatements : [])].filter(
    (statement): statement is Statement =>
      typeof statement !== 'string' && !/aws:(?:CalledVia|ViaAWSService)/.test(JSON.stringify(statement)),
  )

const actionsOf = (name: string): string[] => statementsOf(name).flatMap(({ Action }) => Action)

const sourcesIn = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => readFileSync(join(folder, file), 'utf8'))
    .join('\n')

const callsIn = (folder: string, client: string): string[] =>
  [...sourcesIn(folder).matchAll(new RegExp(`import \\{([^}]+)\\} from '@aws-sdk/${client}'`, 'g'))]
    .flatMap(([, names = '']) => [...names.matchAll(/\b(?:paginate(\w+)|(\w+)Command)\b/g)])
    .map(([, paginated, command]) => paginated ?? command ?? '')

const namesOf = (methods: ReadonlySet<string>, port: string): string[] =>
  [...methods].filter(one => one.startsWith(`${port}.`)).map(one => one.slice(port.length + 1))

/** Every call to EC2 that a function's code can make. */
const ec2CallsOf = async (methods: ReadonlySet<string>): Promise<Set<string>> => {
  const ofImages = await Promise.all(namesOf(methods, 'images').map(callsOfImages))
  const ofUses = methods.has('uses.look')
    ? callsIn('src/aws/ec2/uses', 'client-ec2').map(call => `ec2:${call}`)
    : []
  const ofLaunches = methods.has('launchability.keys')
    ? callsIn('src/aws/launchability', 'client-ec2').map(call => `ec2:${call}`)
    : []
  const ofFindings = methods.has('findings.read') ? ['ec2:GetImageFindings'] : []
  return new Set([...ofImages.flat(), ...ofUses, ...ofLaunches, ...ofFindings])
}

const isOf = (queue: string, { Resource }: Statement): boolean =>
  JSON.stringify(Resource).includes(`"Fn::GetAtt":["${queue}","Arn"]`)

describe.each(['events', 'requests', 'schedule', 'scan'])('`%s`', name => {
  let methods: ReadonlySet<string>
  beforeAll(async () => {
    methods = await methodsOf(functions[name]?.handler.replace(/\.handler$/, '.ts') ?? '')
  })

  test('may make every call to EC2 that its code can make, and none that no code makes', async () => {
    const calls = await ec2CallsOf(methods)
    expect(calls).toContain('ec2:DescribeImages')
    const rights = actionsOf(name).filter(action => action.startsWith('ec2:'))
    expect(rights).toEqual(expect.arrayContaining([...calls]))
    const made = callsIn('src/aws', 'client-ec2').map(call => `ec2:${call}`)
    expect([...made, ...calls]).toEqual(expect.arrayContaining(rights))
  })

  test('may read who may use a key where its code does', () => {
    const isRead = methods.has('launchability.keys')
    expect(actionsOf(name).filter(action => action.startsWith('kms:'))).toEqual(
      isRead ? ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListGrants'] : [],
    )
  })

  test('may read aliases, and sets them only where its code does', () => {
    const statements = [
      ...(functions[name]?.iamRoleStatements ?? []),
      ...(name === 'requests' ? actorStatementsByConfig : []),
    ].filter(one => typeof one === 'string')
    const has = (which: string) =>
      statements.some(one => one.includes(`build/alias-parameters.cjs):${which}}`))
    const called = namesOf(methods, 'aliases')
    const reads = name !== 'schedule'
    expect(called.includes('read') && called.includes('versions')).toBe(reads)
    expect(has('toRead')).toBe(reads)
    expect(has('toPut')).toBe(called.includes('put'))
    expect(has('toPut')).toBe(name === 'requests')
  })

  test('may make every call to SQS that its code can make, with these queues', async () => {
    for (const method of namesOf(methods, 'queues'))
      for (const { action, queue } of await callsOfQueues(method as keyof Queues))
        expect([
          action,
          queue,
          statementsOf(name).some(one => [one.Action].flat().includes(action) && isOf(queue, one)),
        ]).toEqual([action, queue, true])
  })

  test('may make every call to DynamoDB, and reads the index where it looks by time', () => {
    const rights = callsIn('src/aws/ledger', 'lib-dynamodb').map(call =>
      /^(Get|Put|Update|Delete)$/.test(call)
        ? `dynamodb:${call}Item`
        : `dynamodb:${call.replace(/^Batch(\w+)$/, 'Batch$1Item')}`,
    )
    expect(actionsOf(name)).toEqual(expect.arrayContaining([...new Set(rights)]))
    const isDueRead = namesOf(methods, 'ledger').some(method =>
      /^read(Due|Outdated|HomesOpened|AttemptsOf)/.test(method),
    )
    const isIndexAllowed = statementsOf(name).some(({ Resource }) =>
      JSON.stringify(Resource).includes('/index/due'),
    )
    expect(isIndexAllowed).toBe(isDueRead)
  })
})

test('a look that ends a request reads who may launch the image: so `events` may', async () => {
  const methods = await methodsOf('src/handlers/events.ts')
  expect(methods).toContain('images.sharing')
  expect(await callsOfImages('sharing')).toEqual(['ec2:DescribeImageAttribute'])
  expect(actionsOf('events')).toContain('ec2:DescribeImageAttribute')
})
