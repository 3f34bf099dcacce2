import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Rule } from '../eventbridge/route.ts'
import type { QueueSettings } from '../sqs/new-message.ts'
import { type DeployedFunction, readFunction } from './functions.ts'
import { isRecord } from './resolve.ts'
import { readQueue, readRule } from './resources.ts'

/** What `serverless.yml` says about the parts that the sandbox plays. */
export interface Deployment {
  functions: DeployedFunction[]
  /** By logical id. */
  queues: ReadonlyMap<string, QueueSettings>
  /** Properties of each table, by logical id. */
  tables: ReadonlyMap<string, Readonly<Record<string, unknown>>>
  rules: Rule[]
  /** Names of the topics, by logical id. */
  topics: ReadonlyMap<string, string>
  /** Names of the roles, by logical id. */
  roles: ReadonlyMap<string, string>
}

export const STAGE = 'sandbox'

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

/** The deployment, as the framework would resolve it for the stage `sandbox`. */
export const readDeployment = (file: string): Deployment => {
  const text = readFileSync(file, 'utf8').replaceAll(['$', '{sls:stage}'].join(''), STAGE)
  const document: unknown = parse(text, { merge: true })
  if (!isRecord(document)) throw new Error(`Expected ${file} to hold a mapping.`)
  const resources = readResources(document)
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
    roles: new Map(ofType('AWS::IAM::Role').map(({ id, properties }) => [id, String(properties.RoleName)])),
    rules: ofType('AWS::Events::Rule').map(({ id, properties }) => readRule(id, properties, nameOf)),
  }
}
