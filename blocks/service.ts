import { code } from './text.ts'

/** Services that make or change AMIs, by their service principals. */
const SERVICES: Readonly<Record<string, string>> = {
  'autoscaling.amazonaws.com': 'EC2 Auto Scaling',
  'backup.amazonaws.com': 'AWS Backup',
  'cloudformation.amazonaws.com': 'CloudFormation',
  'codebuild.amazonaws.com': 'CodeBuild',
  'dlm.amazonaws.com': 'Data Lifecycle Manager',
  'drs.amazonaws.com': 'Elastic Disaster Recovery',
  'ec2.amazonaws.com': 'EC2',
  'imagebuilder.amazonaws.com': 'EC2 Image Builder',
  'lambda.amazonaws.com': 'Lambda',
  'mgn.amazonaws.com': 'Application Migration Service',
  'ssm.amazonaws.com': 'Systems Manager',
  'states.amazonaws.com': 'Step Functions',
  'vmie.amazonaws.com': 'VM Import/Export',
}

/** A run of Systems Manager Automation names its session `Automation-<execution id>`.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup.html */
const AUTOMATION = /^Automation-/

/**
 * The name of an AWS service; of one that is not in the list, its host.
 *
 * @param session the session of the role that the service used
 */
export const serviceWords = (host: string, session = ''): string => {
  if (/^AWS Internal\b/i.test(host)) return 'an AWS service'
  const name = SERVICES[host.toLowerCase()]
  if (name === undefined) return code(host, 80)
  return name === 'Systems Manager' && AUTOMATION.test(session) ? `${name} Automation` : name
}
