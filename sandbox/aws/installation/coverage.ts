import type { Covered } from '../../coverage.ts'

export const LAMBDA_API: Covered = {
  GetAccountSettings: {
    state: 'partial',
    provedBy: "the account's quota, and what of it is reserved",
    gap: 'the quota of concurrency alone',
  },
  GetFunctionConcurrency: {
    state: 'supported',
    provedBy: "the account's quota, and what of it is reserved",
  },
  Invoke: { state: 'missing', gap: 'the functions are invoked by their URL, queues and schedules' },
}

export const EVENTBRIDGE_API: Covered = {
  DescribeRule: {
    state: 'partial',
    provedBy: 'a rule shows whether it is enabled',
    gap: 'rules are named by their logical ids; no pattern, no schedule',
  },
  DisableRule: { state: 'missing', gap: 'the rules are those of serverless.yml' },
}

export const CLOUDFORMATION: Covered = {
  DescribeStacks: {
    state: 'partial',
    provedBy: 'the stack has a state and outputs, and no other stack exists',
    gap: 'the one stack of the sandbox, without parameters and tags',
  },
  DescribeStackResource: {
    state: 'partial',
    provedBy: 'the stack has a state and outputs, and no other stack exists',
    gap: 'the table, the rules and the topics alone',
  },
  CreateStack: { state: 'missing', gap: 'the deployment is read from serverless.yml' },
}

export const CLOUDTRAIL: Covered = {
  DescribeTrails: {
    state: 'partial',
    provedBy: 'a multi-region trail is there in every region, another one at home',
    gap: 'no organization trails',
  },
  GetTrailStatus: {
    state: 'partial',
    provedBy: 'a multi-region trail is there in every region, another one at home',
    gap: 'whether it logs, and nothing else',
  },
  GetEventSelectors: {
    state: 'partial',
    provedBy: 'a multi-region trail is there in every region, another one at home',
    gap: 'no advanced selectors',
  },
  CreateTrail: { state: 'missing', gap: 'calls are told by themselves, whatever trails there are' },
}
