import { runSimulation } from '@cloud-copilot/iam-simulate'

/** A request as IAM sees it, and every policy that has a say in it. */
export interface Judged {
  /** ARN of the session, the user or the role. */
  principal: string
  action: string
  /** Of one resource; `*` for an action that is allowed on none in particular. */
  resource: string
  /** The account of the resource. */
  account?: string
  context?: Readonly<Record<string, string | readonly string[]>>
  identity: readonly object[]
  session?: object
  /** Of the resource: a trust policy, say. */
  resourcePolicy?: object
  /** A service control policy, beside the one that allows everything. */
  control?: object
}

const EVERYTHING = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
}

/** Evaluates a request with a package that simulates IAM; throws if the package finds a policy or a request invalid. */
export const isAllowedByIam = async (judged: Judged): Promise<boolean> => {
  const { principal, action, resource, account = '123456789012', context = {} } = judged
  const contextVariables = Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
  )
  const result = await runSimulation(
    {
      request: { principal, action, resource: { resource, accountId: account }, contextVariables },
      identityPolicies: judged.identity.map((policy, index) => ({ name: `policy-${index}`, policy })),
      ...(judged.session && { sessionPolicy: judged.session }),
      ...(judged.resourcePolicy && { resourcePolicy: judged.resourcePolicy }),
      serviceControlPolicies: [
        {
          orgIdentifier: 'o-a1b2c3d4e5',
          policies: [
            { name: 'everything', policy: EVERYTHING },
            ...(judged.control ? [{ name: 'control', policy: judged.control }] : []),
          ],
        },
      ],
      resourceControlPolicies: [],
    },
    { simulationMode: 'Strict' },
  )
  if (result.resultType === 'error') throw new Error(JSON.stringify(result.errors))
  return result.overallResult === 'Allowed'
}
