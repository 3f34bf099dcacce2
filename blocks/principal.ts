import type { Actor, Principal, SharingChange } from '../src/domain/cloud-trail-call.ts'
import { serviceWords } from './service.ts'
import { code } from './text.ts'

/** How well-known tools name themselves, the most specific first. */
const TOOLS: readonly [sign: RegExp, words: string][] = [
  [/terraform/i, 'Terraform'],
  [/packer/i, 'Packer'],
  [/pulumi/i, 'Pulumi'],
  [/ansible/i, 'Ansible'],
  [/aws-cli\//i, 'the AWS CLI'],
  [/CloudCustodian/i, 'Cloud Custodian'],
  [/boto3?|aws-sdk|aws-cdk/i, 'an AWS SDK'],
]

/** A console session may be used by a tool (CloudShell's command line), which then names itself. */
const toolWords = ({ userAgent = '', fromConsole }: Principal): string => {
  const tool = TOOLS.find(([sign]) => sign.test(userAgent))?.[1]
  if (tool) return ` with ${tool}`
  return fromConsole
    ? ' in the AWS console'
    : /^Mozilla\//.test(userAgent)
      ? ' with a browser'
      : ' with the API'
}

/** IAM Identity Center's roles carry a random ending; their sessions are called after the person. */
const FROM_IDENTITY_CENTER = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/

/** Who it was, without the tool and the address. */
export const whoWords = ({ kind, name, session, sourceIdentity }: Actor): string => {
  switch (kind) {
    case 'user':
      return `IAM user ${code(name, 80)}`
    case 'root':
      return `root of account ${code(name, 40)}`
    case 'federated':
      return `federated user ${code(name, 80)}`
    case 'account':
      return `account ${code(name, 40)}`
    case 'identity-center':
      return `Identity Center user ${code(name, 80)}`
    case 'service':
      return serviceWords(name)
    case 'unknown':
      return code(name, 100)
    case 'role': {
      const role = FROM_IDENTITY_CENTER.exec(name)?.[1] ?? name
      const human = sourceIdentity ?? (role === name ? undefined : session)
      if (human === undefined)
        return `role ${code(role, 80)}${session ? ` (session ${code(session, 80)})` : ''}`
      const inSession = session !== undefined && session !== human ? `, session ${code(session, 80)}` : ''
      return `${code(human, 80)} (role ${code(role, 80)}${inSession})`
    }
  }
}

const IP = /^[0-9a-f.:]{3,45}$/i

/**
 * "`terraform-ci` (role `deployer`, session `tf-42`) with Terraform from `203.0.113.7`", compact and escaped; where a service
 * called in somebody's name, the service first.
 */
export const principalWords = (principal: Principal): string => {
  const { kind, account, via, session, sourceIp } = principal
  const foreign = account !== undefined && kind !== 'account' ? ` of account ${code(account, 20)}` : ''
  if (via !== undefined)
    return `${serviceWords(via, session)}, in the name of ${whoWords(principal)}${foreign}`
  const tool = kind === 'service' ? '' : toolWords(principal)
  const from = sourceIp !== undefined && IP.test(sourceIp) ? ` from ${code(sourceIp, 45)}` : ''
  return `${whoWords(principal)}${foreign}${tool}${from}`
}

/** The most accounts that are named; the others are counted. */
const NAMED = 5

const listWords = (names: readonly string[]): string => {
  const shown = names.slice(0, NAMED).map(name => (name === 'all' ? 'everybody' : code(name, 120)))
  return [...shown, ...(names.length > NAMED ? [`${names.length - NAMED} more`] : [])].join(', ')
}

export const sharingWords = ({ added, removed }: SharingChange): string =>
  [
    added.length > 0 && `shared with ${listWords(added)}`,
    removed.length > 0 && `no longer shared with ${listWords(removed)}`,
  ]
    .filter(part => typeof part === 'string')
    .join(', ')
