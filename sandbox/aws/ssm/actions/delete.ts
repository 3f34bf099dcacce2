import * as v from 'valibot'
import type { Caller } from '../../caller.ts'
import type { SsmAction, SsmWorld } from '../action.ts'
import { parameterNotFound } from '../errors.ts'
import { NamesSchema } from './get.ts'

/** Whether it was there. */
const remove = (name: string, { account, region }: Caller, { store, changes }: SsmWorld): boolean => {
  const key = { account, region, name }
  const found = store.find(key)
  if (!found) return false
  store.remove(key)
  changes.dropProposals(key)
  changes.announce(key, { operation: 'Delete', type: found.type })
  return true
}

export const DeleteParameter: SsmAction = (input, caller, world) => {
  const { Name } = v.parse(v.object({ Name: v.string() }), input)
  if (!remove(Name, caller, world)) throw parameterNotFound(Name)
  return {}
}

export const DeleteParameters: SsmAction = (input, caller, world) => {
  const { Names } = v.parse(v.object({ Names: NamesSchema }), input)
  const removed = Names.filter(name => remove(name, caller, world))
  return { DeletedParameters: removed, InvalidParameters: Names.filter(name => !removed.includes(name)) }
}
