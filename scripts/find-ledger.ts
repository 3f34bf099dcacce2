import { readFileSync } from 'node:fs'
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ScanCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb'
import { parse } from 'yaml'
import { FORMAT } from '../src/aws/ledger/stored.ts'
import { type AwsClients, isNamed, wordsOf } from './aws-clients.ts'
import { isInStack } from './stack-resource.ts'
import type { Target } from './target.ts'

export type FoundLedger =
  /** There is none, or the stack made it: it is the stack's. */
  | { kind: 'of the stack' }
  /** Of an earlier installation: used as it is, and left out of the stack. */
  | { kind: 'earlier'; words: string }
  | { kind: 'unusable'; why: string }
  | { kind: 'unknown'; why: string }

/** So many items show the format of a table; all of them are checked again where they are read. */
const SAMPLE = 200

interface Declared {
  KeySchema: object[]
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[]
  GlobalSecondaryIndexes: { IndexName: string; KeySchema: object[]; Projection: object }[]
  TimeToLiveSpecification: { AttributeName: string }
}

const readDeclared = (): Declared => {
  const document = parse(readFileSync('serverless.yml', 'utf8'), { merge: true })
  return document.resources.Resources.Ledger.Properties
}

/** Keys as one text: a table's are in the same order as those of the template. */
const keysOf = (schema: readonly object[] = []): string =>
  (schema as { AttributeName?: string; KeyType?: string }[])
    .map(({ AttributeName, KeyType }) => `${AttributeName} (${KeyType})`)
    .join(', ')

const typesOf = (table: Pick<TableDescription, 'AttributeDefinitions'> | Declared): string =>
  (table.AttributeDefinitions ?? [])
    .map(({ AttributeName, AttributeType }) => `${AttributeName} ${AttributeType}`)
    .sort()
    .join(', ')

/** What a table lacks to be a ledger; undefined where it has all. */
const findDifference = (table: TableDescription, declared: Declared): string | undefined => {
  const [index] = declared.GlobalSecondaryIndexes
  const own = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === index?.IndexName)
  const compared = [
    ['its keys are', keysOf(table.KeySchema), keysOf(declared.KeySchema)],
    [`its index ${index?.IndexName} has the keys`, keysOf(own?.KeySchema), keysOf(index?.KeySchema)],
    ['its attributes are', typesOf(table), typesOf(declared)],
  ]
  const [different] = compared.filter(([, is, expected]) => is !== expected)
  return different && `${different[0]} ${different[1] || 'none'}, expected ${different[2]}`
}

/** @throws what AWS answers where it refuses to say */
const look = async (clients: AwsClients, target: Target): Promise<FoundLedger> => {
  const TableName = `amiops-${target.stage}`
  const { dynamoDb } = clients
  const described = await dynamoDb.send(new DescribeTableCommand({ TableName })).catch(error => {
    if (isNamed(error, /^ResourceNotFoundException$/)) return undefined
    throw error
  })
  if (!described?.Table || (await isInStack(clients, target, 'Ledger'))) return { kind: 'of the stack' }
  const declared = readDeclared()
  const advice = `Deploy with another --stage, or delete the table ${TableName} if nothing of it is needed.`
  const difference = findDifference(described.Table, declared)
  if (difference)
    return { kind: 'unusable', why: `The table ${TableName} is not a ledger: ${difference}. ${advice}` }
  const { Items = [] } = await dynamoDb.send(
    new ScanCommand({
      TableName,
      Limit: SAMPLE,
      ProjectionExpression: '#format',
      ExpressionAttributeNames: { '#format': 'format' },
    }),
  )
  const formats = [...new Set(Items.flatMap(({ format }) => format?.N ?? []))]
  const other = formats.find(format => format !== String(FORMAT))
  if (other !== undefined)
    return {
      kind: 'unusable',
      why: `The table ${TableName} has items of format ${other}, and this version of amiops reads format ${FORMAT}. Deploy the version that wrote it, or another --stage.`,
    }
  const { TimeToLiveDescription } = await dynamoDb.send(new DescribeTimeToLiveCommand({ TableName }))
  const { AttributeName } = declared.TimeToLiveSpecification
  const expires = TimeToLiveDescription?.AttributeName === AttributeName
  const words = [
    `The table ${TableName} of an earlier installation is there, and is used with its history (keys and format ${FORMAT} checked). It stays outside of the stack.`,
    ...(expires
      ? []
      : [
          `Its items do not expire: aws dynamodb update-time-to-live --region ${target.region} --table-name ${TableName} --time-to-live-specification Enabled=true,AttributeName=${AttributeName}`,
        ]),
  ]
  return { kind: 'earlier', words: words.join('\n') }
}

/** Finds out whether a stage's table is there already without belonging to its stack: a removed installation leaves it behind. */
export const findLedger = async (clients: AwsClients, target: Target): Promise<FoundLedger> => {
  try {
    return await look(clients, target)
  } catch (error) {
    return {
      kind: 'unknown',
      why: `Whether the table amiops-${target.stage} is there already could not be found out (${wordsOf(error)}). It takes dynamodb:DescribeTable, DescribeTimeToLive and Scan, and cloudformation:DescribeStackResource.`,
    }
  }
}
