import { parseConfig } from '../../src/config/parse-config.ts'

const faultsOf = (slack: string) => {
  const parsed = parseConfig(`slack: ${slack}\nchannels: { fallback: ami-alerts }\n`)
  return parsed.ok ? [] : parsed.faults
}

test('an organization needs the workspaces whose channels and user groups are meant', () => {
  const fault = {
    line: 1,
    path: 'slack.workspace',
    expected: expect.stringContaining('the workspaces (T…) whose channels and user groups'),
  }
  expect(faultsOf('{ workspace: E0OURS }')).toEqual([fault])
  expect(faultsOf('{ workspace: E0OURS, workspaces: [E0OTHER] }')).toEqual([fault])
  expect(faultsOf('{ workspace: E0OURS, workspaces: [T0HOME] }')).toEqual([])
  expect(faultsOf('{ workspace: T0HOME, workspaces: [E0OURS] }')).toEqual([])
})
