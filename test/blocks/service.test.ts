import { serviceWords } from '../../blocks/service.ts'

test.each([
  ['autoscaling.amazonaws.com', 'EC2 Auto Scaling'],
  ['backup.amazonaws.com', 'AWS Backup'],
  ['cloudformation.amazonaws.com', 'CloudFormation'],
  ['codebuild.amazonaws.com', 'CodeBuild'],
  ['dlm.amazonaws.com', 'Data Lifecycle Manager'],
  ['drs.amazonaws.com', 'Elastic Disaster Recovery'],
  ['ec2.amazonaws.com', 'EC2'],
  ['imagebuilder.amazonaws.com', 'EC2 Image Builder'],
  ['lambda.amazonaws.com', 'Lambda'],
  ['mgn.amazonaws.com', 'Application Migration Service'],
  ['ssm.amazonaws.com', 'Systems Manager'],
  ['states.amazonaws.com', 'Step Functions'],
  ['vmie.amazonaws.com', 'VM Import/Export'],
  ['EC2.amazonaws.com', 'EC2'],
  ['AWS Internal', 'an AWS service'],
  ['aws internal/3', 'an AWS service'],
  ['AWS Internals', '`AWS Internals`'],
  ['not AWS Internal', '`not AWS Internal`'],
  ['new.amazonaws.com', '`new.amazonaws.com`'],
])('%s: %s', (host, words) => {
  expect(serviceWords(host)).toBe(words)
})

test('a run of Systems Manager Automation, by the name of its session', () => {
  expect(serviceWords('ssm.amazonaws.com', 'Automation-1a2b')).toBe('Systems Manager Automation')
  expect(serviceWords('ssm.amazonaws.com', 'my-Automation-1a2b')).toBe('Systems Manager')
  expect(serviceWords('ec2.amazonaws.com', 'Automation-1a2b')).toBe('EC2')
})
