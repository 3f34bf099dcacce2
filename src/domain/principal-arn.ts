import type { Principal } from './cloud-trail-call.ts'

const ARN = /^arn:aws[\w-]*:(?:iam|sts)::(\d{12}):(.+)$/s

/**
 * Who an ARN of IAM or STS is, as far as it says. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 *
 * @param owner the account in which they acted
 */
export const principalOfArn = (arn: string, owner: string): Principal => {
  const [, account = owner, resource = ''] = ARN.exec(arn) ?? []
  const foreign = account === owner ? {} : { account }
  const [type, ...path] = resource.split('/')
  const last = path.at(-1)?.slice(0, 200)
  if (resource === 'root') return { kind: 'root', name: account, ...foreign }
  if (last === undefined || last === '') return { kind: 'unknown', name: arn.slice(0, 200) }
  switch (type) {
    case 'user':
      return { kind: 'user', name: last, ...foreign }
    case 'role':
      return { kind: 'role', name: last, ...foreign }
    case 'assumed-role':
      return { kind: 'role', name: path[0]?.slice(0, 200) ?? last, session: last, ...foreign }
    case 'federated-user':
      return { kind: 'federated', name: last, ...foreign }
    default:
      return { kind: 'unknown', name: arn.slice(0, 200) }
  }
}
