import * as v from 'valibot'
import type { PathFault } from './fault.ts'

const SLACK = v.object({
  slack: v.object({
    workspace: v.fallback(v.string(), ''),
    workspaces: v.fallback(v.array(v.unknown()), []),
  }),
})

/** An app of a whole organization has to know whose user groups and channels the config means. */
export const workspaceFaults = (raw: unknown): PathFault[] => {
  const read = v.safeParse(SLACK, raw)
  if (!read.success) return []
  const { workspace, workspaces } = read.output.slack
  const hasTeam = workspaces.some(id => typeof id === 'string' && id.startsWith('T'))
  return workspace.startsWith('E') && !hasTeam
    ? [
        {
          path: ['slack', 'workspace'],
          expected:
            'beside an organization, under workspaces, the workspaces (T…) whose channels and user groups this file names',
        },
      ]
    : []
}
