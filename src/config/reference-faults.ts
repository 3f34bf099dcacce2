import * as v from 'valibot'
import type { Path, PathFault } from './fault.ts'

const NAMES = v.fallback(v.array(v.unknown()), [])

/** The parts whose names must point to something, read from a file that may be wrong anywhere else. */
const REFERENCES = v.object({
  export: v.fallback(v.object({ roles: NAMES }), { roles: [] }),
  roles: v.fallback(v.record(v.string(), v.unknown()), {}),
  mute: v.fallback(v.object({ roles: NAMES }), { roles: [] }),
  actions: v.fallback(
    v.record(
      v.string(),
      v.fallback(
        v.object({
          roles: NAMES,
          approval: v.fallback(v.object({ roles: NAMES }), { roles: [] }),
          breakGlass: v.fallback(v.object({ roles: NAMES }), { roles: [] }),
        }),
        { roles: [], approval: { roles: [] }, breakGlass: { roles: [] } },
      ),
    ),
    {},
  ),
})

type Rights = v.InferOutput<typeof REFERENCES>['actions'][string]

/**
 * Finds faults in roles and actions that the schema alone cannot see: a role that is not defined, an emergency override without an
 * approval.
 */
export const referenceFaults = (raw: unknown): PathFault[] => {
  const read = v.safeParse(REFERENCES, raw)
  if (!read.success) return []
  const { roles, actions, mute, export: exported } = read.output
  const known = Object.keys(roles)
  const unknownIn = (path: Path, names: readonly unknown[]): PathFault[] =>
    names.flatMap((role, i) =>
      typeof role !== 'string' || known.includes(role)
        ? []
        : [
            {
              path: [...path, 'roles', i],
              expected: `a role from "roles" (${known.join(', ') || 'none is there'}), got ${JSON.stringify(role)}`,
            },
          ],
    )
  const uselessOverride = (action: string, { approval, breakGlass }: Rights): PathFault[] =>
    breakGlass.roles.length > 0 && approval.roles.length === 0
      ? [
          {
            path: ['actions', action, 'breakGlass'],
            expected:
              'an approval beside it: without one no second person is asked, and there is nothing to override',
          },
        ]
      : []
  const ofActions = Object.entries(actions).flatMap(([action, rights]) => [
    ...unknownIn(['actions', action], rights.roles),
    ...unknownIn(['actions', action, 'approval'], rights.approval.roles),
    ...unknownIn(['actions', action, 'breakGlass'], rights.breakGlass.roles),
    ...uselessOverride(action, rights),
  ])
  return [...ofActions, ...unknownIn(['mute'], mute.roles), ...unknownIn(['export'], exported.roles)]
}
