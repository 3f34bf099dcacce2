import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Rule } from '../eventbridge/route.ts'
import type { QueueSettings } from '../sqs/new-message.ts'
import { createStatementReader } from './function-roles.ts'
import { type DeployedFunction, readFunction } from './functions.ts'
import { isRecord } from './resolve.ts'
import { readQueue, readRule } from './resources.ts'
import { parseRoleTemplate, type RoleTemplate } from './role-template.ts'

/** The parts of `serverless.yml` that the sandbox simulates. */
export interface Deployment {
  functions: DeployedFunction[]
  /** By logical id. */
  queues: ReadonlyMap<string, QueueSettings>
  /** Properties of each table, by logical id. */
  tables: ReadonlyMap<string, Readonly<Record<string, unknown>>>
  rules: Rule[]
  /** Names of the topics, by logical id. */
  topics: ReadonlyMap<string, string>
  /** Names of the event buses, by logical id. */
  buses: ReadonlyMap<string, string>
  /** By logical id. */
  roles: ReadonlyMap<string, RoleTemplate>
  /** The statements of each function's role, by the function's name; absent for a function without any. */
  statements: ReadonlyMap<string, unknown>
  /** The values of the parameters, by their names: their defaults. */
  parameters: ReadonlyMap<string, string | readonly string[]>
  /** Not yet evaluated, by their names. */
  conditions: Readonly<Record<string, unknown>>
  /** The values of the outputs, not yet resolved, by their names. */
  outputs: Readonly<Record<string, unknown>>
}

export const STAGE = 'sandbox'

const readParameters = (declared: unknown): Map<string, string | readonly string[]> =>
  new Map(
    Object.entries(isRecord(declared) ? declared : {}).map(([name, parameter]) => {
      const { Type, Default = '' } = isRecord(parameter) ? parameter : {}
      const text = String(Default)
      return [name, Type === 'CommaDelimitedList' ? text.split(',') : text]
    }),
  )

interface Resource {
  id: string
  type: string
  properties: Readonly<Record<string, unknown>>
}

const readResources = (document: Readonly<Record<string, unknown>>): Resource[] => {
  const resources = isRecord(document.resources) ? document.resources.Resources : undefined
  if (!isRecord(resources)) return []
  return Object.entries(resources).flatMap(([id, resource]) =>
    isRecord(resource) && typeof resource.Type === 'string'
      ? {
          id,
          type: resource.Type,
          properties: isRecord(resource.Properties) ? resource.Properties : {},
        }
      : [],
  )
}

/** The last file that was parsed: a process that starts many sandboxes reads the same one each time. */
let parsed: { text: string; document: unknown } | undefined

const parseOnce = (text: string): unknown => {
  if (parsed?.text !== text) parsed = { text, document: parse(text, { merge: true }) }
  return parsed.document
}

/** The deployment, as the framework would resolve it for the stage `sandbox`. */
export const readDeployment = (file: string): Deployment => {
  const text = readFileSync(file, 'utf8')
    .replaceAll(['$', '{sls:stage}'].join(''), STAGE)
    // The sandbox has no parameters of the command line, so the default is used.
    .replace(/\$\{param:\w+, '([^']*)'\}/g, '$1')
  const document = parseOnce(text)
  if (!isRecord(document)) throw new Error(`Expected ${file} to hold a mapping.`)
  const readStatements = createStatementReader(file)
  const resources = readResources(document)
  const own = isRecord(document.resources) ? document.resources : {}
  const ofType = (type: string) => resources.filter(resource => resource.type === type)
  const queueResources = ofType('AWS::SQS::Queue')
  const nameOf = (id: string): string => {
    const name = queueResources.find(resource => resource.id === id)?.properties.QueueName
    if (typeof name !== 'string') throw new Error(`Expected a queue with a QueueName at ${id} in ${file}.`)
    return name
  }
  const functions = isRecord(document.functions) ? document.functions : {}
  const provider = isRecord(document.provider) ? document.provider : {}
  return {
    functions: Object.entries(functions).map(([name, declared]) => readFunction(name, declared, provider)),
    queues: new Map(queueResources.map(({ id, properties }) => [id, readQueue(properties, nameOf)])),
    tables: new Map(ofType('AWS::DynamoDB::Table').map(({ id, properties }) => [id, properties])),
    topics: new Map(
      ofType('AWS::SNS::Topic').map(({ id, properties }) => [id, String(properties.TopicName)]),
    ),
    buses: new Map(
      ofType('AWS::Events::EventBus').map(({ id, properties }) => [id, String(properties.Name)]),
    ),
    roles: new Map(
      ofType('AWS::IAM::Role').map(({ id, properties }) => [
        id,
        parseRoleTemplate(readStatements(properties)),
      ]),
    ),
    statements: new Map(
      Object.entries(functions).flatMap(([name, declared]) =>
        isRecord(declared) && declared.iamRoleStatements !== undefined
          ? [[name, readStatements(declared.iamRoleStatements)] as const]
          : [],
      ),
    ),
    parameters: readParameters(readStatements(own.Parameters ?? {})),
    conditions: isRecord(own.Conditions) ? own.Conditions : {},
    outputs: Object.fromEntries(
      Object.entries(isRecord(own.Outputs) ? own.Outputs : {}).map(([name, output]) => [
        name,
        isRecord(output) ? output.Value : undefined,
      ]),
    ),
    rules: ofType('AWS::Events::Rule').map(({ id, properties }) => readRule(id, properties, nameOf)),
  }
}
