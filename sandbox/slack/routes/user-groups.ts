import { Hono } from 'hono'
import { isObject } from '../types.ts'
import type { Workspace } from '../workspace.ts'

/** `/_sandbox/usergroups`: who belongs to which group, and a way to change it as an admin would. */
export const createUserGroupRoutes = (workspace: Workspace): Hono => {
  const app = new Hono()
  app.get('/', c => c.json([...workspace.userGroups.values()]))

  app.post('/:handle', async c => {
    const handle = c.req.param('handle')
    const group = [...workspace.userGroups.values()].find(
      ({ id, handle: own }) => own === handle || id === handle,
    )
    const body: unknown = await c.req.json()
    const names = isObject(body) && Array.isArray(body.people) ? body.people : undefined
    const people = names?.map(name => workspace.personByIdOrName(String(name)))
    if (!group) return c.json({ error: 'no_such_subteam' }, 404)
    if (!people?.every(person => person !== undefined)) {
      return c.json({ error: 'Expected `people` to be a list of people of the workspace' }, 400)
    }
    group.users = people.map(person => person.id)
    for (const { name } of workspace.people.values()) workspace.changed({ type: 'person', name })
    return c.json(group)
  })
  return app
}
