import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

interface Statement {
  Effect: 'Allow' | 'Deny'
  Action: string | string[]
  Resource: unknown
  Condition?: object
}

interface ActorRole {
  AssumeRolePolicyDocument: { Statement: Omit<Statement, 'Resource'>[] }
  Policies: { PolicyDocument: { Statement: (Statement | string)[] } }[]
}

const { resources } = parse(readFileSync('serverless.yml', 'utf8'), { merge: true }) as {
  resources: { Resources: { ActorRole: { Properties: ActorRole } } }
}
const { Properties } = resources.Resources.ActorRole

/** Who may assume the role by which images are changed in the installation's own account. */
export const actorTrust = Properties.AssumeRolePolicyDocument.Statement

const all = Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)

/** What that role may do, as serverless.yml says it. */
export const actorStatements = all.filter((one): one is Statement => typeof one !== 'string')

/** The statements that it takes from the config. */
export const actorStatementsByConfig = all.filter(one => typeof one === 'string')
