import { CONDITIONS, INTERFACE, PARAMETERS } from './parameters.ts'
import { withParameters } from './with-parameters.ts'

interface Resource {
  Type: string
  Properties: Record<string, unknown>
  [more: string]: unknown
}

/** What the framework packages for the stage `ANY_STAGE`. */
export interface Packaged {
  Resources: Readonly<Record<string, Resource>>
  Conditions: Readonly<Record<string, unknown>>
  Outputs: Readonly<Record<string, unknown>>
}

/** The framework's own: its bucket, and a role that no function has. */
const NO_RESOURCES = [
  'ServerlessDeploymentBucket',
  'ServerlessDeploymentBucketPolicy',
  'IamRoleLambdaExecution',
]
const NO_CONDITIONS = ['Never']
/** Two that other stacks could import, and the version of a config that nobody knows at packaging. */
const NO_OUTPUTS = ['ServerlessDeploymentBucketName', 'SlackLambdaFunctionUrl', 'ConfigVersion']

const without = <T>(all: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)))

const CONFIG = `\${ConfigBucket}/\${ConfigKey}`

interface Statement {
  Effect: string
  Action: string | string[]
  Resource: unknown
}

const READS_CONFIG: Statement = {
  Effect: 'Allow',
  Action: ['s3:GetObject'],
  Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${CONFIG}` },
}

/** Which roles may be assumed is a parameter; where it is empty, there is no such statement, as IAM takes no empty list. */
const assumes = (condition: string, actions: readonly string[], roles: string) => ({
  'Fn::If': [
    condition,
    { Effect: 'Allow', Action: actions, Resource: { Ref: roles } },
    { Ref: 'AWS::NoValue' },
  ],
})
const ASSUMES_TO_READ = assumes('MayAssumeToRead', ['sts:AssumeRole'], 'ReadRoleArns')
const ASSUMES_TO_ACT = assumes(
  'MayAssumeToAct',
  ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
  'ActRoleArns',
)

/** Of the roles that the config names: their ARNs are texts. Those of an organization, and the stack's own role, depend on parameters
 * already. */
const isAssumption = ({ Action, Resource }: Statement): boolean =>
  [Action].flat().includes('sts:AssumeRole') && [Resource].flat().every(arn => typeof arn === 'string')

/** A right on the parameters of aliases, which a parameter names; where it is empty, nothing is allowed, and what nothing else
 * needs is denied. */
const onAliases = (allowed: readonly string[], denied: string) => ({
  'Fn::If': [
    'AliasesAreHere',
    { Effect: 'Allow', Action: allowed, Resource: { Ref: 'AliasParameterArns' } },
    { Effect: 'Deny', Action: [denied], Resource: '*' },
  ],
})
const READS_ALIASES = onAliases(['ssm:GetParameters', 'ssm:GetParameterHistory'], 'ssm:GetParameterHistory')
const PUTS_ALIASES = onAliases(['ssm:PutParameter'], 'ssm:PutParameter')

/** A statement that depends on the config becomes one that depends on a parameter. */
const byParameter = (statement: Statement): object => {
  const actions = [statement.Action].flat()
  if (isAssumption(statement)) return actions.includes('sts:TagSession') ? ASSUMES_TO_ACT : ASSUMES_TO_READ
  if (actions.includes('ssm:GetParameterHistory')) return READS_ALIASES
  return actions.includes('ssm:PutParameter') ? PUTS_ALIASES : statement
}

interface Policy {
  PolicyDocument: { Statement: Statement[] }
}

const toRole = (role: Resource, isWorker: boolean): Resource => {
  const policies = (role.Properties.Policies as Policy[]).map(policy => ({
    ...policy,
    PolicyDocument: {
      ...policy.PolicyDocument,
      Statement: [...policy.PolicyDocument.Statement.map(byParameter), ...(isWorker ? [READS_CONFIG] : [])],
    },
  }))
  return { ...role, Properties: { ...role.Properties, Policies: policies } }
}

const variablesOf = ({ Properties }: Resource): Record<string, unknown> =>
  (Properties.Environment as { Variables: Record<string, unknown> } | undefined)?.Variables ?? {}

/** The functions that work with a table read the config; the public one knows neither. */
const isWorker = (resource: Resource): boolean => 'AMIOPS_TABLE' in variablesOf(resource)

/** Without the role, which the framework names too: the function refers to it already. */
const dependencies = ({ DependsOn }: Resource): { DependsOn?: string[] } => ({
  DependsOn: [DependsOn ?? []]
    .flat()
    .filter(id => !String(id).endsWith('IamRoleLambdaExecution')) as string[],
})

const toFunction = (resource: Resource, zip: string): Resource => ({
  ...resource,
  ...dependencies(resource),
  Properties: {
    ...resource.Properties,
    Code: { S3Bucket: { Ref: 'CodeBucket' }, S3Key: { 'Fn::Sub': `\${CodePrefix}${zip}` } },
    Environment: {
      Variables: {
        ...variablesOf(resource),
        ...(isWorker(resource) && { AMIOPS_CONFIG: { 'Fn::Sub': `s3://${CONFIG}` } }),
      },
    },
  },
})

/** It is in the stack only where it is new. */
const toLedger = (resource: Resource): Resource => ({
  ...resource,
  Properties: { ...resource.Properties, TableName: { 'Fn::Sub': `amiops-\${Stage}` } },
})

/**
 * Makes of what the framework packages one template that deploys everywhere: names, zips, config, secrets, table and roles of
 * other accounts are parameters, and the workers read the config from S3.
 *
 * @param zips the file of each function, by the function's name in its logical id (`Slack`)
 * @param stage what the parameter `Stage` is where nobody says otherwise
 */
export const toTemplate = (
  packaged: Packaged,
  zips: Readonly<Record<string, string>>,
  stage: string,
): Record<string, unknown> => {
  const resources = Object.entries(without(packaged.Resources, NO_RESOURCES)).map(([id, resource]) => {
    const [, name = '', what] = /^(\w+?)(LambdaFunction|IamRoleLambdaExecution)$/.exec(id) ?? []
    const zip = zips[name]
    if (id === 'Ledger') return [id, toLedger(resource)] as const
    if (id === 'ActorRole') return [id, toRole(resource, false)] as const
    if (zip === undefined) return [id, resource] as const
    const worker = packaged.Resources[`${name}LambdaFunction`]
    return what === 'LambdaFunction'
      ? ([id, toFunction(resource, zip)] as const)
      : ([id, toRole(resource, worker !== undefined && isWorker(worker))] as const)
  })
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'amiops: AMI events in Slack, and changes of images by click',
    Metadata: INTERFACE,
    Parameters: { ...PARAMETERS, Stage: { ...PARAMETERS.Stage, Default: stage } },
    Conditions: { ...without(packaged.Conditions, NO_CONDITIONS), ...CONDITIONS },
    Resources: withParameters(Object.fromEntries(resources)),
    Outputs: {
      ...(withParameters(without(packaged.Outputs, NO_OUTPUTS)) as object),
      ConfigObject: {
        Description: 'The config that the functions read',
        Value: { 'Fn::Sub': `s3://${CONFIG}` },
      },
    },
  }
}
