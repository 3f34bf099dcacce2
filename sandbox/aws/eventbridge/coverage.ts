import type { Covered } from '../../coverage.ts'

export const EVENTBRIDGE: Covered = {
  'default bus': {
    state: 'partial',
    provedBy: "AWS's own sample of %s passes the deployed rule unchanged",
    gap: 'targets are queues; no input transformers, retries, archives, replays or cidr; every other account and region has the rules of deploy/member.yml, and nobody checks the policies of bus and queue; PutEvents has no HTTP endpoint',
  },
  'best effort': {
    state: 'supported',
    provedBy: 'a share of the events is overtaken by the next one, and none is lost',
  },
  patterns: {
    state: 'partial',
    provedBy: 'a pattern with %s',
    gap: 'no cidr; a wildcard cannot stand inside anything-but together with other filters',
  },
  schedules: {
    state: 'partial',
    provedBy: 'a schedule runs at its rate, and again after a failure',
    gap: 'rates alone, no cron',
  },
}
